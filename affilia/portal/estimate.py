"""What will I get back? For anybody, without an account: nothing that is typed is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.claims.estimates import estimate_visit
from affilia.claims.pathways import ACTS
from affilia.pages.fields import DayField, MoneyField
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import access

OTHER = ("other", gettext_lazy("Somebody else: I have the code of the act"))


class EstimateForm(forms.Form):
    """One visit."""

    code = forms.ChoiceField(
        label=gettext_lazy("Who do you see?"), choices=[*ACTS.items(), OTHER], widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you see.")},
    )  # fmt: skip
    act = forms.CharField(
        label=gettext_lazy("Another act: its code"), required=False, max_length=12,
        help_text=gettext_lazy("As on the sheet: AMI 1,5 for a nurse, SF 15 for a midwife, PH7 for a medicine at 65 %."),
    )  # fmt: skip
    printed = MoneyField(
        label=gettext_lazy("For a medicine or a taxi: the price printed"), required=False,
        help_text=gettext_lazy("On the pack or the invoice, in euros"),
    )  # fmt: skip
    fee = MoneyField(
        label=gettext_lazy("How much is the visit?"), help_text=gettext_lazy("In euros, for example 30,00")
    )
    care_day = DayField(label=gettext_lazy("Day of the visit"), help_text=gettext_lazy("For example 14 10 2026"))
    age = forms.IntegerField(
        label=gettext_lazy("Your age on that day"), min_value=0, max_value=130,
        error_messages=dict.fromkeys(("required", "invalid", "max_value", "min_value"), gettext_lazy("Enter your age in years.")),
    )  # fmt: skip
    doctor = forms.ChoiceField(
        label=gettext_lazy("Is it your médecin traitant (regular doctor), or did that doctor send you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )  # fmt: skip
    css = forms.BooleanField(label=gettext_lazy("I have the C2S (complementary cover)"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody else comes with a code."""
        if self.cleaned_data.get("code") == OTHER[0]:
            self.cleaned_data["code"] = self.cleaned_data.get("act", "")
            if not self.cleaned_data["code"]:
                self.add_error("act", _("Enter the code of the act."))
        return self.cleaned_data


@access(relation="none", fields="G", methods=("GET", "POST"))
def estimator(request: HttpRequest) -> HttpResponse:
    """The questions, and under them the answer with its rules."""
    form = EstimateForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        found = estimate_visit(
            code=told["code"], care_day=told["care_day"], fee=told["fee"], age=told["age"], css=told["css"],
            out_of_path=told["doctor"] == "no", on=timezone.localdate(), language=language(),
            printed=told["printed"],
        )  # fmt: skip
        if found is None:
            form.add_error(*_unknown(told["code"]))
    context = {"form": form, "found": found}
    return render(request, "portal/estimate/estimate.html", context)


def _unknown(code: str) -> tuple[str, str]:
    if code not in ACTS:
        return "act", _("We know no price of this act on that day. A medicine or a taxi needs the price printed.")
    return "care_day", _("The law of that day is not known here. Choose a later day.")


urlpatterns = [path("", estimator, name="estimate")]
