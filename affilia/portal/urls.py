"""The student's door: one module per noun, each with its own addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("affilia.portal.start")),
    path("orientation/", include("affilia.portal.orientation")),
    path("", include("affilia.portal.people")),
    path("file/", include("affilia.portal.refusals")),
    path("file/", include("affilia.portal.registration")),
    path("documents/", include("affilia.portal.documents")),
    path("messages/", include("affilia.portal.letters")),
    path("", include("affilia.portal.coverage")),
    path("", include("affilia.portal.cards")),
    path("", include("affilia.portal.leaving")),
    path("v/", include("affilia.portal.certificates")),
    path("estimate/", include("affilia.portal.estimate")),
    path("care/", include("affilia.portal.claims")),
    path("bank-account/", include("affilia.portal.payments")),
]
