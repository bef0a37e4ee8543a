"""What every request passes: one origin for pages, one for documents; sessions that end; answers that nobody keeps."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


def origins(answer: Answer) -> Answer:
    """The documents' origin serves documents and nothing else; the pages' origin never serves a document."""
    documents_host = urlsplit(settings.DOCUMENTS_SITE).netloc

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.get_host() == documents_host:
            request.urlconf = "affilia.config.urls_documents"
        return answer(request)

    return middleware


def idle_sessions_end(answer: Answer) -> Answer:
    """Sign out after idle time, 30 minutes for a student, 15 for staff, and after 12 hours in any case (promises S12)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _touch(request)
        return answer(request)

    return middleware


def _touch(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    seen = request.session.get("seen", now)
    began = request.session.get("began", now)
    idle = settings.SESSION_IDLE_STAFF if request.user.is_staff else settings.SESSION_IDLE_STUDENT
    if now - seen > idle or now - began > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - seen > 30 or "seen" not in request.session:
        # writing at most every 30 s keeps page reads free of writes
        request.session["seen"], request.session["began"] = now, began


def private_by_default(answer: Answer) -> Answer:
    """No cache keeps a page unless its view said so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-site")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return middleware
