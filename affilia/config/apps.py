"""The wiring: the checks that must pass before the service starts."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """`affilia.config`."""

    name = "affilia.config"

    def ready(self) -> None:
        """Register the start-up checks."""
        from affilia.config import checks  # noqa: F401  importing registers them
