"""The app, by its name."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """`affilia.pages`."""

    name = "affilia.pages"
