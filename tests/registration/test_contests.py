"""Objections to a refused file: one a refusal, its clock, silence told on its day, answered once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from affilia.claims.contests import NothingSaid, answer_contest, uphold_decision
from affilia.console import clock
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.letters.queries import words
from affilia.people.models import Account, Person
from affilia.registration import contests, operations
from affilia.registration.history import history
from affilia.registration.models import Contest, Refusal
from tests.world import World

Enter = Callable[[Account], Client]


@pytest.fixture
def world(aicha: Account, claire: Account, bruno: Account, at: datetime) -> World:
    return World(aicha, claire, bruno, at)


@pytest.fixture
def refused(world: World) -> Refusal:
    """Refused on 14 September: to be contested until 14 November."""
    found = world.refused()
    assert found.contest_by == date(2026, 11, 14)
    return found


@pytest.fixture
def salma(world: World) -> Person:
    return world.person


def test_a_refusal_is_contested_once_and_answered_once(salma: Person, refused: Refusal, at: datetime) -> None:
    with pytest.raises(NothingSaid):
        contests.contest_refusal(refusal=refused, words="  ", by="student:x", at=at)
    first = contests.contest_refusal(refusal=refused, words="I am a student", by="student:x", at=at)
    assert first is not None
    assert contests.contest_refusal(refusal=refused, words="again", by="student:x", at=at) == first
    task = salma.tasks.get(kind="contest")
    assert (task.due_on, first.answer_by) == (date(2026, 11, 14), date(2026, 11, 14))
    with pytest.raises(NothingSaid):
        answer_contest(contest=first, answer=" ", by="claire", at=at)
    answer_contest(contest=first, answer="You are right: open a new file.", by="claire", at=at)
    assert not salma.tasks.filter(state="open").exists()
    assert salma.messages.filter(code="contest_answered").exists()
    with pytest.raises(MoveRefused):
        uphold_decision(contest=first, because="No", by="claire", at=at)


def test_a_refusal_that_stands_says_why_and_where_to_go_until_when(
    salma: Person, refused: Refusal, at: datetime
) -> None:
    first = contests.contest_refusal(refusal=refused, words="I am a student", by="student:x", at=at)
    assert first is not None
    uphold_decision(contest=first, because="You are enrolled nowhere.", by="claire", at=at)
    notice = salma.messages.get(code="decision_stands")
    told = words(notice.code, notice.data)
    for part in ("enrolled nowhere", "commission de recours amiable", "14 November 2026"):
        assert part in told


def test_silence_is_told_once_with_the_court_that_is_next(salma: Person, refused: Refusal, at: datetime) -> None:
    contest = contests.contest_refusal(refusal=refused, words="No", by="s", at=at)
    assert contest is not None
    last = at.replace(month=11, day=14)
    assert [contests.tell_silence(at=last + timedelta(days=day)) for day in (0, 1, 2)] == [0, 1, 0]
    notice = salma.messages.get(code="contest_silent")
    assert notice.data == {"day": "2026-11-14", "until": "2027-01-14"}
    assert salma.tasks.filter(kind="contest_silent", state="open").count() == 1
    assert Event.objects.filter(verb="registration.contest.silent").count() == 1
    answer_contest(contest=contest, answer="You are right", by="claire", at=last + timedelta(days=3))
    assert not salma.tasks.filter(state="open").exists()


def test_an_answer_in_time_is_no_silence(refused: Refusal, at: datetime) -> None:
    contest = contests.contest_refusal(refusal=refused, words="No", by="s", at=at)
    assert contest is not None
    answer_contest(contest=contest, answer="No", by="claire", at=at)
    assert contests.tell_silence(at=at + timedelta(days=400)) == 0
    assert contests.tell_silence in [job for _name, _every, job in clock.JOBS]


def test_an_objection_after_its_day_is_a_question_that_starts_no_deadline(
    salma: Person, refused: Refusal, at: datetime
) -> None:
    late = at.replace(month=11, day=15)
    for _click in range(2):
        assert contests.contest_refusal(refusal=refused, words="I am one", by="student:x", at=late) is None
    assert not Contest.objects.exists()
    assert salma.tasks.get(state="open").kind == "message"
    assert [message.body for message in salma.messages.exclude(body="")] == ["I am one"]
    notice = salma.messages.get(code="refusal_contest_late")
    assert "until 14 November 2026" in words(notice.code, notice.data)


def test_a_letter_starts_its_clock_on_the_day_the_fund_received_it(
    salma: Person, refused: Refusal, at: datetime
) -> None:
    later = at + timedelta(days=20)
    for wrong in (date(2026, 9, 13), later.date() + timedelta(days=1)):
        with pytest.raises(contests.BadLetterDay):
            contests.record_objection(refusal=refused, words="By post", received_on=wrong, by="claire", at=later)
    made = contests.record_objection(
        refusal=refused, words="By post", received_on=date(2026, 9, 30), by="claire", at=later
    )
    assert made.answer_by == date(2026, 11, 30)
    with pytest.raises(MoveRefused):
        contests.record_objection(refusal=refused, words="Twice", received_on=later.date(), by="claire", at=later)
    assert salma.messages.filter(code="contest_received").count() == 1


def test_she_contests_on_her_pages_and_reads_the_day_of_the_answer(
    salma: Person, aicha: Account, signed_in: Enter, world: World
) -> None:
    world.at = timezone.now()
    world.refused()
    student = signed_in(aicha)
    for page in ("/status/", "/file/"):
        assert 'href="/file/contest/"' in student.get(page).content.decode()
    assert "Why do you not agree?" in student.get("/file/contest/").content.decode()
    assert "Write why you do not agree" in student.post("/file/contest/", {"words": " "}).content.decode()
    assert student.post("/file/contest/", {"words": "I am a student"}).url == "/file/contest/"
    page = student.get("/file/contest/").content.decode()
    assert "I am a student" in page
    assert "We answer by" in page
    assert "Why do you not agree?" not in page


def test_who_was_not_refused_has_nothing_to_contest(aicha: Account, signed_in: Enter) -> None:
    assert signed_in(aicha).get("/file/contest/").status_code == 404


def test_the_desk_finds_the_objection_in_its_queue_and_answers_it(
    salma: Person, refused: Refusal, claire: Account, marc: Account, signed_in: Enter, at: datetime
) -> None:
    contest = contests.contest_refusal(refusal=refused, words="I am a student", by="s", at=at)
    assert contest is not None
    desk, url = signed_in(claire), f"/desk/files/contests/{contest.ref}/"
    assert f'href="{url}"' in desk.get("/desk/?view=contest").content.decode()
    assert f'href="{url}"' in signed_in(marc).get("/desk/overview/").content.decode()
    page = desk.get(url).content.decode()
    for part in ("I am a student", "You are not enrolled", "14 November 2026"):
        assert part in page
    assert "then send it" in desk.post(url, {"verb": "stands", "answer": ""}).content.decode()
    assert desk.post(url, {"verb": "stands", "answer": "The law."}).url == "/desk/"
    assert "The law." in desk.get(url).content.decode()
    assert salma.messages.filter(code="decision_stands").exists()
    assert "already done" in desk.post(url, {"verb": "right", "answer": "Yes."}, follow=True).content.decode()


def test_the_history_of_a_file_tells_its_objection(
    salma: Person, refused: Refusal, claire: Account, at: datetime
) -> None:
    contest = contests.contest_refusal(refusal=refused, words="No", by="s", at=at)
    assert contest is not None
    contests.tell_silence(at=at + timedelta(days=90))
    answer_contest(contest=contest, answer="Yes", by="t", at=at + timedelta(days=91))
    told = [one.title for one in history(claire, salma)]
    for title in ("Refusal contested", "No answer in two months: the law reads a no", "Objection answered"):
        assert title in told


def test_a_letter_is_recorded_at_the_desk(salma: Person, claire: Account, signed_in: Enter, world: World) -> None:
    world.at = timezone.now() - timedelta(days=9)
    world.refused()
    desk, today = signed_in(claire), timezone.localdate()
    url = f"/desk/files/{salma.ref}/objection/"
    assert f'href="{url}"' in desk.get(f"/desk/documents/persons/{salma.ref}/").content.decode()
    told = {"words": "By post", **{f"received_on_{n}": str(getattr(today, n)) for n in ("day", "month", "year")}}
    assert "not in the future" in desk.post(url, {**told, "received_on_year": "2099"}).content.decode()
    assert desk.post(url, told).url == f"/desk/files/contests/{Contest.objects.get().ref}/"


def test_a_new_file_leaves_the_objection_where_it_is(salma: Person, refused: Refusal, at: datetime) -> None:
    contest = contests.contest_refusal(refusal=refused, words="No", by="s", at=at)
    operations.open_file(person=salma, told={}, by="s", at=at)
    assert Contest.objects.get() == contest
