"""References that PostgreSQL asks of a whole statement at once: a foreign key asks row by row (docs/decisions/0018).

For tables that only grow and refer to rows that stay for ever: both are made certain here, and nothing is lost by asking once.
SQLite keeps its foreign keys.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunPython

REFERS = """
CREATE OR REPLACE FUNCTION refers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE missing bigint;
BEGIN
 FOR place IN 0 .. TG_NARGS - 2 BY 2 LOOP
  EXECUTE format(
   'SELECT w.%1$I FROM written w LEFT JOIN %3$I.%2$I o ON o.id = w.%1$I WHERE w.%1$I IS NOT NULL AND o.id IS NULL LIMIT 1',
   TG_ARGV[place], TG_ARGV[place + 1], TG_TABLE_SCHEMA
  ) INTO missing;
  IF missing IS NOT NULL THEN
   RAISE EXCEPTION '%: no % % in %', TG_TABLE_NAME, TG_ARGV[place], missing, TG_ARGV[place + 1] USING ERRCODE = '23503';
  END IF;
 END LOOP;
 RETURN NULL;
END $$
"""
STAYS = """
CREATE OR REPLACE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME USING ERRCODE = '23503'; END $$
"""
FOREIGN_KEY = """
SELECT c.conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attname = %s AND cardinality(c.conkey) = 1
"""


def asked_at_once(table: str, **referred: str) -> RunPython:
    """The migration operation for an append-only table: columns, and the table each refers to."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            with schema_editor.connection.cursor() as cursor:
                _ask_at_once(cursor, table, referred)

    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            with schema_editor.connection.cursor() as cursor:
                _ask_each(cursor, table, referred)

    return RunPython(forwards, backwards)


def _ask_at_once(cursor: Any, table: str, referred: dict[str, str]) -> None:
    cursor.execute(REFERS)
    cursor.execute(STAYS)
    pairs = ", ".join(f"'{word}'" for pair in referred.items() for word in pair)
    cursor.execute(
        f"CREATE TRIGGER {table}_refers AFTER INSERT ON {table} REFERENCING NEW TABLE AS written "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refers({pairs})"
    )
    for column, other in referred.items():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {other}_stays BEFORE DELETE OR UPDATE OF id ON {other} "
            "FOR EACH ROW EXECUTE FUNCTION stays()"
        )
        cursor.execute(FOREIGN_KEY, [table, column])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def _ask_each(cursor: Any, table: str, referred: dict[str, str]) -> None:
    cursor.execute(f"DROP TRIGGER {table}_refers ON {table}")
    for column, other in referred.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {other}_stays ON {other}")
        cursor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fk FOREIGN KEY ({column}) REFERENCES {other} (id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )
