"""Where a form of a door tells a refusal."""

from __future__ import annotations

from django import forms

from affilia.journal.errors import Refusal
from affilia.pages.forms import show_refusal


class Refused(Refusal):
    field = "iban"
    sentence = "No."


class Iban(forms.Form):
    iban = forms.CharField()


def told(form: forms.Form, beside: str = "") -> dict[str, list[str]]:
    show_refusal(form, Refused(), beside=beside)
    return dict(form.errors)


def test_a_refusal_stands_beside_its_field_or_above_a_form_that_has_none() -> None:
    assert told(Iban({"iban": "x"})) == {"iban": ["No."]}
    assert told(forms.Form({})) == {"__all__": ["No."]}
    assert told(forms.Form({}), beside="iban") == {"__all__": ["No."]}
