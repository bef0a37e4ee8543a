"""The pages' origin: the student's door, the caseworker's door. Each noun brings its own addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("affilia.portal.urls")),
    path("desk/", include("affilia.desk.urls")),
    path("healthz/", include("affilia.config.health")),
]
handler400 = "affilia.config.errors.bad_request"
handler403 = "affilia.config.errors.forbidden"
handler404 = "affilia.config.errors.not_found"
handler500 = "affilia.config.errors.server_error"
