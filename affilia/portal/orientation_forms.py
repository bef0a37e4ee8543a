"""The questions of the orientation, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from affilia.formats import countries
from affilia.pages.fields import BEFORE, BORN, STUDIED, THESE_YEARS, DayField
from affilia.pages.templatetags.affilia_ui import language

CARD_YEARS = (6, 15)  # some countries give cards of ten years
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )


def _day(label: Any, hint: Any, example: str = STUDIED) -> DayField:
    """A day of her stay or her studies."""
    return DayField(label=label, help_text=hint, example=example, years=THESE_YEARS)


def _countries(
    label: Any, *, required: bool, hint: Any = "", named: Callable[[str], Any] = countries.nationalities
) -> forms.ChoiceField:
    names = [("", "—"), *named(language())]
    return forms.ChoiceField(
        label=label,
        choices=names,
        required=required,
        help_text=hint,
        error_messages={"required": _("Choose a country.")},
    )


# made when asked: names of countries follow the page's language
FIELDS: dict[str, Callable[[], dict[str, forms.Field]]] = {
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
            label=_("Until when is your card valid?"), help_text=_("It is printed on the card."), years=CARD_YEARS
        ),
        "year_end": _day(_("When does your academic year end?"), _("For example 30 6 2027"), example="30 6 2027"),
    },
    "stay_from": lambda: {
        "stay_from": _day(_("When do you arrive in France?"), _("For example 14 9 2026")),
        "stay_until": _day(_("Until when do you stay?"), _("About is enough."), example="30 6 2027"),
    },
    "born_in": lambda: {"born_in": _countries(_("Where were you born?"), required=True, named=countries.names)},
    "birth_date": lambda: {
        "birth_date": DayField(
            label=_("When were you born?"), help_text=_("For example 27 3 2004"), example=BORN, years=(125, 0)
        )
    },
    "talent_permit": lambda: {
        "talent_permit": _choice(_("Is your residence permit a “passeport talent – chercheur”?"), YES_NO)
    },
    "purpose": lambda: {
        "purpose": _choice(
            _("Is one of these your case?"),
            [
                ("none", _("None of these")),
                ("treatment", _("I came for a medical treatment")),
                ("pensioner", _("I draw a pension of a country that covers me")),
                ("posted", _("My employer sent me to France, or I come with somebody sent")),
                ("job_seeker", _("I look for work, from another country of Europe")),
            ],
        )
    },
    "exchange": lambda: {"exchange": _choice(_("Is it an exchange between two universities?"), YES_NO)},
    "organisation_family": lambda: {
        "organisation_family": _choice(
            _("Does a parent or partner work for an embassy, a consulate or an international organisation in France?"),
            YES_NO,
        )
    },
}


# the second day of a page lies after the first
SPANS = (("stay_from", "stay_until"),)


class QuestionForm(forms.Form):
    """One question."""

    def clean(self) -> dict[str, Any]:
        """A stay ends after it began: a mistyped year must give no answer of the law."""
        for first, last in SPANS:
            start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
            if start and end and end <= start:
                self.add_error(last, BEFORE)
        return self.cleaned_data


def form_for(question: str, data: Any = None, initial: Any = None) -> QuestionForm:
    """The form of one question; two days are asked on one page."""
    form = QuestionForm(data, initial=initial)
    form.fields.update(FIELDS[{"year_end": "proof_until", "stay_until": "stay_from"}.get(question, question)]())
    return form
