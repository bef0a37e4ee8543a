"""The app, by its name."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """`affilia.desk`."""

    name = "affilia.desk"
