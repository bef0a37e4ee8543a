"""Queries whose SQL is made once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import F

from affilia.journal.models import Event
from affilia.journal.operations import record
from affilia.journal.prepared import Prepared

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _told() -> None:
    for subject in ("x", "x", "y"):
        record(subject=subject, verb="test.done", by="test", at=AT, n=1)


def test_a_prepared_query_gives_what_the_query_gives_each_time_for_its_values() -> None:
    prepared = Prepared(Event, lambda subject: Event.objects.filter(subject=subject).order_by("pk"))
    for subject in ("x", "y", "x", "z"):
        found = prepared.rows(subject)
        assert found == list(Event.objects.filter(subject=subject).order_by("pk"))
        assert [row.data for row in found] == [{"n": 1}] * len(found)
    told = Prepared(Event, lambda subject: Event.objects.filter(subject=subject).values_list("verb", "sequence"))
    assert sorted(told.tuples("x")) == [("test.done", 1), ("test.done", 2)]


def test_a_prepared_query_is_one_statement(django_assert_num_queries: Any) -> None:
    prepared = Prepared(Event, lambda subject: Event.objects.filter(subject=subject))
    prepared.rows("x")
    with django_assert_num_queries(1):
        assert [(row.subject, row.at) for row in prepared.rows("y")] == [("y", AT)]


@pytest.mark.parametrize(
    "query",
    [
        lambda subject: Event.objects.filter(subject=subject, verb="test.done"),
        lambda subject: Event.objects.filter(subject=F("subject")),
    ],
)
def test_a_query_that_asks_for_something_else_than_its_values_cannot_be_prepared(query: Any) -> None:
    prepared = Prepared(Event, query)
    for _time in range(2):
        with pytest.raises(AssertionError):
            prepared.rows("x")
