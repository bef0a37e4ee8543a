"""Rows an older release could leave are mended before the constraint that forbids them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrated(*names: str) -> Any:
    """The tables as they are after these migrations of coverage."""
    executor = MigrationExecutor(connection)
    targets = [("coverage", name) for name in names]
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before(tables_may_be_emptied: None) -> Iterator[Any]:
    """The rows of the release before; the newest tables again after the test."""
    yield migrated("0006_certificates_revoked_say_why")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("coverage"))


def test_doctors_whose_periods_cross_are_put_in_their_order(before: Any, at: datetime) -> None:
    person = before.get_model("people", "Person").objects.create(ref="a" * 26, created_at=at)
    doctors = before.get_model("coverage", "Doctor").objects
    # signed on the 10th and recorded; then a form of the 1st came
    for number, start, end in (("1", date(2026, 10, 10), date(2026, 10, 1)), ("2", date(2026, 10, 1), None)):
        doctors.create(
            ref=number * 26, person=person, name="Dr", rpps=number, from_day=start, until_day=end, asked_at=at,
            recorded_by="c",
        )  # fmt: skip
    after = migrated("0007_doctors_go_forward").get_model("coverage", "Doctor").objects
    found = list(after.order_by("from_day").values_list("rpps", "until_day"))
    assert found == [("2", date(2026, 10, 10)), ("1", None)]


def test_a_certificate_taken_back_by_the_release_before_holds_none_back_unannounced(before: Any, at: datetime) -> None:
    apps = migrated("0008_departures_postpone_nothing")
    person = apps.get_model("people", "Person").objects.create(ref="a" * 26, created_at=at)
    apps.get_model("coverage", "Certificate").objects.create(
        ref="c" * 26, person=person, kind="temporary", code="C", issued_at=at, from_day=at.date(), until_day=at.date(),
        revoked_at=at, revoked_for="false_paper",
    )  # fmt: skip
    after = migrated("0009_certificates_held").get_model("coverage", "Certificate").objects
    assert after.get().allowed_at == at
