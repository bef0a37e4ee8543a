"""The app, by its name."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """`affilia.registration`."""

    name = "affilia.registration"
