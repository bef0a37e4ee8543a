"""Am I covered? At most six questions, no account; the answer with its reason, papers and dates."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from affilia.law import orientation
from affilia.people.access import access
from affilia.portal.orientation_forms import form_for
from affilia.registration import queries

# the questions in the order they were asked, and every answer ever given, to offer it again
TRAIL, GIVEN = "orientation_trail", "orientation_given"
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


def retold(question: str, given: dict[str, Any]) -> dict[str, Any]:
    """Facts as the answers of a form, for who comes back to a question."""
    if question == "nationalities":
        first, second = [*given.get("nationalities", ()), "", ""][:2]
        return {"nationality": first, "other_nationality": second}
    words = {True: "yes", False: "no"}
    return {name: words.get(given[name], given[name]) if isinstance(given[name], bool) else given[name]
            for name in told_names(question) if name in given}  # fmt: skip


def told(request: HttpRequest) -> dict[str, Any]:
    """What this visitor has told so far."""
    return {**request.session.get("orientation", {}), "asked_on": timezone.localdate().isoformat()}


@access(relation="none", fields="G")
def orientation_start(request: HttpRequest) -> HttpResponse:
    """Begin anew."""
    for name in ("orientation", TRAIL, GIVEN):
        request.session.pop(name, None)
    return redirect("orientation-question", QUESTIONS[0])


@access(relation="none", fields="G", methods=("GET", "POST"))
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question; its answer leads to the next, or to the result."""
    if name not in QUESTIONS:
        raise Http404
    trail, given = request.session.get(TRAIL, []), request.session.get(GIVEN, {})
    form = form_for(name, request.POST or None, retold(name, given))
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, name, told_by(name, form.cleaned_data))
        following = orientation.next_question({**kept, "asked_on": timezone.localdate().isoformat()})
        following = {"year_end": "proof_until", "stay_until": "stay_from"}.get(following or "", following)
        return redirect("orientation-question", following) if following else redirect("orientation-answer")
    place = trail.index(name) if name in trail else len(trail)
    context = {"form": form, "number": place + 1, "before": trail[place - 1] if place else ""}
    return render(request, "portal/orientation/question.html", context)


def _kept(request: HttpRequest, name: str, told_now: dict[str, Any]) -> dict[str, Any]:
    """All answers with this one; one that changed unasks the questions after it, whose answers are only offered again."""
    trail, kept = request.session.get(TRAIL, []), request.session.get("orientation", {})
    before = trail[: trail.index(name)] if name in trail else trail
    same = all(part in kept and kept[part] == value for part, value in told_now.items())
    if not same and name in trail:
        kept = {part: kept[part] for asked in before for part in told_names(asked) if part in kept}
    request.session[TRAIL] = trail if same and name in trail else [*before, name]
    request.session[GIVEN] = {**request.session.get(GIVEN, {}), **told_now}
    request.session["orientation"] = found = {**kept, **told_now}
    return found


def told_names(name: str) -> tuple[str, ...]:
    """The facts a question fills."""
    return {"proof_until": ("proof_until", "year_end"), "stay_from": ("stay_from", "stay_until")}.get(name, (name,))


ENDS = ".:。：،"
TITLES = {
    orientation.REGISTER: _("You must register, and it is free"),
    orientation.DO_NOT: _("You do not need to register"),
    orientation.OTHER_FORM: _("You register in another way"),
    orientation.CASEWORKER: _("A caseworker will tell you"),
}
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
    title = str(TITLES[found.outcome])
    context = {
        "found": found, "papers": found.wanted, "dates": dates, "redone": _redone(request), "title": title,
        "sentence": _beside(title, gettext(found.sentence)), "before": (request.session.get(TRAIL) or [""])[-1],
    }  # fmt: skip
    return render(request, "portal/orientation/answer.html", context)


def _beside(title: str, sentence: str) -> str:
    """The sentence without what the title above it says already."""
    rest = sentence.removeprefix(title).lstrip()
    if not sentence.startswith(title) or (rest and rest[0] not in ENDS):
        return sentence
    rest = rest[1:].strip()
    return rest[:1].upper() + rest[1:]


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
