"""Where euros go: the bank account, checked letter by letter."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.people import operations
from affilia.people.access import SignedRequest, access
from affilia.people.queries import bank_account_of, person_of
from affilia.people.roles import Role
from affilia.registration.bank_details import offered


class BankForm(forms.Form):
    """Holder and IBAN."""

    holder = forms.CharField(
        label=gettext_lazy("Name on the account"), help_text=gettext_lazy("It must be yours."), max_length=70,
        error_messages={"required": gettext_lazy("Enter the name on the account.")},
    )  # fmt: skip
    iban = forms.CharField(
        label=gettext_lazy("IBAN"), help_text=gettext_lazy("On your RIB (bank details), for example FR76 3000 6000 …"),
        max_length=60, widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the IBAN of your account.")},
    )  # fmt: skip


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def bank_account(request: SignedRequest) -> HttpResponse:
    """Give or change the account; numbers never wait for it, payments do."""
    person = person_of(request.user)
    offer = offered(person)
    read = dict(zip(("holder", "iban"), offer, strict=True)) if offer else {}
    form = BankForm(request.POST or None, initial=read)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            operations.replace_bank_account(
                person=person, holder=told["holder"], number=told["iban"], by=request.user.actor, at=timezone.now()
            )
            messages.success(request, _("Your bank account is kept. We pay there from now on."))
            return redirect("care")
        except (operations.BadIban, operations.NotHerName) as refusal:
            form.add_error(refusal.field, refusal.words)
    context = {"form": form, "bank": bank_account_of(person), "offered": offer, "tab": "care"}
    return render(request, "portal/payments/bank_account.html", context)


urlpatterns = [path("", bank_account, name="bank-account")]
