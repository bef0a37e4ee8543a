"""Fields for dates with unknown parts, days and amounts: three boxes, no picker, what was typed is kept."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from affilia.formats import money
from affilia.formats.names import unseen
from affilia.people.names import UnseenSigns

EMPTY = _("Enter day, month and year, for example %(example)s.")
YEAR = _("Enter a year with 4 digits, for example %(year)s.")
FUTURE = _("This day has not come yet. Check the year.")
DAY = _("Enter a day that exists, for example %(example)s.")
FAR = _("This year is far away. Check it.")
BEFORE = _("The end lies before the start. Check both years.")
BORN, SEEN, STUDIED = "27 3 2004", "14 10 2026", "14 9 2026"  # examples: a birth, a visit, a beginning
THESE_YEARS = (6, 8)  # a long doctorate, begun or planned


def offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field its choices, in the language of whoever opens the page, not of whoever started the service."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = choices


class ThreeBoxes(forms.MultiWidget):
    """Day, month, year."""

    template_name = "ui/date.html"
    use_fieldset = True

    def __init__(self, purpose: str = "") -> None:
        """`purpose`: whose day it is, as browsers know it (bday); empty where they cannot know."""
        super().__init__({name: forms.TextInput(attrs=self._box(purpose, name)) for name in ("day", "month", "year")})

    def _box(self, purpose: str, name: str) -> dict[str, Any]:
        return {"inputmode": "numeric", "maxlength": 4, "autocomplete": f"{purpose}-{name}" if purpose else "off"}

    def decompress(self, value: Any) -> list[str]:
        """An ISO text or a day in three parts."""
        parts = [*str(value or "").split("-"), "", ""][:3]
        return [parts[2].lstrip("0"), parts[1].lstrip("0"), parts[0]]


class PartialDateField(forms.Field):
    """A date whose day or month may be unknown: "2004", "2004-03" or "2004-03-27"; never in the future."""

    widget = ThreeBoxes
    partial = True
    example = BORN

    def clean(self, value: list[str] | None) -> str:
        """Three boxes as ISO text."""
        last, month, year = ((part or "").strip() for part in value or ["", "", ""])
        if not (last or month or year):
            if self.required:
                raise self._wrong(EMPTY)
            return ""
        if not re.fullmatch("(19|20)[0-9]{2}", year):
            raise self._wrong(YEAR)
        if not all(re.fullmatch("[0-9]{0,2}", part) for part in (last, month)):
            raise self._wrong(DAY)
        if ((not month or not last) and not self.partial) or (last and not month):
            raise self._wrong(DAY)
        found = self._exact(year, month, last)
        if self.partial and found > timezone.localdate().isoformat()[: len(found)]:
            raise forms.ValidationError(FUTURE)
        return found

    def _wrong(self, words: Any) -> forms.ValidationError:
        """What to do, with an example of such a day."""
        return forms.ValidationError(words, params={"example": self.example, "year": self.example[-4:]})

    def _exact(self, year: str, month: str, last: str) -> str:
        try:
            found = date(int(year), int(month or 1), int(last or 1))
        except ValueError as error:
            raise self._wrong(DAY) from error
        parts = [year, f"{found.month:02d}" if month else "", f"{found.day:02d}" if last else ""]
        return "-".join(part for part in parts if part)


class DayField(PartialDateField):
    """A whole day, as a date; with `years`, so many back and on from this one at most."""

    partial = False

    def __init__(self, *, example: str = SEEN, years: tuple[int, int] | None = None, **told: Any) -> None:
        super().__init__(**told)
        self.example, self.years = example, years

    def clean(self, value: list[str] | None) -> Any:
        """Three boxes as a day, None when empty and not required."""
        text = super().clean(value)
        if not text:
            return None
        found, this = date.fromisoformat(text), timezone.localdate().year
        if self.years and not this - self.years[0] <= found.year <= this + self.years[1]:
            raise forms.ValidationError(FAR)
        return found


AMOUNT = _("Enter an amount, for example 30,00.")


class NameField(forms.CharField):
    """A name of a person, a place or an account: one line, every sign of it to be seen."""

    def validate(self, value: Any) -> None:
        """Refuse what nobody sees, in the words of the verbs."""
        super().validate(value)
        if unseen(value):
            raise forms.ValidationError(UnseenSigns.sentence)


class MoneyField(forms.CharField):
    """An amount as people type it, in cents."""

    default_error_messages = {"required": AMOUNT}

    def clean(self, value: Any) -> Any:
        """ "30", "30,00", "30.00", "30 €"."""
        text = super().clean(value)
        if not text:
            return None
        cents = money.cents(text)
        if cents is None or not 0 < cents <= 10_000_000:
            raise forms.ValidationError(AMOUNT)
        return cents
