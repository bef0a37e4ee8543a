"""The app, by its name."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """`affilia.people`."""

    name = "affilia.people"
