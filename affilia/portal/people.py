"""Signing in by e-mail and code, signing out, the profile."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.letters import operations as letters
from affilia.pages.forms import show_refusal
from affilia.pages.homes import home_of
from affilia.pages.templatetags.affilia_ui import language
from affilia.people import codes, queries
from affilia.people import operations as people
from affilia.people.access import SignedRequest, access
from affilia.people.roles import STAFF, Role
from affilia.portal.askers import asker, remember_browser

BACKEND = "affilia.config.sessions.Accounts"


class EmailForm(forms.Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We send you a code of six digits. No password, no French number needed."),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your email address, for example salma@example.org."),
            "invalid": gettext_lazy("Enter an email address, for example salma@example.org."),
        },
    )


def code_field() -> forms.CharField:
    """The six digits."""
    return forms.CharField(
        label=gettext_lazy("Code from the email"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Enter the six digits of the email.")},
    )


class CodeForm(forms.Form):
    """The six digits."""

    code = code_field()


def remember_code(request: HttpRequest, at: datetime) -> None:
    """A code was entered in this session."""
    request.session["code_at"] = at.timestamp()


def proved_at(request: HttpRequest) -> datetime | None:
    """When a code was last entered in this session."""
    at = request.session.get("code_at")
    return datetime.fromtimestamp(at, UTC) if at else None


def safe_next(request: HttpRequest) -> str:
    """Where to go after signing in, within this site."""
    goal = request.GET.get("next", "")
    # a bare word would be taken for the name of a page
    return (
        goal
        if goal.startswith("/") and url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()})
        else ""
    )


@access(relation="none", fields="G", methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a code; the answer is the same whether or not the address is known."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            carried = dict(request.session.get("orientation", {}))
            email = form.cleaned_data["email"]
            row, code = people.ask_code(
                email=email, language=language(), carried=carried, at=timezone.now(), asker=asker(request, email)
            )
            letters.write_mail(to=row.email, code="sign_in_code", language=row.language, at=timezone.now(), digits=code)
        except codes.TooManyCodes as refusal:
            show_refusal(form, refusal, beside="email")
        else:
            request.session["code_next"] = safe_next(request)
            return remember_browser(request, redirect("sign-in-code", row.ref))
    return render(request, "portal/people/sign_in.html", {"form": form})


@access(relation="none", fields="G", methods=("GET", "POST"))
def sign_in_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter the code; a wrong one keeps the page."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, carried = people.confirm_code(ref=ref, code=form.cleaned_data["code"], at=timezone.now())
        except codes.WrongCode as refusal:
            show_refusal(form, refusal, beside="code")
        else:
            goal = request.session.get("code_next", "")
            told = request.session.get("orientation") or carried
            login(request, account, backend=BACKEND)
            remember_code(request, timezone.now())
            if told:
                request.session["orientation"] = told
            answer = redirect(goal or (home_of(account) if account.is_staff else "file"))
            return remember_browser(request, answer, account.email)
    return render(request, "portal/people/code.html", {"form": form, "embedded_mail": settings.EMBEDDED})


@access(roles=[*Role], relation="own", fields="G", methods=("POST",), second_factor=False)
def sign_out(request: SignedRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("start")


@access(roles=[*Role], relation="own", fields="C", second_factor=False)
def profile(request: SignedRequest) -> HttpResponse:
    """Who I am here, and who looked at my file."""
    openings = [] if request.user.is_staff else queries.openings_of(queries.person_of(request.user))
    base = "desk_base.html" if request.user.is_staff else "portal_base.html"
    return render(request, "portal/people/profile.html", {"openings": openings, "base": base})


@access(relation="none", fields="G")
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """One click for the demonstration: this machine only, this day only."""
    account = queries.account_of_demo_token(token) if settings.DEMO and _loopback(request) else None
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    remember_code(request, timezone.now())
    request.session["second_factor"] = account.role in STAFF
    messages.success(request, _("Signed in for the demonstration."))
    return redirect(home_of(account))


def _loopback(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/<slug:ref>/", sign_in_code, name="sign-in-code"),
    path("sign-out/", sign_out, name="sign-out"),
    path("profile/", profile, name="profile"),
    path("demo/<str:token>/", demo_sign_in, name="demo-sign-in"),
]
