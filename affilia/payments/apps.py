"""The app, by its name."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """`affilia.payments`."""

    name = "affilia.payments"
