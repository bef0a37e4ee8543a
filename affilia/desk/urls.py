"""The caseworker's door: one module per noun, each with its own addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("affilia.desk.casework")),
    path("", include("affilia.desk.people")),
    path("", include("affilia.desk.search")),
    path("", include("affilia.desk.supervision")),
    path("documents/", include("affilia.desk.documents")),
    path("files/", include("affilia.desk.refusals")),
    path("files/", include("affilia.desk.registration")),
    path("coverage/", include("affilia.desk.coverage")),
    path("coverage/", include("affilia.desk.rights")),
    path("claims/contests/", include("affilia.desk.contests")),
    path("claims/", include("affilia.desk.claims")),
    path("payments/", include("affilia.desk.payments")),
    path("messages/", include("affilia.desk.letters")),
]
