"""What will I get back? For anybody, without an account: nothing that is typed is kept."""

from __future__ import annotations

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


class EstimateForm(forms.Form):
    """One visit."""

    code = forms.ChoiceField(
        label=gettext_lazy("Who do you see?"), choices=list(ACTS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you see.")},
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
        label=gettext_lazy("Is it your médecin traitant (regular doctor), or did he send you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )  # fmt: skip
    css = forms.BooleanField(label=gettext_lazy("I have the C2S (complementary cover)"), required=False)


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
        )  # fmt: skip
        if found is None:
            form.add_error("care_day", _("The law of that day is not known here. Choose a later day."))
    context = {"form": form, "found": found, "in_path": form.data.get("doctor") == "yes"}
    return render(request, "portal/estimate/estimate.html", context)


urlpatterns = [path("", estimator, name="estimate")]
