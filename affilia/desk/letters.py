"""The thread with a person, from the fund's side."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from affilia.desk.people import looked_at
from affilia.journal.operations import OtherBody
from affilia.letters import operations, queries
from affilia.pages.forms import MessageForm, show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import MESSAGES
from affilia.people.queries import person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import operations as registration


@access(roles=STAFF, relation="fund", fields="C", methods=("GET", "POST"))
def thread(request: SignedRequest, ref: str) -> HttpResponse:
    """Read and answer."""
    person = person_for_staff(request.user, ref)
    if person is None:
        raise Http404
    looked_at(request, person, MESSAGES)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, by = form.cleaned_data, request.user.actor
        try:
            registration.write_to_student(person=person, body=told["body"], key=told["key"], by=by, at=timezone.now())
            return redirect("desk-messages", ref)
        except (operations.NothingWritten, OtherBody) as refusal:
            show_refusal(form, refusal, beside="body")
    said = queries.thread(person, request.user.actor)
    return render(request, "desk/letters/thread.html", {"person": person, "said": said, "form": form, "tab": "queue"})


urlpatterns = [path("<slug:ref>/", thread, name="desk-messages")]
