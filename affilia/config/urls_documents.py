"""The documents' origin: pictures of papers by short-lived links, nothing else."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("affilia.portal.pictures"))]
handler400 = "affilia.config.errors.bad_request"
handler404 = "affilia.config.errors.not_found"
handler500 = "affilia.config.errors.server_error"
