"""The app, by its name."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """`affilia.portal`."""

    name = "affilia.portal"
