"""What every page needs: its language, its direction, where the person is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of all templates."""
    return {
        "current_language": get_language() or settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "account": request.user if hasattr(request, "user") and request.user.is_authenticated else None,
        "embedded": settings.EMBEDDED,
    }
