"""References that are asked once a statement are as sure as foreign keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from affilia.claims.models import Claim, Decision, Line
from affilia.payments.models import Entry
from affilia.people.models import Person
from tests.journal.test_triggers import migrate, newest_after  # noqa: F401

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 1, tzinfo=UTC)
NOBODY = 1_000_000_000
KEYS = (
    "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
    "AND conrelid IN ('claims_decision'::regclass, 'payments_entry'::regclass)"
)


def decision(line: int) -> Decision:
    return Decision(
        line_id=line, fee_cents=3000, base_cents=3000, rate=7000, share_cents=2100, increase_cents=0, flat_cents=200,
        paid_cents=1900, left_cents=1100, steps=[], law_digest="x", order=1, decided_at=AT, by="rule",
    )  # fmt: skip


def a_line() -> Line:
    person = Person.objects.create(created_at=AT)
    claim = Claim.objects.create(person=person, professional="Dr", specialty="", pathway="own", received_at=AT)
    return Line.objects.create(claim=claim, position=1, code="G", care_day=AT.date(), fee_cents=3000)


def test_a_decision_of_no_line_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.bulk_create([decision(a_line().pk), decision(NOBODY)])
        connection.check_constraints()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("missing", ["person_id", "decision_id", "payment_id"])
def test_an_entry_about_nothing_is_refused(missing: str) -> None:
    line = a_line()
    made = decision(line.pk)
    made.save()
    about: dict[str, Any] = {"person_id": line.claim.person_id, "decision_id": made.pk, "payment_id": None}
    Entry.objects.create(debit="care", credit="due", amount_cents=1, at=AT, **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(debit="due", credit="care", amount_cents=1, at=AT, **{**about, missing: NOBODY})
        connection.check_constraints()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"],
)
@pytest.mark.parametrize("table", ["claims_line", "people_person", "claims_decision"])
def test_what_is_referred_to_stays_as_it_is_called(table: str, statement: str) -> None:
    line = a_line()
    made = decision(line.pk)
    made.save()
    Entry.objects.create(
        debit="care", credit="due", amount_cents=1, at=AT, person_id=line.claim.person_id, decision_id=made.pk
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table))
        connection.check_constraints()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps its foreign keys")
@pytest.mark.parametrize("table", ["claims_line", "people_person", "claims_decision", "payments_payment"])
def test_each_table_that_is_referred_to_has_its_guard(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s", [table, f"{table}_stays"]
        )
        assert cursor.fetchone()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps its foreign keys")
def test_a_table_that_hides_another_answers_for_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE claims_line ON COMMIT DROP AS SELECT 1000000000::bigint AS id")
    with pytest.raises(IntegrityError), transaction.atomic():
        decision(NOBODY).save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps its foreign keys")
def test_the_foreign_keys_are_there_again_before_the_migration(newest_after: None) -> None:  # noqa: F811
    def keys() -> set[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(KEYS)
            return set(cursor.fetchall())

    assert keys() == set()
    migrate(("payments", "0004_no_index_twice"))
    migrate(("claims", "0012_every_objection_has_its_day"))
    assert keys() == {
        ("claims_decision", "claims_line"), ("payments_entry", "people_person"), ("payments_entry", "claims_decision"),
        ("payments_entry", "payments_payment"),
    }  # fmt: skip
