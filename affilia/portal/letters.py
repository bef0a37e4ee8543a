"""The thread between the person and the fund."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from affilia.journal.operations import OtherBody
from affilia.letters import operations, queries
from affilia.pages.forms import MessageForm, show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role
from affilia.registration import operations as registration


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def thread(request: SignedRequest) -> HttpResponse:
    """All that was said, and a box to answer."""
    person, form = person_of(request.user), MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by, body = timezone.now(), request.user.actor, form.cleaned_data["body"]
        try:
            registration.write_to_fund(person=person, body=body, key=form.cleaned_data["key"], by=by, at=now)
            return redirect("messages")
        except (operations.NothingWritten, OtherBody) as refusal:
            show_refusal(form, refusal, beside="body")
    said = queries.thread(person, request.user.actor)
    operations.mark_read(person=person, by=request.user.actor, at=timezone.now())
    return render(request, "portal/letters/thread.html", {"said": said, "form": form, "tab": "messages"})


urlpatterns = [path("", thread, name="messages")]
