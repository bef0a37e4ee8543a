"""The app, by its name."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """`affilia.documents`."""

    name = "affilia.documents"
