"""Rows an older release could leave have what the newest tables ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from affilia.claims import contests, operations
from affilia.claims.models import Contest
from affilia.people.models import Person
from tests.claims.test_operations import salma as salma
from tests.claims.test_operations import send


def migrated(name: str) -> Any:
    """The tables as they are after this migration of claims."""
    MigrationExecutor(connection).migrate([("claims", name)])
    return MigrationExecutor(connection).loader.project_state([("claims", name)]).apps


def contested(person: Person, at: datetime) -> Contest:
    send(person, at)
    (decision,) = operations.decide_person(person=person, by="rule", at=at)
    found = contests.contest_decision(decision=decision, words="No", by="student:x", at=at)
    assert found is not None
    return found


def test_an_objection_without_a_day_to_answer_is_none(salma: Person, at: datetime) -> None:
    contested(salma, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.update(answer_by=None)


def test_an_objection_of_an_older_release_gets_the_day_the_law_had_for_it(
    tables_may_be_emptied: None, salma: Person, at: datetime
) -> None:
    contested(salma, at)
    try:
        before = migrated("0008_answer_days").get_model("claims", "Contest").objects
        # New Year's Eve in Paris already: two months later there is no 31st
        before.update(answer_by=None, at=datetime(2026, 12, 30, 23, 30, tzinfo=UTC))
        migrated("0007_no_index_twice")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert Contest.objects.get().answer_by == date(2027, 2, 28)
