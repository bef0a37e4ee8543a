"""Corrections: what was read is put right, the law decides again, what was decided before is never touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from affilia.claims import contests, corrections, impact, operations, queries, readings, sheets
from affilia.claims.models import Contest, Decision, Line
from affilia.claims.sheets import NewLine
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.law.facts import law
from affilia.law.proposal import Proposal
from affilia.people.models import Account, Person
from affilia.people.names import UnseenSigns
from tests.claims.test_operations import RPPS, born_on, paid, send, with_doctor
from tests.claims.test_operations import salma as salma


def correct(line: Line, at: datetime, because: str = "You are right.", **told: Any) -> Decision:
    """Put right what is told; lines take the names of `NewLine`, the sheet those of `Read`."""
    line.refresh_from_db()
    read = queries.read_of(Line.objects.select_related("claim__person").get(pk=line.pk))
    of_line = {name: told.pop(name) for name in list(told) if name in NewLine.__dataclass_fields__}
    read = replace(read, line=replace(read.line, **of_line), **told)
    holding = line.holding
    assert holding is not None
    return corrections.correct_decision(decision=holding, read=read, because=because, by="claire", at=at)


@pytest.fixture
def line(salma: Person, at: datetime) -> Line:
    """Decided: 7.00, out of the care path."""
    send(salma, at)
    assert paid(salma, at) == [700]
    return Line.objects.get()


def test_you_are_right_gives_a_second_decision_and_leaves_the_first(salma: Person, line: Line, at: datetime) -> None:
    first = Decision.objects.get()
    contest = contests.contest_decision(decision=first, words="I was away", by="student:x", at=at)
    found = correct(line, at, pathway="away")
    assert (found.number, found.before_cents, found.paid_cents, found.order) == (2, 700, 1900, first.order)
    assert [row.paid_cents for row in Decision.objects.order_by("number")] == [700, 1900]
    assert line.decisions.count() == 2
    assert Line.objects.get().holding == found
    contest.refresh_from_db()
    assert (contest.answer, contest.answered_by) == ("You are right.", "claire")
    assert not salma.tasks.filter(state__in=("open", "taken")).exists()
    notice = salma.messages.get(code="claim_corrected")
    assert notice.data == {"amount": 1200}
    event = Event.objects.get(verb="claims.line.corrected")
    assert (event.data["before"], event.data["paid"], event.data["changed"]) == (700, 1900, ["pathway"])


@pytest.mark.parametrize(
    ("told", "gives"),
    [
        ({"fee_cents": 2000}, 400), ({"code": "TCG", "fee_cents": 2500}, 550), ({"pathway": "university"}, 1900),
        # 70 % less 40 % of 20.00, less 2.00: above; no rights, no signature: below
        ({"care_day": date(2026, 9, 1)}, 0), ({"signed": False}, 0), ({"sector": "S2", "code": "C"}, 490),
    ],
)  # fmt: skip
def test_whatever_was_read_wrongly_is_decided_again_by_the_law(
    line: Line, at: datetime, told: dict[str, Any], gives: int
) -> None:
    assert correct(line, at, **told).paid_cents == gives


def test_a_correction_that_changes_nothing_is_none(line: Line, at: datetime) -> None:
    with pytest.raises(corrections.NothingChanges):
        correct(line, at)
    assert Decision.objects.count() == 1


def test_a_correction_says_why(line: Line, at: datetime) -> None:
    with pytest.raises(contests.NothingSaid):
        correct(line, at, because=" ", pathway="away")


def test_a_name_put_right_is_a_decision_that_gives_the_same(salma: Person, line: Line, at: datetime) -> None:
    found = correct(line, at, professional="Dr Autre")
    assert (found.number, found.paid_cents) == (2, 700)
    assert salma.messages.filter(code="claim_put_right").exists()


def test_a_decision_is_corrected_once_another_click_finds_another_decision(line: Line, at: datetime) -> None:
    first = line.holding
    assert first is not None
    correct(line, at, pathway="away")
    read = replace(queries.read_of(Line.objects.get()), pathway="none")
    with pytest.raises(MoveRefused):
        corrections.correct_decision(decision=first, read=read, because="x", by="claire", at=at)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"fee_cents": 0}, sheets.BadAmount), ({"code": "XYZ"}, sheets.BadAct), ({"rpps": "12"}, sheets.BadProfessional),
        ({"care_day": date(2099, 1, 1)}, sheets.BadDay), ({"pathway": "?"}, sheets.BadAct),
        ({"professional": "Dr \u202egnp.exe"}, UnseenSigns), ({"professional": "Dr\x07"}, UnseenSigns),
        ({"code": "MPC", "care_day": date(2005, 3, 1), "printed_cents": 100, "sector": ""}, corrections.NotDecidable),
    ],
)  # fmt: skip
def test_what_the_law_cannot_decide_is_no_correction(
    line: Line, at: datetime, told: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        correct(line, at, **told)
    assert (Decision.objects.count(), Line.objects.get().fee_cents) == (1, 3000)


def test_care_before_birth_is_no_correction(salma: Person, line: Line, at: datetime) -> None:
    born_on(salma, at + timedelta(days=1), at)
    with pytest.raises(corrections.NotDecidable):
        correct(line, at, professional="Dr Autre")


def test_a_line_that_counted_keeps_its_place_and_no_other_line_moves(salma: Person, line: Line, at: datetime) -> None:
    send(salma, at, fee=3100, checked="claire")
    assert paid(salma, at) == [700]
    correct(line, at + timedelta(days=200), pathway="away")
    assert [row.order for row in Line.objects.order_by("pk")] == [1, 2]
    assert not salma.tasks.filter(kind="correction").exists()
    send(salma, at, fee=3200, checked="claire")
    assert paid(salma, at) == [700]
    assert not salma.tasks.filter(kind="correction").exists()


def test_a_refused_line_that_is_put_right_counts_after_all_others(salma: Person, at: datetime) -> None:
    send(salma, at, signed=False)
    send(salma, at, fee=3100, checked="claire")
    assert paid(salma, at) == [0, 700]
    line = Line.objects.order_by("pk")[0]
    found = correct(line, at + timedelta(days=3), signed=True)
    assert (found.order, found.refused, found.paid_cents) == (3, "", 700)
    send(salma, at, fee=3200, checked="claire")
    assert paid(salma, at) == [700]
    assert not salma.tasks.filter(kind="correction").exists()


def test_a_line_refused_by_hand_whatever_its_price_can_be_put_right(salma: Person, line: Line, at: datetime) -> None:
    send(salma, at)
    paid(salma, at)
    held = Line.objects.get(state="held")
    operations.refuse_line(line=held, reason="already_paid", by="claire", at=at)
    found = correct(held, at, care_day=(at - timedelta(days=1)).date())
    assert (found.number, found.paid_cents, found.order) == (2, 700, 2)


def test_what_the_sheet_says_counts_for_each_of_its_lines(salma: Person, at: datetime) -> None:
    told = {"professional": "Dr", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "sector": "S1/OPTAM"}
    lines = [NewLine("G", at.date(), 3000), NewLine("TCG", at.date(), 2500)]
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="s", at=at, **told)
    assert paid(salma, at) == [700, 550]
    correct(Line.objects.order_by("position")[0], at, pathway="away")
    assert [row.holding.paid_cents for row in Line.objects.order_by("position") if row.holding] == [1900, 1550]
    assert [row.number for row in Decision.objects.order_by("line", "number")] == [1, 2, 1, 2]
    assert salma.messages.get(code="claim_corrected").data == {"amount": 2200}


def test_less_says_until_when_it_can_be_contested_and_when_it_is_kept(salma: Person, at: datetime) -> None:
    send(salma, at, pathway="away")
    assert paid(salma, at) == [1900]
    found = correct(Line.objects.get(), at, pathway="own")
    assert (found.before_cents, found.paid_cents) == (1900, 700)
    # R142-1: two months; R133-9-2: twenty days
    assert (found.contest_by, found.recover_from) == (date(2026, 11, 14), date(2026, 10, 5))
    assert found.contest == "commission de recours amiable"
    assert salma.messages.get(code="claim_corrected_less").data == {
        "amount": 1200, "until": "2026-11-14", "from_day": "2026-10-05", "contest": "commission de recours amiable",
    }  # fmt: skip


def test_after_two_years_nothing_is_claimed_back_but_what_is_due_is_still_given(salma: Person, at: datetime) -> None:
    send(salma, at, pathway="away")
    send(salma, at, fee=3100, checked="claire")
    assert paid(salma, at) == [1900, 700]
    one, two = Line.objects.order_by("pk")
    later = at.replace(year=2028, month=9, day=15)
    with pytest.raises(corrections.TooLateToClaim):
        correct(one, later, pathway="own")
    assert Line.objects.get(pk=one.pk).claim.pathway == "away"
    assert correct(two, later, pathway="away").paid_cents == 1900


def test_a_harmless_correction_does_not_begin_the_two_years_again(salma: Person, at: datetime) -> None:
    send(salma, at, pathway="away")
    assert paid(salma, at) == [1900]
    line, later = Line.objects.get(), at.replace(year=2028, month=10, day=15)
    correct(line, later, professional="Dr Autre")
    with pytest.raises(corrections.TooLateToClaim):
        correct(line, later, pathway="own")


def test_a_line_that_falls_too_late_stays_and_is_proposed_while_the_others_are_put_right(
    salma: Person, at: datetime
) -> None:
    told = {
        "professional": "Dr",
        "rpps": RPPS,
        "specialty": "",
        "pathway": "away",
        "signed": True,
        "sector": "S1/OPTAM",
    }
    lines = [NewLine("G", at.date(), 500), NewLine("TCG", at.date(), 2500)]
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="s", at=at, **told)
    assert paid(salma, at) == [150, 1550]
    one, two = Line.objects.order_by("position")
    later = at.replace(year=2028, month=10, day=15)
    assert correct(one, later, fee_cents=3000, pathway="own").paid_cents == 700
    assert [row.paid_cents for row in two.decisions.all()] == [1550]
    assert queries.proposal(two) == (1550, 550)
    with pytest.raises(corrections.TooLateToClaim):
        correct(two, later)


def test_a_proposal_is_made_by_correcting_or_left_and_not_asked_again(salma: Person, line: Line, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, fee=3100, checked="claire")
    paid(salma, at)
    assert queries.proposal(line) == (700, 1900)
    corrections.keep_decision(line=line, by="claire", at=at)
    with pytest.raises(MoveRefused):
        corrections.keep_decision(line=line, by="claire", at=at)
    send(salma, at, fee=3200, checked="claire")
    paid(salma, at)
    assert queries.proposal(line) is None
    assert correct(line, at).paid_cents == 1900


def test_a_correction_ends_the_proposal_of_its_line(salma: Person, line: Line, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, fee=3100, checked="claire")
    paid(salma, at)
    correct(line, at)
    assert salma.tasks.get(kind="correction").state == "done"


def test_the_page_tells_the_decision_that_holds_and_what_was_said_before(
    salma: Person, line: Line, at: datetime, aicha: Account
) -> None:
    first = Decision.objects.get()
    contests.contest_decision(decision=first, words="I was away", by="student:x", at=at)
    correct(line, at, pathway="away")
    view = queries.claim_for(aicha, line.claim.ref, "en")
    assert view is not None
    (told,) = view.lines
    assert (told.paid, told.contested) == (1900, "")
    (before,) = told.earlier
    assert (before.paid, before.contested, before.answer) == (700, "I was away", "You are right.")
    contests.contest_decision(decision=Decision.objects.get(number=2), words="Still not", by="student:x", at=at)
    assert Contest.objects.count() == 2


def test_what_was_read_before_a_correction_is_kept_for_each_line_it_decides_again(line: Line, at: datetime) -> None:
    found = correct(line, at, care_day=(at - timedelta(days=5)).date(), professional="Dr Autre", fee_cents=2900)
    correct(line, at, signed=False)
    assert found.read_before == {
        "code": "G", "care_day": at.date().isoformat(), "fee_cents": 3000, "units": 1, "printed_cents": None,
        "professional": "Dr Fictif", "rpps": RPPS, "specialty": "", "sector": "S1/OPTAM", "pathway": "own", "signed": True,
    }  # fmt: skip
    last, first = readings.read_before(Line.objects.get())
    assert last.read == (("The sheet is signed", "Yes"),)
    assert [value for _name, value in first.read[1:]] == ["30.00", "Dr Fictif"]


def test_the_impact_of_a_proposal_reads_a_corrected_line_once(line: Line, at: datetime) -> None:
    correct(line, at, pathway="away")
    assert impact.impact(Proposal(law, ())).lines == 1


def test_the_database_takes_no_two_decisions_of_one_number(line: Line, at: datetime) -> None:
    found = line.holding
    assert found is not None
    found.pk, found.ref = None, "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save(force_insert=True)
