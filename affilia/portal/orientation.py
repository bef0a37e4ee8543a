"""Am I covered? At most six questions, no account; the answer with its reason, papers and dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from affilia.formats import countries
from affilia.law import orientation
from affilia.law.papers import PAPERS
from affilia.pages.fields import DayField
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import access

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )


def _countries(label: Any, *, required: bool, hint: Any = "") -> forms.ChoiceField:
    names = [("", "—"), *countries.names(language())]
    return forms.ChoiceField(
        label=label,
        choices=names,
        required=required,
        help_text=hint,
        error_messages={"required": _("Choose a country.")},
    )


def fields(question: str) -> dict[str, forms.Field]:
    """The fields of one question."""
    questions: dict[str, Callable[[], dict[str, forms.Field]]] = {
        "french_number": lambda: {
            "french_number": _choice(
                _("Do you already have a French social-security number?"),
                [
                    ("none", _("No, or I do not know")),
                    ("attached", _("Yes, and a fund covers me now")),
                    ("unattached", _("Yes, but no fund covers me any more")),
                ],
            )
        },
        "status": lambda: {
            "status": _choice(
                _("What brings you to France?"),
                [
                    ("student", _("I study in a French institution")),
                    ("phd_contract", _("PhD, with a French work contract")),
                    ("phd_no_contract", _("PhD, without a French work contract")),
                    ("intern", _("An internship")),
                    ("refugee", _("I am a recognised refugee")),
                    ("asylum", _("I have asked for asylum")),
                    ("family", _("I come with my family member")),
                    ("other", _("Something else")),
                ],
            )
        },
        "nationalities": lambda: {
            "nationality": _countries(_("Your nationality"), required=True),
            "other_nationality": _countries(
                _("A second nationality"), required=False, hint=_("Leave empty if you have one only.")
            ),
        },
        "enrolled_in_france": lambda: {
            "enrolled_in_france": _choice(_("Are you enrolled in a French institution?"), YES_NO)
        },
        "proof": lambda: {
            "proof": _choice(
                _("Which proof of insurance do you hold?"),
                [
                    ("none", _("None of these, or I do not know")),
                    ("ehic", _("European health insurance card (EHIC)")),
                    ("prc", _("Provisional replacement certificate of the EHIC")),
                    ("s1", _("Form S1")),
                    ("ghic", _("British GHIC")),
                    ("se401q106", _("Québec form SE 401-Q-106")),
                    ("se401q102", _("Québec form SE 401-Q-102")),
                    ("se401q104", _("Québec form SE 401-Q-104")),
                    ("andorra", _("Insured in Andorra")),
                    ("monaco", _("Insured in Monaco")),
                ],
            )
        },
        "proof_until": lambda: {
            "proof_until": DayField(
                label=_("Until when is your card valid?"), help_text=_("It is printed on the card.")
            ),
            "year_end": DayField(label=_("When does your academic year end?"), help_text=_("For example 30 6 2027")),
        },
        "stay_from": lambda: {
            "stay_from": DayField(label=_("When do you arrive in France?"), help_text=_("For example 1 9 2026")),
            "stay_until": DayField(label=_("Until when do you stay?"), help_text=_("About is enough.")),
        },
        "exchange": lambda: {"exchange": _choice(_("Is it an exchange between two universities?"), YES_NO)},
        "organisation_family": lambda: {
            "organisation_family": _choice(
                _(
                    "Does a parent or partner work for an embassy, a consulate or an international organisation in France?"
                ),
                YES_NO,
            )
        },
    }
    return questions[{"year_end": "proof_until", "stay_until": "stay_from"}.get(question, question)]()


QUESTIONS = (
    "french_number", "status", "nationalities", "enrolled_in_france", "proof", "proof_until", "stay_from", "exchange",
    "organisation_family",
)  # fmt: skip


def form_for(question: str, data: Any = None) -> forms.Form:
    """The form of one question."""
    form = forms.Form(data)
    form.fields.update(fields(question))
    return form


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
    found = orientation.orient(facts)
    papers = [PAPERS[name] for name in found.papers]
    dates = [(DATES[name], day) for name, day in found.dates]
    context = {"found": found, "papers": papers, "dates": dates}
    return render(request, "portal/orientation/answer.html", context)


urlpatterns = [
    path("", orientation_start, name="orientation"),
    path("answer/", answer, name="orientation-answer"),
    path("<slug:name>/", question, name="orientation-question"),
]
