"""The app, by its name."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """`affilia.coverage`."""

    name = "affilia.coverage"
