"""Where euros go: the bank account, checked letter by letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.formats import iban
from affilia.journal.errors import Refusal
from affilia.letters import operations as letters
from affilia.pages.fields import NameField
from affilia.pages.forms import show_refusal
from affilia.pages.templatetags.affilia_ui import language
from affilia.people import operations as people
from affilia.people.access import SignedRequest, access
from affilia.people.codes import TooManyCodes, proves
from affilia.people.queries import bank_account_of, person_of
from affilia.people.roles import Role
from affilia.portal.askers import asker
from affilia.portal.people import code_field, proved_at, remember_code
from affilia.registration import operations as registration
from affilia.registration.bank_details import offered, unread


class BankForm(forms.Form):
    """Holder and IBAN."""

    holder = NameField(
        label=gettext_lazy("Name on the account"), help_text=gettext_lazy("It must be yours."), max_length=70,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter the name on the account.")},
    )  # fmt: skip
    iban = forms.CharField(
        label=gettext_lazy("IBAN"), help_text=gettext_lazy("On your RIB (bank details), for example FR76 3000 6000 …"),
        max_length=60, widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the IBAN of your account.")},
    )  # fmt: skip

    def clean_iban(self) -> str:
        """Its letters are checked with the rest of the page; whose account it is, when it is kept."""
        typed: str = self.cleaned_data["iban"]
        reason = iban.check(typed).reason
        if reason:
            raise forms.ValidationError((people.NotSepa if reason == "not_sepa" else people.BadIban).sentence)
        return typed


class BankCodeForm(BankForm):
    """The same, where no code was entered in the last ten minutes."""

    code = code_field()


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def bank_account(request: SignedRequest) -> HttpResponse:
    """Give or change the account, with a fresh code; numbers never wait for it, payments do."""
    person, posted = person_of(request.user), request.method == "POST"
    fresh = proves(proved_at(request), timezone.now())
    if posted and not fresh and ("send" in request.POST or "bank_code" not in request.session):
        _send_code(request)  # also when the ten minutes ended while she typed
    offer = offered(person)
    read = dict(zip(("holder", "iban"), offer, strict=True)) if offer else {}
    form = (BankForm if fresh else BankCodeForm)(request.POST if posted else None, initial=read)
    if posted and "send" in request.POST:
        return redirect("bank-account")
    if posted and _proved(request, form) and form.is_valid() and _changed(request, person, form):
        messages.success(request, _("Your bank account is kept. We pay there from now on."))
        return redirect("care")
    context = {
        "form": form, "bank": bank_account_of(person), "offered": offer, "code_wanted": "code" in form.fields,
        "unread": unread(person), "code_sent": "bank_code" in request.session, "embedded_mail": settings.EMBEDDED, "tab": "care",
    }  # fmt: skip
    return render(request, "portal/payments/bank_account.html", context)


def _send_code(request: SignedRequest) -> None:
    try:
        email, now = request.user.email, timezone.now()
        row, code = people.ask_code(email=email, language=language(), carried={}, at=now, asker=asker(request, email))
        letters.write_mail(to=row.email, code="bank_code", language=row.language, at=timezone.now(), digits=code)
    except TooManyCodes as refusal:
        messages.error(request, refusal.words)
    else:
        request.session["bank_code"] = row.ref


def _proved(request: SignedRequest, form: forms.Form) -> bool:
    """A good code counts though the account is mistyped: it is not asked for twice."""
    form.full_clean()
    code, now = form.cleaned_data.get("code"), timezone.now()
    if code is None:
        return True
    try:
        people.prove_again(account=request.user, ref=request.session.get("bank_code", ""), code=code, at=now)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    remember_code(request, now)
    del request.session["bank_code"], form.fields["code"]
    return True


def _changed(request: SignedRequest, person: Any, form: forms.Form) -> bool:
    told, account, now = form.cleaned_data, request.user, timezone.now()
    try:
        registration.change_bank_account(
            person=person,
            holder=told["holder"],
            number=told["iban"],
            proved_at=proved_at(request),
            by=account.actor,
            at=now,
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    return True


urlpatterns = [path("", bank_account, name="bank-account")]
