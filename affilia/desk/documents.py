"""Side by side: the paper, what was declared, what was read; then one decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.casework.queries import next_task
from affilia.coverage import rights
from affilia.coverage.queries import coverage_of
from affilia.desk.people import looked_at
from affilia.desk.registration import CloseForm, sentence
from affilia.documents import operations, queries
from affilia.documents.reasons import for_paper
from affilia.journal.operations import MoveRefused
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import FILE, PURPOSES
from affilia.people.queries import identity_of, person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import operations as registration
from affilia.registration import queries as files

WAITS = ("safe", "read")


class CheckForm(forms.Form):
    """One decision on one paper."""

    outcome = forms.ChoiceField(choices=[("accept", ""), ("ask", ""), ("refuse", "")])
    reason = forms.ChoiceField(required=False, label=gettext_lazy("Reason"))
    words = forms.CharField(
        required=False, label=gettext_lazy("Words to the student"), max_length=1000, widget=forms.Textarea
    )

    def __init__(self, paper: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(reason.code, sentence(reason.sent)) for reason in for_paper(paper)]
        self.fields["reason"] = forms.ChoiceField(choices=[("", "—"), *reasons], required=False, label=_("Reason"))


@access(roles=STAFF, relation="fund", fields="B")
def person(request: SignedRequest, ref: str) -> HttpResponse:
    """A person's file; opening it is logged with its purpose and shown to her."""
    found = person_for_staff(request.user, ref)
    if found is None:
        raise Http404
    papers = queries.latest(found)
    why = request.GET.get("why", "")
    looked_at(request, found, why if why in PURPOSES else FILE)
    chosen = request.GET.get("paper") or next((name for name, view in papers.items() if view.state in WAITS), "")
    return render(request, "desk/documents/person.html", _review(request, found, papers, chosen))


def _review(request: SignedRequest, found: Any, papers: dict[str, queries.DocumentView], chosen: str) -> dict[str, Any]:
    file = files.file_for_staff(request.user, found)
    view = papers.get(chosen)
    document = queries.document_for(request.user, view.ref) if view else None
    read = queries.readings_of(document) if document else {}
    session = request.session.session_key or ""
    turn = int(request.GET["turn"]) if request.GET.get("turn") in ("90", "180", "270") else 0
    return {
        "person": found, "file": file, "papers": papers, "view": view, "tab": "queue",
        "pictures": queries.picture_links(session, view.pages, timezone.now()) if view else (),
        "read": [(queries.READINGS.get(name, name), value) for name, value in read.items()],
        "turn": turn, "next_turn": (turn + 90) % 360, "zoom": "zoom" in request.GET,
        "compared": files.compared(file, read) if file else [],
        "cover": coverage_of(found), "history": queries.history(found),
        "clock": rights.clock_of(found, timezone.localdate()),
        "identified": identity_of(found) is not None,
        "form": CheckForm(chosen) if view and view.state in WAITS else None,
        "close": CloseForm(files.closings(file)) if files.closings(file) else None,
        "refuse": files.may_refuse(file),
    }  # fmt: skip


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def check(request: SignedRequest, ref: str) -> HttpResponse:
    """Accept, ask for a better one, refuse; then the next paper, or the next file."""
    document = queries.document_for(request.user, ref)
    if document is None:
        raise Http404
    form = CheckForm(document.paper, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a decision, and a reason where one is needed."))
        return redirect(_page(document))
    try:
        registration.check_paper(document=document, by=request.user.actor, at=timezone.now(), **form.cleaned_data)
    except (operations.ReasonMissing, MoveRefused) as refusal:
        messages.error(request, refusal.words)
        return redirect(_page(document))
    return redirect(_following(request, document))


def _page(document: Any) -> str:
    return f"{reverse('desk-person', args=[document.person.ref])}?paper={document.paper}"


def _following(request: SignedRequest, document: Any) -> str:
    """The next paper of this person that waits, else the next file of the queue, else the queue."""
    waiting = next((name for name, view in queries.latest(document.person).items() if view.state in WAITS), None)
    if waiting:
        return f"{reverse('desk-person', args=[document.person.ref])}?paper={waiting}"
    task = next_task(request.user, "check_file")
    return reverse("desk-person", args=[task.person.ref]) if task else reverse("desk")


urlpatterns = [
    path("persons/<slug:ref>/", person, name="desk-person"),
    path("<slug:ref>/check/", check, name="desk-document-check"),
]
