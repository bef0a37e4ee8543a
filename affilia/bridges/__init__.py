"""The outside world, one folder each: a Protocol, a real adapter, a stand-in good for a year."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings


def chosen(bridge: str) -> Any:
    """The module of a bridge that the operator chose: `standin` or `real` (setting BRIDGES)."""
    return import_module(f"affilia.bridges.{bridge}.{settings.BRIDGES[bridge]}")


def place(name: str) -> Path:
    """A folder of a stand-in's own under `var/`."""
    folder = Path(settings.VAR) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
