"""The second factor, without which no page of the desk opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.letters.pdf import qr_svg
from affilia.pages.forms import show_refusal
from affilia.pages.homes import home_of
from affilia.people import operations
from affilia.people.access import SignedRequest, access
from affilia.people.codes import TooManyTokens, WrongToken
from affilia.people.roles import STAFF

if TYPE_CHECKING:
    from affilia.people.models import Person


class TokenForm(forms.Form):
    """Six digits of the app."""

    token = forms.CharField(
        label=gettext_lazy("Six digits of your app"),
        max_length=6,
        min_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Enter the six digits.")},
    )


@access(roles=STAFF, relation="own", fields="A", methods=("GET", "POST"), second_factor=False)
def second_factor(request: SignedRequest) -> HttpResponse:
    """Enter the digits; the first time, set the app up."""
    if not request.user.totp_secret:
        return redirect("second-factor-setup")
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.confirm_second_factor(account=request.user, token=form.cleaned_data["token"], at=timezone.now())
        except (WrongToken, TooManyTokens) as refusal:
            show_refusal(form, refusal, beside="token")
        else:
            return _passed(request)
    return render(request, "desk/people/second_factor.html", {"form": form})


@access(roles=STAFF, relation="own", fields="A", methods=("GET", "POST"), second_factor=False)
def set_up(request: SignedRequest) -> HttpResponse:
    """Show a secret once, keep it when its first digits come back."""
    if request.user.totp_secret:
        return redirect("second-factor")
    secret = request.session.setdefault("totp_secret", pyotp.random_base32())
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_up_second_factor(
                account=request.user, secret=secret, token=form.cleaned_data["token"], at=timezone.now()
            )
        except WrongToken as refusal:
            show_refusal(form, refusal, beside="token")
        else:
            del request.session["totp_secret"]
            return _passed(request)
    return render(request, "desk/people/set_up.html", {"form": form, "secret": secret})


@access(roles=STAFF, relation="own", fields="A", second_factor=False)
def set_up_qr(request: SignedRequest) -> HttpResponse:
    """The secret as a QR for the app."""
    secret = request.session.get("totp_secret", "")
    uri = pyotp.TOTP(secret).provisioning_uri(name=request.user.email, issuer_name="Affilia") if secret else "-"
    return HttpResponse(qr_svg(uri), content_type="image/svg+xml")


def looked_at(request: SignedRequest, person: Person, purpose: str) -> None:
    """Tell the person that her data was opened, and why: every page of the desk that shows them calls this (S4)."""
    operations.log_opening(person=person, account=request.user, purpose=purpose, at=timezone.now())


def _passed(request: SignedRequest) -> HttpResponse:
    request.session.cycle_key()
    request.session["second_factor"] = True
    return redirect(home_of(request.user))


urlpatterns = [
    path("second-factor/", second_factor, name="second-factor"),
    path("second-factor/set-up/", set_up, name="second-factor-setup"),
    path("second-factor/qr.svg", set_up_qr, name="second-factor-qr"),
]
