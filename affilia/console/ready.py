"""Django and the database made ready for a command, or said why they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from affilia.console.output import InputUnreadable

MAKE = "`affilia serve` makes it, or `python manage.py migrate`"


def django_ready() -> None:
    """The settings, read. Raises InputUnreadable."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        raise InputUnreadable(f"settings: {error}") from error


def checks_passed() -> None:
    """The start-up checks of the service, its database included. Raises InputUnreadable."""
    from django.core.management.base import BaseCommand, CommandError

    try:
        BaseCommand().check(databases=["default"])
    except CommandError as error:
        raise InputUnreadable(str(error)) from error


def database_ready() -> None:
    """The database, there and up to date. Raises InputUnreadable."""
    django_ready()
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    place = str(connection.settings_dict["NAME"])
    # asking SQLite would make an empty file
    if connection.vendor == "sqlite" and not in_memory(connection) and not Path(place).is_file():
        raise InputUnreadable(f"{place}: no database yet; {MAKE}")
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        raise InputUnreadable(f"database {place}: {error}") from error
    if behind:
        raise InputUnreadable(f"database {place}: {len(behind)} migrations behind; {MAKE}")


def in_memory(connection: Any) -> bool:
    """A database of tests."""
    return bool(connection.is_in_memory_db())
