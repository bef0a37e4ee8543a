"""The app, by its name."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """`affilia.journal`."""

    name = "affilia.journal"
