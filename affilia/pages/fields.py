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

YEAR = _("Enter a year with 4 digits, for example 2004.")
FUTURE = _("This day has not come yet. Check the year.")
DAY = _("Enter a day that exists, for example 27 3 2004.")


class ThreeBoxes(forms.MultiWidget):
    """Day, month, year."""

    template_name = "ui/date.html"
    use_fieldset = True

    def __init__(self) -> None:
        box = {"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"}
        super().__init__({name: forms.TextInput(attrs=dict(box)) for name in ("day", "month", "year")})

    def decompress(self, value: Any) -> list[str]:
        """An ISO text or a day in three parts."""
        parts = [*str(value or "").split("-"), "", ""][:3]
        return [parts[2].lstrip("0"), parts[1].lstrip("0"), parts[0]]


class PartialDateField(forms.Field):
    """A date whose day or month may be unknown: "2004", "2004-03" or "2004-03-27"; never in the future."""

    widget = ThreeBoxes
    partial = True

    def clean(self, value: list[str] | None) -> str:
        """Three boxes as ISO text."""
        last, month, year = ((part or "").strip() for part in value or ["", "", ""])
        if not (last or month or year):
            if self.required:
                raise forms.ValidationError(YEAR)
            return ""
        if not re.fullmatch("(19|20)[0-9]{2}", year):
            raise forms.ValidationError(YEAR)
        if not all(re.fullmatch("[0-9]{0,2}", part) for part in (last, month)):
            raise forms.ValidationError(DAY)
        if ((not month or not last) and not self.partial) or (last and not month):
            raise forms.ValidationError(DAY)
        found = self._exact(year, month, last)
        if self.partial and found > timezone.localdate().isoformat()[: len(found)]:
            raise forms.ValidationError(FUTURE)
        return found

    def _exact(self, year: str, month: str, last: str) -> str:
        try:
            found = date(int(year), int(month or 1), int(last or 1))
        except ValueError as error:
            raise forms.ValidationError(DAY) from error
        parts = [year, f"{found.month:02d}" if month else "", f"{found.day:02d}" if last else ""]
        return "-".join(part for part in parts if part)


class DayField(PartialDateField):
    """A whole day, as a date."""

    partial = False

    def clean(self, value: list[str] | None) -> Any:
        """Three boxes as a day, None when empty and not required."""
        text = super().clean(value)
        return date.fromisoformat(text) if text else None


class NameField(forms.CharField):
    """A name of a person, a place or an account: one line, every sign of it to be seen."""

    def validate(self, value: Any) -> None:
        """Refuse what nobody sees, in the words of the verbs."""
        super().validate(value)
        if unseen(value):
            raise forms.ValidationError(UnseenSigns.sentence)


class MoneyField(forms.CharField):
    """An amount as people type it, in cents."""

    def clean(self, value: Any) -> Any:
        """ "30", "30,00", "30.00", "30 €"."""
        text = super().clean(value)
        if not text:
            return None
        cents = money.cents(text)
        if cents is None or not 0 < cents <= 10_000_000:
            raise forms.ValidationError(_("Enter an amount, for example 30,00."))
        return cents
