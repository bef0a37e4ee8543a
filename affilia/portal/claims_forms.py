"""What is asked of a care sheet, and why a decision is not agreed with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.claims import sheets
from affilia.claims.pathways import ACTS, DOCTORS, PATHWAYS, SECTORS
from affilia.formats import rpps
from affilia.journal.refs import new_ref
from affilia.pages.fields import DayField, MoneyField, NameField
from affilia.portal.documents import Files, FilesField

MORE = [("", "—"), *ACTS.items()]


class SheetForm(forms.Form):
    """One visit: who, when, how much, and the photo of the sheet."""

    code = forms.ChoiceField(
        label=gettext_lazy("Who did you see?"), choices=list(ACTS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you saw.")},
    )  # fmt: skip
    professional = NameField(
        label=gettext_lazy("Name on the sheet"), max_length=120,
        error_messages={"required": gettext_lazy("Enter the name stamped on the sheet.")},
    )  # fmt: skip
    rpps = forms.CharField(
        label=gettext_lazy("RPPS number"), help_text=gettext_lazy("11 digits on the sheet; leave empty if you do not find it."),
        required=False, max_length=20,
    )  # fmt: skip
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty, if the sheet says one"), choices=[("", "—"), *DOCTORS.items()], required=False
    )
    care_day = DayField(label=gettext_lazy("Day of the visit"), help_text=gettext_lazy("For example 14 10 2026"))
    fee = MoneyField(label=gettext_lazy("How much did you pay?"), help_text=gettext_lazy("In euros, for example 30,00"))
    code2 = forms.ChoiceField(
        label=gettext_lazy("A second act on the same sheet, if any"), choices=MORE, required=False
    )
    fee2 = MoneyField(label=gettext_lazy("Paid for the second act"), required=False)
    code3 = forms.ChoiceField(label=gettext_lazy("A third act, if any"), choices=MORE, required=False)
    fee3 = MoneyField(label=gettext_lazy("Paid for the third act"), required=False)
    pathway = forms.ChoiceField(
        label=gettext_lazy("How did you come to this doctor?"), choices=list(PATHWAYS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer; the last one fits when none does.")},
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=gettext_lazy("How does this doctor work?"), required=False,
        help_text=gettext_lazy("It is written in the waiting room. We look it up if you do not know."),
        choices=[("", gettext_lazy("I do not know")), *SECTORS.items()],
    )  # fmt: skip
    signed = forms.BooleanField(label=gettext_lazy("The sheet is signed by the doctor and by me"), required=False)
    photos = FilesField(
        label=gettext_lazy("Photo of the feuille de soins (brown care sheet)"),
        help_text=gettext_lazy("The whole form. Photo or PDF, 10 MB."),
        widget=Files(attrs={"accept": "image/*,application/pdf,.heic", "multiple": True}),
        error_messages={"required": gettext_lazy("Take a photo of the sheet, then send it.")},
    )

    def clean_rpps(self) -> str:
        """Digits as printed, in groups or not."""
        digits = "".join(self.cleaned_data["rpps"].split())
        if digits and not rpps.check(digits).valid:
            raise forms.ValidationError(sheets.BadProfessional.sentence)
        return digits

    def clean_care_day(self) -> date:
        """Care that has been given."""
        care_day: date = self.cleaned_data["care_day"]
        if care_day > timezone.localdate():
            raise forms.ValidationError(sheets.BadDay.sentence)
        return care_day

    key = forms.CharField(widget=forms.HiddenInput, initial=new_ref, max_length=64)

    def clean(self) -> dict[str, Any]:
        """An added act comes with its price, and a price with its act."""
        for n in ("2", "3"):
            code, fee = self.cleaned_data.get(f"code{n}"), self.cleaned_data.get(f"fee{n}")
            if bool(code) != bool(fee) and f"fee{n}" not in self.errors:
                self.add_error(
                    f"fee{n}" if code else f"code{n}", gettext_lazy("Give both: which act, and what you paid for it.")
                )
        return self.cleaned_data


def lines_of(told: dict[str, Any]) -> list[sheets.NewLine]:
    """The acts typed: the first, and those added."""
    rows = [(told.get(f"code{n}"), told.get(f"fee{n}")) for n in ("", "2", "3")]
    return [sheets.NewLine(code, told["care_day"], fee) for code, fee in rows if code and fee]


class ContestForm(forms.Form):
    """Why she does not agree."""

    words = forms.CharField(
        label=gettext_lazy("Why do you not agree?"), widget=forms.Textarea, max_length=5000,
        error_messages={"required": gettext_lazy("Write why you do not agree, then send it.")},
    )  # fmt: skip
