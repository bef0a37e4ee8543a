"""Database triggers that refuse to change or delete a row of a table that only grows, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.migrations.operations import RunPython


def forever(*tables: str) -> RunPython:
    """The migration operation that makes these tables append-only."""
    return RunPython(_each(install, tables), _each(remove, tables))


def forever_again(*tables: str) -> RunPython:
    """The first operation of a migration that changes tables append-only before it: taken back, they are so again."""
    return RunPython(RunPython.noop, _each(install, tables))


def _each(act: Callable[[Any, str], None], tables: Sequence[str]) -> Callable[[Any, Any], None]:
    def all_of_them(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            act(schema_editor.connection, table)

    return all_of_them


def install(connection: Any, table: str) -> None:
    """Refuse UPDATE and DELETE on `table`."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor]:
            cursor.execute(statement.format(table=table))


def remove(connection: Any, table: str) -> None:
    """Allow them again (undoing a migration; emptying a test database)."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


STATEMENTS = {
    "sqlite": [
        "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} only grows'); END",
        "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} only grows'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = '23000'; END $$",
        "CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION only_grows()",
        "CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION only_grows()",
    ],
}
