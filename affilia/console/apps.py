"""The app, by its name."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """`affilia.console`."""

    name = "affilia.console"
