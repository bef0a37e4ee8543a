"""Tables that only grow do so after every migration, taken forwards or back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass",
}


def migrate(*targets: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


def guarded(table: str) -> bool:
    """Whether neither a change nor a removal of a row passes."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor], [table])
        return {row[0] for row in cursor.fetchall()} >= {f"{table}_no_update", f"{table}_no_delete"}


@pytest.fixture
def newest_after(tables_may_be_emptied: None) -> Iterator[None]:
    """The newest tables again after the test."""
    yield
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.parametrize(
    ("back", "table"),
    [
        (("payments", "0003_known_states"), "payments_entry"),
        (("claims", "0006_corrections"), "claims_decision"),
        (("claims", "0005_kept_values"), "claims_decision"),
    ],
)  # fmt: skip
def test_a_table_that_only_grows_does_so_before_and_after_a_migration_is_taken_back(
    newest_after: None, back: tuple[str, str], table: str
) -> None:
    migrate(back)
    assert guarded(table)
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert guarded(table)


@pytest.mark.parametrize("table", ["journal_event", "journal_root", "claims_decision", "payments_entry"])
def test_no_migration_of_its_app_taken_back_or_made_again_lets_a_table_shrink(newest_after: None, table: str) -> None:
    app = table.partition("_")[0]
    names = sorted(name for found, name in MigrationExecutor(connection).loader.graph.nodes if found == app)
    names = names[names.index("0002_forever") :]
    open_ = []
    for name in [*reversed(names), *names[1:]]:
        migrate((app, name))
        if not guarded(table):
            open_.append(name)
    assert open_ == []
