"""Django and the database made ready for a command, or said why they are not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def checks_passed(*databases: str) -> None:
    """The start-up checks of the service, and of the databases named. Raises InputUnreadable."""
    from django.core.management.base import BaseCommand, CommandError

    try:
        BaseCommand().check(databases=databases or None)
    except CommandError as error:
        print(error, file=sys.stderr)  # whole: each setting that is wrong
        raise InputUnreadable("settings: wrong as said above") from error


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


@contextmanager
def reading_only() -> Iterator[None]:
    """Within it the database takes no change, whatever is run."""
    from django.db import connection, transaction

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            yield
        return
    connection.ensure_connection()
    # below Django, which asks nothing more of a connection on which a statement failed
    connection.connection.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA query_only = OFF")


def in_memory(connection: Any) -> bool:
    """A database of tests."""
    return bool(connection.is_in_memory_db())
