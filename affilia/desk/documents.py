"""Side by side: the paper, what was declared, what was read; then one decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.casework.queries import next_task
from affilia.coverage import rights
from affilia.coverage.controls import BadStayDay
from affilia.coverage.queries import coverage_of
from affilia.desk.people import looked_at
from affilia.desk.registration import CloseForm, sentence
from affilia.documents import operations, queries
from affilia.documents.reasons import for_paper
from affilia.documents.states import WAITING
from affilia.journal.operations import MoveRefused
from affilia.pages.fields import DayField, offer
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import FILE, PURPOSES
from affilia.people.queries import identity_of, person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import bank_details, titles
from affilia.registration import operations as registration
from affilia.registration import queries as files
from affilia.registration.history import history

LANGUAGES = dict([*settings.LANGUAGES, *settings.LANGUAGES_PLANNED])
# looked at beside their claim, never judged by themselves
OF_CARE = ("FDS", "RX")
UNTIL = "31 8 2027"  # an example of a last day


class CheckForm(forms.Form):
    """One decision on one paper."""

    outcome = forms.ChoiceField(choices=[("accept", ""), ("ask", ""), ("refuse", "")])
    reason = forms.ChoiceField(
        required=False, label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only to ask for a better one, or to refuse."),
    )  # fmt: skip
    words = forms.CharField(
        required=False, label=gettext_lazy("Words to the student"), max_length=1000, widget=forms.Textarea
    )

    until = DayField(
        label=gettext_lazy("Last day printed on the title"), required=False, example=UNTIL,
        help_text=gettext_lazy("Rights may end six months after it (article R111-4). Compare it with the paper."),
    )  # fmt: skip
    no_end = forms.BooleanField(required=False, label=gettext_lazy("This paper prints no last day"))

    def __init__(self, paper: str, *args: Any, title: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in (("until", title), ("no_end", title and paper == titles.MAY_LACK_END)):
            if not asked:
                del self.fields[name]
        reasons = [(reason.code, sentence(reason.sent)) for reason in for_paper(paper)]
        offer(self, "reason", [("", "—"), *reasons])

    def clean_reason(self) -> str:
        """Whoever must send a paper again is told why."""
        reason = str(self.cleaned_data["reason"])
        if not reason and self.cleaned_data.get("outcome") != "accept":
            raise forms.ValidationError(operations.ReasonMissing().words)
        return reason

    def clean(self) -> dict[str, Any]:
        """A title is accepted with its last day."""
        told = self.cleaned_data
        lacks = "until" in self.fields and "until" not in self.errors and not told.get("until")
        if told.get("outcome") == "accept" and lacks and not told.get("no_end"):
            self.add_error("until", _("Enter the last day printed on the title: the end of rights depends on it."))
        if told.get("outcome") != "accept":
            self.errors.pop("until", None)  # of a paper that is turned down nothing is kept
        return told


def _form(document: Any, posted: Any = None) -> CheckForm:
    """The decision on a paper; of a title, with its last day as it was read."""
    title = titles.end_is_wanted(document.person, document.paper)
    read = titles.end_read(queries.readings_of(document)) if title and posted is None else None
    return CheckForm(document.paper, posted, title=title, initial={"until": read.isoformat() if read else ""})


@access(roles=STAFF, relation="fund", fields="B")
def person(request: SignedRequest, ref: str) -> HttpResponse:
    """A person's file; opening it is logged with its purpose and shown to her."""
    found = person_for_staff(request.user, ref)
    if found is None:
        raise Http404
    papers = queries.latest(found)
    why = request.GET.get("why", "")
    looked_at(request, found, why if why in PURPOSES else FILE)
    judged = {name: view for name, view in papers.items() if name not in OF_CARE}
    chosen = request.GET.get("paper") or next((name for name, view in judged.items() if view.state in WAITING), "")
    waits = chosen in judged and judged[chosen].state in WAITING and not files.over(found)
    waiting = queries.document_for(request.user, papers[chosen].ref) if waits else None
    form = _form(waiting) if waiting else None
    return render(request, "desk/documents/person.html", _review(request, found, papers, chosen, form))


def _review(
    request: SignedRequest, found: Any, papers: dict[str, queries.DocumentView], chosen: str, form: CheckForm | None
) -> dict[str, Any]:
    file = files.file_for_staff(request.user, found)
    view = papers.get(chosen)
    document = queries.document_for(request.user, view.ref) if view else None
    read = queries.readings_of(document) if document else {}
    session = request.session.session_key or ""
    turn = int(request.GET["turn"]) if request.GET.get("turn") in ("90", "180", "270") else 0
    return {
        "person": found, "file": file, "papers": papers, "view": view, "tab": "queue",
        "pictures": queries.picture_links(session, view.pages, timezone.now()) if view else (),
        "read": [(name, queries.READINGS.get(name, name), value) for name, value in read.items()],
        "turn": turn, "next_turn": (turn + 90) % 360, "zoom": "zoom" in request.GET,
        "compared": (bank_details if chosen == files.RIB else files).compared(file, read) if file else [],
        "cover": coverage_of(found), "history": history(request.user, found),
        "clock": rights.clock_of(found, timezone.localdate()),
        "identified": identity_of(found) is not None,
        "form": form, "following": None if form else next_task(request.user, "check_file"),
        "close": CloseForm(files.closings(file)) if files.closings(file) else None,
        "refuse": files.may_refuse(file), "refused": file is not None and file.state == "refused",
        "spoken": LANGUAGES.get(found.account.language, "") if found.account else "",
    }  # fmt: skip


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def check(request: SignedRequest, ref: str) -> HttpResponse:
    """Accept, ask for a better one, refuse; then the next paper of this person, never silently another person."""
    document = queries.document_for(request.user, ref)
    if document is None:
        raise Http404
    form = _form(document, request.POST)
    try:
        if form.is_valid():
            told = {name: value for name, value in form.cleaned_data.items() if name != "no_end"}
            registration.check_paper(document=document, by=request.user.actor, at=timezone.now(), **told)
            _said(request, document, told["outcome"])
            return redirect("desk-person", document.person.ref)
    except operations.ReasonMissing as refusal:
        show_refusal(form, refusal, beside="reason")
    except (titles.EndedBeforeRights, BadStayDay) as refusal:
        show_refusal(form, refusal)
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
        return redirect(f"{reverse('desk-person', args=[document.person.ref])}?paper={document.paper}")
    looked_at(request, document.person, FILE)
    papers = queries.latest(document.person)
    return render(
        request, "desk/documents/person.html", _review(request, document.person, papers, document.paper, form)
    )


def _said(request: SignedRequest, document: Any, outcome: str) -> None:
    words = {
        "accept": _("Accepted: %(paper)s."), "ask": _("Asked again: %(paper)s."), "refuse": _("Refused: %(paper)s."),
    }[outcome]  # fmt: skip
    messages.success(request, words % {"paper": _(queries.title(document.paper))})


urlpatterns = [
    path("persons/<slug:ref>/", person, name="desk-person"),
    path("<slug:ref>/check/", check, name="desk-document-check"),
]
