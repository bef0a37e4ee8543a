"""The journal's writers: one event per write, in one chain per subject; moves that race; retries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from affilia.journal import operations as journal
from affilia.journal.models import Attempt, Chain, Event
from affilia.journal.verify_journal import event_hash
from affilia.people.models import Person
from affilia.registration.models import File
from tests.conftest import FOREVER

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)


def recorded(**data: object) -> Event:
    return journal.record(subject="person:a", verb="test.happened", by="worker", at=AT, **data)


def a_file() -> File:
    person = Person.objects.create(created_at=AT)
    return File.objects.create(person=person, number="PK-TEST", opened_at=AT, saved_at=AT)


def test_events_of_one_subject_are_chained() -> None:
    first, second = recorded(n=1), recorded(n=2)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous == ""
    assert second.previous == first.hash
    assert Chain.objects.get(subject="person:a").head == second.hash


def test_the_hash_covers_every_field() -> None:
    event = recorded(n=1)
    told = {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "verb": event.verb,
        "subject": event.subject,
        "sequence": event.sequence,
        "data": event.data,
        "law_digest": "",
        "previous": "",
    }
    assert event.hash == event_hash(told)
    assert event.hash != event_hash({**told, "actor": "somebody"})


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_event(change: str) -> None:
    event = recorded()
    rows = Event.objects.filter(pk=event.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(verb="other") if change == "update" else rows.delete()
    assert Event.objects.get(pk=event.pk).verb == "test.happened"


def test_a_move_changes_the_state_and_leaves_one_event() -> None:
    file = a_file()
    journal.move(file, "submit", verb="registration.file.submitted", by="student:x", at=AT)
    file.refresh_from_db()
    assert file.state == "submitted"
    assert [event.verb for event in Event.objects.filter(subject=file.subject)] == ["registration.file.submitted"]


def test_the_second_of_two_racing_moves_is_refused_and_leaves_no_event() -> None:
    file, same = a_file(), None
    same = File.objects.get(pk=file.pk)
    journal.move(file, "submit", verb="registration.file.submitted", by="student:x", at=AT)
    with pytest.raises(journal.MoveRefused):
        journal.move(same, "submit", verb="registration.file.submitted", by="student:x", at=AT)
    assert Event.objects.filter(subject=file.subject).count() == 1


def test_a_repeated_key_brings_back_the_first_result() -> None:
    for expected in ({}, {"claim": "c1"}):
        with journal.once(key="k", by="student:x", body={"fee": 30}, at=AT) as attempt:
            assert attempt.result == expected
            attempt.result = {"claim": "c1"}
    assert Attempt.objects.count() == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    with journal.once(key="k", by="student:x", body={"fee": 30}, at=AT) as attempt:
        attempt.result = {"claim": "c1"}
    with pytest.raises(journal.OtherBody), journal.once(key="k", by="student:x", body={"fee": 31}, at=AT):
        pass


def test_the_same_key_of_another_person_is_another_attempt() -> None:
    for actor in ("student:x", "student:y"):
        with journal.once(key="k", by=actor, body={}, at=AT) as attempt:
            assert attempt.result == {}
            attempt.result = {"done": actor}


def test_a_write_that_fails_forgets_its_key() -> None:
    with pytest.raises(ValueError, match="broke"), journal.once(key="k", by="student:x", body={}, at=AT):
        raise ValueError("broke")
    assert not Attempt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", FOREVER)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_table_that_only_grows_has_its_triggers_after_every_migration(table: str, verb: str) -> None:
    """SQLite drops a table's triggers when a migration changes a column: the migration must bring them back."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor], [table])
        assert f"{table}_no_{verb}" in {row[0] for row in cursor.fetchall()}
