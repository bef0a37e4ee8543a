"""The documents' own origin: pictures of pages by links that live a minute, bound to a session."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from affilia.documents import queries
from affilia.people.access import access


@access(relation="link", fields="B")
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The pixels of one page; a dead link looks like one that never was."""
    data = queries.picture(token, timezone.now())
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    # shown by the pages' origin, which is another site; the link and its session are the guard
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [path("d/<str:token>", picture, name="picture")]
