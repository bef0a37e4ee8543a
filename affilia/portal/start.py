"""The first page, the languages, the help: for anybody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from affilia.people import operations as people
from affilia.people.access import access


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
    """Phone lines with their hours, post, and the questions most asked."""
    return render(request, "portal/start/help.html")


urlpatterns = [
    path("", start, name="start"),
    path("languages/", languages, name="languages"),
    path("help/", help_page, name="help"),
]
