"""Everybody at once on PostgreSQL: the rows that one person at a time gives, nothing twice, doubts left to a person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import translation

from affilia.claims import corrections, nation, operations, queries, sheets
from affilia.claims.models import Claim, Decision, Line
from affilia.coverage import doctors
from affilia.coverage import operations as coverage
from affilia.journal.models import Event
from affilia.letters.models import Message
from affilia.payments import dues
from affilia.payments import operations as payments
from affilia.payments.models import Entry
from affilia.people import operations as people
from affilia.people.models import Person
from affilia.people.queries import persons_of
from tests.claims.test_operations import RPPS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tables_may_be_emptied"),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="COPY is PostgreSQL's"),
]
AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ACTS = ("G", "TCG", "CS+MPC", "CNP", "APC", "AMI 1,5", "B 26")


def student(seed: int) -> Person:
    """Somebody with sheets: the same for the same seed."""
    chance = Random(seed)
    person = Person.objects.create(created_at=AT)
    people.record_identity(
        person=person, surname="A", given_names="B", no_given_names=False, birth_date=f"{chance.choice([2004, 2012])}-03-27",
        sex="F", birth_country="MA", birth_town="Fès", nationality="MA", source="t", by="t", at=AT,
    )  # fmt: skip
    coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 10), basis="ORI-20", by="t", at=AT)
    if chance.random() < 0.5:
        doctor = doctors.declare_doctor(person=person, name="Dr", number=RPPS, by="t", at=AT)
        doctors.record_doctor(doctor=doctor, from_day=date(2026, 9, 12), by="t", at=AT)
    sheet(person, chance)
    return person


def sheet(person: Person, chance: Random, at: datetime = AT) -> None:
    for number in range(chance.randint(1, 5)):
        lines = [
            sheets.NewLine(
                chance.choice(ACTS), date(2026, 9, chance.randint(1, 30)), chance.choice([3000, 3150, 5200]) + number
            )
            for _n in range(chance.randint(1, 3))
        ]
        operations.receive_sheet(
            person=person, sheet=None, professional="Dr", rpps=chance.choice([RPPS, "10003879623"]), specialty="",
            sector="S1/OPTAM", pathway=chance.choice(["own", "referred", "none"]), signed=chance.random() < 0.9, lines=lines,
            by="t", at=at,
        )  # fmt: skip


def rows_of(person: Person) -> list[tuple[object, ...]]:
    found = Decision.objects.filter(line__claim__person=person).select_related("line").order_by("line__pk")
    names = [
        "fee_cents", "base_cents", "rate", "share_cents", "increase_cents", "flat_cents", "paid_cents", "left_cents",
        "refused", "rule", "contest_by", "contest", "law_digest", "order", "decided_at", "by",
    ]  # fmt: skip
    return [
        (
            *(getattr(row, name) for name in names),
            row.line.state,
            row.line.order,
            json.dumps(queries.steps_of(row), sort_keys=True),
        )
        for row in found
    ]


def everybody(at: datetime = AT) -> list[nation.Given]:
    return [
        payments.decide_and_book(first=first, last=last, by="rule", at=at) for first, last in nation.ranges(size=25)
    ]


def test_the_rows_are_those_of_one_person_at_a_time() -> None:
    pairs = [(student(seed), student(seed)) for seed in range(40)]
    for alone, _other in pairs:
        operations.decide_person(person=alone, by="rule", at=AT)
    given = everybody()
    assert len(given) > 2
    assert sum(len(one.decisions) for one in given) > 100
    left = {key for one in given for key in one.others}
    for person in persons_of(sorted(left)):
        operations.decide_person(person=person, by="rule", at=AT)
    for alone, other in pairs:
        assert rows_of(other) == rows_of(alone)
    refs = list(Decision.objects.values_list("ref", flat=True))
    assert len(set(refs)) == len(refs)
    assert {len(ref) for ref in refs} == {26}


def rewritten() -> tuple[int, int]:
    """(lines updated, those of them that no index had to learn of) in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_updated(c), pg_stat_get_xact_tuples_hot_updated(c) "
            "FROM (SELECT 'claims_line'::regclass::oid AS c) AS line"
        )
        updated, hot = cursor.fetchone()
    return updated, hot


def test_a_line_that_is_decided_goes_into_no_index_again() -> None:
    people_of = [student(seed) for seed in range(12)]
    keys = [person.pk for person in people_of]
    with transaction.atomic():
        updated, hot = rewritten()
        given = nation.decide_range(first=min(keys), last=max(keys), by="rule", at=AT)
        updated_now, hot_now = rewritten()
    assert updated_now - updated == len(given.decisions) > 12
    # but for the few that a full page sends elsewhere; one index that names `state` leaves none of them
    assert (hot_now - hot) * 10 > len(given.decisions) * 9


def test_what_is_due_is_entered_once_and_nothing_is_decided_twice() -> None:
    for seed in range(12):
        student(seed)
    everybody()
    decided, entered = Decision.objects.count(), Entry.objects.count()
    assert entered == Decision.objects.exclude(paid_cents=0).exclude(entries=None).count()
    assert dues.book_dues(by="worker", at=AT) == 0
    assert [len(one.decisions) for one in everybody()] == [0] * len(list(nation.ranges(size=25)))
    assert (Decision.objects.count(), Entry.objects.count()) == (decided, entered)
    whose = set(Decision.objects.values_list("line__claim__person", flat=True))
    assert {*Message.objects.filter(code="claims_decided").values_list("person", flat=True)} == whose
    told = Event.objects.filter(verb="claims.lines.decided")
    assert sum(event.data["lines"] for event in told) == decided


def test_new_sheets_count_after_the_old_and_a_changed_history_is_left_to_a_person() -> None:
    pairs = [(student(seed), student(seed)) for seed in range(8)]
    for both in pairs:
        for person in both:
            operations.decide_person(person=person, by="rule", at=AT)
            sheet(person, Random(f"again {both[0].pk}"), LATER)
    moved = pairs[0][1]
    doctor = doctors.declare_doctor(person=moved, name="Dr", number="10003879623", by="t", at=LATER)
    doctors.record_doctor(doctor=doctor, from_day=date(2026, 9, 11), by="t", at=LATER)
    given = everybody(LATER)
    left = {key for one in given for key in one.others}
    for alone, other in pairs[1:]:
        operations.decide_person(person=alone, by="rule", at=LATER)
        if other.pk not in left:
            assert rows_of(other) == rows_of(alone)


def test_a_person_with_a_corrected_line_is_decided_one_by_one() -> None:
    person, other = student(1), student(2)
    operations.decide_person(person=person, by="rule", at=AT)
    line = Line.objects.filter(claim__person=person, decisions__refused="").select_related("claim__person")[0]
    read, holding = queries.read_of(line), line.holding
    assert holding is not None
    read = replace(read, line=replace(read.line, fee_cents=read.line.fee_cents - 1))
    corrections.correct_decision(decision=holding, read=read, because="x", by="claire", at=AT)
    sheet(person, Random("again"), LATER)
    assert person.pk in {key for one in everybody(LATER) for key in one.others}
    assert other.claims.filter(lines__decisions__isnull=False).exists()


def test_a_line_decided_meanwhile_undoes_the_whole_range(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(3):
        student(seed)
    place = nation._places

    def raced(persons: object, orders: object) -> object:
        Line.objects.filter(state="received").update(state="held")
        return place(persons, orders)  # type: ignore[arg-type]

    monkeypatch.setattr(nation, "_places", raced)
    with pytest.raises(nation.Raced):
        everybody()
    assert not Decision.objects.exists()
    assert not Entry.objects.exists()


def test_a_kept_decision_is_shown_like_any_other() -> None:
    person = student(3)
    everybody()
    claim = Claim.objects.filter(person=person, lines__decisions__isnull=False).first()
    assert claim is not None
    with translation.override("fr"):
        view = queries.claim_for_operator(claim.ref, "fr")
    assert view is not None
    assert any("caisse" in step.sentence for line in view.lines for step in line.steps)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claims_decision WHERE octet_length(kept) > 0 AND steps <> '[]'")
        assert cursor.fetchone() == (0,)


def test_a_range_in_which_everybody_has_a_doubt_is_left_to_persons_whole() -> None:
    person = student(5)
    operations.receive_sheet(
        person=person, sheet=None, professional="Dr", rpps="", specialty="", sector="S1/OPTAM", pathway="own", signed=True,
        lines=[sheets.NewLine("ZZZZ", date(2026, 9, 20), 3000)], by="t", at=AT,
    )  # fmt: skip
    (given,) = everybody()
    assert (len(given.decisions), given.others) == (0, (person.pk,))
