"""The first page, the languages, the help: for anybody."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from affilia.formats import contact, countries
from affilia.people import operations as people
from affilia.people.access import access

POSTCODE = _("Enter a French postcode of five digits, for example 49000.")


class PostcodeForm(forms.Form):
    """Where somebody lives."""

    postcode = forms.CharField(
        label=_("Your postcode in France"), help_text=_("Five digits, for example 49000"), max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), error_messages={"required": POSTCODE},
    )  # fmt: skip

    def clean_postcode(self) -> str:
        """A postcode with a fund."""
        found = contact.postcode(self.cleaned_data["postcode"])
        if found is None or not countries.funds_for(found):
            raise forms.ValidationError(POSTCODE)
        return found


@access(relation="none", fields="G")
def start(request: HttpRequest) -> HttpResponse:
    """What this service does, and the way in."""
    return render(request, "portal/start/start.html")


@access(relation="none", fields="G", methods=("GET", "POST"))
def languages(request: HttpRequest) -> HttpResponse:
    """Choose the language of pages and mails."""
    goal = request.POST.get("next") or request.GET.get("next") or "/"
    if not goal.startswith("/") or not url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}):
        goal = "/"
    chosen = request.POST.get("language")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        if request.user.is_authenticated:
            people.choose_language(account=request.user, language=chosen, at=timezone.now())
        response = redirect(goal)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax", httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )  # fmt: skip
        return response
    return render(request, "portal/start/languages.html", {"next": goal})


@access(relation="none", fields="G")
def help_page(request: HttpRequest) -> HttpResponse:
    """Phone lines with their hours, the fund of an address, and the questions most asked."""
    form = PostcodeForm(request.GET if "postcode" in request.GET else None)
    funds = countries.funds_for(form.cleaned_data["postcode"]) if form.is_bound and form.is_valid() else ()
    return render(request, "portal/start/help.html", {"form": form, "funds": funds})


urlpatterns = [
    path("", start, name="start"),
    path("languages/", languages, name="languages"),
    path("help/", help_page, name="help"),
]
