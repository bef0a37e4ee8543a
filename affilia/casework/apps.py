"""The app, by its name."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """`affilia.casework`."""

    name = "affilia.casework"
