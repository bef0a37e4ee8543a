"""The documents' own origin: pictures of pages by links that live a minute, bound to a session."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from PIL import Image

from affilia.documents import queries
from affilia.people.access import access

TURNS = ("90", "180", "270")


def turned(jpeg: bytes, degrees: int) -> bytes:
    """A page turned clockwise: our own pixels, so it needs no gate."""
    out = io.BytesIO()
    Image.open(io.BytesIO(jpeg), formats=["JPEG"]).rotate(-degrees, expand=True).save(out, "JPEG", quality=85)
    return out.getvalue()


@access(relation="link", fields="B")
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The pixels of one page; a dead link looks like one that never was."""
    data = queries.picture(token, timezone.now())
    if data is None:
        raise Http404
    turn = request.GET.get("turn", "")
    data = turned(data, int(turn)) if turn in TURNS else data
    response = HttpResponse(data, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    # shown by the pages' origin, which is another site; the link and its session are the guard
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [path("d/<str:token>", picture, name="picture")]
