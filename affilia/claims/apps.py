"""The app, by its name."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """`affilia.claims`."""

    name = "affilia.claims"
