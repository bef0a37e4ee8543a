"""Objections: one a decision, answered once; after its day a question; silence told for what the law makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from affilia.claims import contests, operations
from affilia.claims.models import Contest, Decision
from affilia.console import clock
from affilia.journal.models import Event
from affilia.letters.queries import words
from affilia.people.models import Account, Person
from tests.claims.test_operations import salma as salma
from tests.claims.test_operations import send


def test_a_decision_is_contested_once_and_answered_once(salma: Person, at: datetime) -> None:
    send(salma, at)
    decision = operations.decide_person(person=salma, by="rule", at=at)[0]
    with pytest.raises(contests.NothingSaid):
        contests.contest_decision(decision=decision, words="  ", by="student:x", at=at)
    first = contests.contest_decision(decision=decision, words="I was sent by my doctor", by="student:x", at=at)
    assert first is not None
    assert contests.contest_decision(decision=decision, words="again", by="student:x", at=at) == first
    contests.answer_contest(contest=first, answer="You are right", by="claire", at=at)
    with pytest.raises(operations.journal.MoveRefused):
        contests.answer_contest(contest=first, answer="No", by="claire", at=at)


@pytest.fixture
def refused(salma: Person, at: datetime) -> Decision:
    """Refused on 14 September: to be contested until 14 November."""
    send(salma, at, signed=False)
    (decision,) = operations.decide_person(person=salma, by="rule", at=at)
    assert decision.contest_by == date(2026, 11, 14)
    return decision


@pytest.fixture
def late(at: datetime) -> datetime:
    return at.replace(month=11, day=15)


def test_the_last_day_is_in_time(refused: Decision, late: datetime) -> None:
    contest = contests.contest_decision(decision=refused, words="No", by="s", at=late - timedelta(days=1))
    assert contest is not None
    assert contest.answer_by == date(2027, 1, 14)
    task = contest.decision.line.claim.person.tasks.get(kind="contest")
    assert task.due_on == contest.answer_by  # the queue and its page say one day


def test_an_objection_after_its_day_is_a_question_that_starts_no_deadline(
    salma: Person, refused: Decision, late: datetime
) -> None:
    for _click in range(2):
        assert contests.contest_decision(decision=refused, words="I signed it", by="student:x", at=late) is None
    assert not Contest.objects.exists()
    assert salma.tasks.get(state="open").kind == "message"
    assert [message.body for message in salma.messages.exclude(body="")] == ["I signed it"]
    notice = salma.messages.get(code="contest_late")
    told = words(notice.code, notice.data)
    assert "until 14 November 2026" in told
    assert "can still be put right" in told
    contests.contest_decision(decision=refused, words="And another", by="student:x", at=late)
    assert salma.messages.exclude(body="").count() == 2


def test_a_decision_that_told_no_day_can_be_contested_later(salma: Person, late: datetime, at: datetime) -> None:
    send(salma, at)
    (decision,) = operations.decide_person(person=salma, by="rule", at=at)
    assert contests.contest_decision(decision=decision, words="No", by="s", at=late) is not None


def test_silence_is_told_once_with_the_court_that_is_next(salma: Person, refused: Decision, at: datetime) -> None:
    contest = contests.contest_decision(decision=refused, words="No", by="s", at=at)
    assert contest is not None
    last = at.replace(month=11, day=14)
    assert [contests.tell_silence(at=last + timedelta(days=day)) for day in (0, 1, 2)] == [0, 1, 0]
    notice = salma.messages.get(code="contest_silent")
    assert notice.data == {"day": "2026-11-14", "until": "2027-01-14"}
    assert salma.tasks.filter(kind="contest_silent", state="open").count() == 1
    assert Event.objects.filter(verb="claims.contest.silent").count() == 1
    contests.answer_contest(contest=contest, answer="You are right", by="claire", at=last + timedelta(days=3))
    assert not salma.tasks.filter(state="open").exists()


def test_an_answer_in_time_is_no_silence(refused: Decision, at: datetime) -> None:
    contest = contests.contest_decision(decision=refused, words="No", by="s", at=at)
    assert contest is not None
    contests.answer_contest(contest=contest, answer="No", by="claire", at=at)
    assert contests.tell_silence(at=at + timedelta(days=400)) == 0


def test_the_clock_tells_of_silence() -> None:
    assert contests.tell_silence in [job for _name, _every, job in clock.JOBS]


def test_the_supervisor_finds_objections_without_an_answer_in_a_view_of_the_queue(
    refused: Decision, marc: Account, signed_in: Callable[[Account], Client], at: datetime
) -> None:
    contest = contests.contest_decision(decision=refused, words="No", by="s", at=at)
    assert contest is not None
    contests.tell_silence(at=at + timedelta(days=100))
    page = signed_in(marc).get("/desk/?view=contest_silent").content.decode()
    assert f"/desk/claims/contests/{contest.ref}/" in page


@pytest.mark.parametrize(("ago", "word"), [(100, "I have a question"), (1, "I do not agree")])
def test_the_page_offers_a_question_once_the_day_has_passed(
    salma: Person, aicha: Account, signed_in: Callable[[Account], Client], ago: int, word: str
) -> None:
    past, student = timezone.now() - timedelta(days=ago), signed_in(aicha)
    claim = send(salma, past, day=past.date(), signed=False)
    (decision,) = operations.decide_person(person=salma, by="rule", at=past)
    assert word in student.get(f"/care/{claim.ref}/").content.decode()
    page = student.post(f"/care/decisions/{decision.ref}/contest/", {"words": "Why?"}, follow=True).content.decode()
    assert ("we read your words as a question" in page) == (ago == 100)
    assert Contest.objects.exists() == (ago == 1)
