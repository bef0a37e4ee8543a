"""The app, by its name."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """`affilia.letters`."""

    name = "affilia.letters"
