"""Is the service alive, and can it work?"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from affilia.people.access import access


@access(relation="none", fields="F")
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@access(relation="none", fields="F")
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ready": True})


urlpatterns = [path("", live, name="live"), path("ready/", ready, name="ready")]
