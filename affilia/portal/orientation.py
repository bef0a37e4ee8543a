"""Am I covered? At most six questions, no account; the answer with its reason, papers and dates."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from affilia.law import orientation
from affilia.people.access import access
from affilia.portal.orientation_forms import form_for
from affilia.registration import queries

QUESTIONS = (
    "french_number", "status", "talent_permit", "purpose", "nationalities", "enrolled_in_france", "proof", "proof_until",
    "born_in", "birth_date", "stay_from", "exchange", "organisation_family",
)  # fmt: skip


def told_by(question: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as the facts of the law."""
    if question == "nationalities":
        return {"nationalities": [code for code in (answers["nationality"], answers["other_nationality"]) if code]}
    yes = {"yes": True, "no": False}
    return {
        name: yes.get(value, value) if isinstance(value, str) else value.isoformat() for name, value in answers.items()
    }


def told(request: HttpRequest) -> dict[str, Any]:
    """What this visitor has told so far."""
    return {**request.session.get("orientation", {}), "asked_on": timezone.localdate().isoformat()}


@access(relation="none", fields="G")
def orientation_start(request: HttpRequest) -> HttpResponse:
    """Begin anew."""
    request.session.pop("orientation", None)
    return redirect("orientation-question", QUESTIONS[0])


@access(relation="none", fields="G", methods=("GET", "POST"))
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question; its answer leads to the next, or to the result."""
    if name not in QUESTIONS:
        raise Http404
    form = form_for(name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = {**request.session.get("orientation", {}), **told_by(name, form.cleaned_data)}
        request.session["orientation"] = kept
        following = orientation.next_question({**kept, "asked_on": timezone.localdate().isoformat()})
        following = {"year_end": "proof_until", "stay_until": "stay_from"}.get(following or "", following)
        return redirect("orientation-question", following) if following else redirect("orientation-answer")
    known = request.session.get("orientation", {})
    number = sum(all(part in known for part in told_names(q)) for q in QUESTIONS) + 1
    return render(request, "portal/orientation/question.html", {"form": form, "number": number})


def told_names(name: str) -> tuple[str, ...]:
    """The facts a question fills."""
    return {"proof_until": ("proof_until", "year_end"), "stay_from": ("stay_from", "stay_until")}.get(name, (name,))


DATES = {
    "card_ends": _("Your card ends"),
    "reminder": _("Ask for the new card before"),
    "register_from": _("If you have no new card, register from"),
    "validate_visa_before": _("Validate your visa online before"),
}


@access(relation="none", fields="G")
def answer(request: HttpRequest) -> HttpResponse:
    """The result: what to do, why, with which papers, until when; printable."""
    facts = told(request)
    if "french_number" not in facts:
        return redirect("orientation")
    found = orientation.orient(facts, settings.ORIENTATION_CHOICES)
    dates = [(DATES[name], day) for name, day in found.dates]
    context = {"found": found, "papers": found.wanted, "dates": dates, "redone": _redone(request)}
    return render(request, "portal/orientation/answer.html", context)


def _redone(request: HttpRequest) -> str:
    """Whether somebody who has a file open answered otherwise than before."""
    if not request.user.is_authenticated or request.user.is_staff:
        return ""
    return queries.redone(queries.file_of(request.user), request.session["orientation"], timezone.localdate())


urlpatterns = [
    path("", orientation_start, name="orientation"),
    path("answer/", answer, name="orientation-answer"),
    path("<slug:name>/", question, name="orientation-question"),
]
