"""The supervisor sees what waits, what is late and who did what; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from affilia.casework import board as tasks
from affilia.casework import operations as casework
from affilia.casework.models import Task
from affilia.casework.queries import next_task
from affilia.claims import contests
from affilia.claims import operations as claims
from affilia.claims.models import Contest
from affilia.coverage import operations as coverage
from affilia.people import queries
from affilia.people.models import Account, Person
from tests.claims.test_operations import salma as salma
from tests.claims.test_operations import send

Enter = Callable[[Account], Client]


@pytest.mark.parametrize(("who", "home"), [("marc", "/desk/overview/"), ("claire", "/desk/"), ("aicha", "/status/")])
def test_one_click_of_the_demonstration_leads_where_a_sign_in_does(
    who: str, home: str, request: pytest.FixtureRequest, settings: Any
) -> None:
    settings.DEMO = True
    account = request.getfixturevalue(who)
    assert Client().get(f"/demo/{queries.demo_token(account)}/").headers["location"] == home


def test_the_next_task_is_for_somebody_of_the_fund(
    salma: Person, aicha: Account, claire: Account, at: datetime
) -> None:
    task = casework.open_task(person=salma, kind="message", about="person:x", by="t", at=at)
    assert next_task(claire, "message") == task
    assert next_task(aicha, "message") is None


def test_the_overview_is_the_supervisors_alone(marc: Account, claire: Account, signed_in: Enter) -> None:
    assert signed_in(claire).get("/desk/overview/").status_code == 404
    assert "/desk/overview/" not in signed_in(claire).get("/desk/").content.decode()
    page = signed_in(marc).get("/desk/overview/").content.decode()
    assert "Nothing waits." in page
    assert "No order waits for approval." in page
    assert "No job failed." in page
    assert "/desk/overview/" in signed_in(marc).get("/desk/").content.decode()


def test_tasks_are_counted_by_kind_and_age_the_oldest_first_and_late_ones_marked(
    aicha: Account, wei: Account, claire: Account, at: datetime
) -> None:
    on, one, two = at.date(), aicha.person, wei.person  # type: ignore[attr-defined]
    casework.open_task(person=one, kind="message", about="a", by="t", at=at - timedelta(days=9))
    casework.open_task(person=two, kind="message", about="b", by="t", at=at - timedelta(days=5))
    taken = casework.open_task(person=one, kind="message", about="c", by="t", at=at)
    casework.take_task(task=taken, account=claire, at=at)
    casework.open_task(person=two, kind="contest", about="d", by="t", at=at - timedelta(days=20))
    contest, message = tasks.waiting(on)
    assert (contest.kind, contest.days, contest.late, contest.older) == ("contest", 20, 0, 1)
    assert (message.count, message.free, message.late, message.days) == (3, 2, 2, 9)
    assert (message.fresh, message.week, message.older) == (1, 1, 1)
    assert [(row.kind, row.late) for row in tasks.oldest(claire, on)] == [
        ("message", True), ("message", True), ("message", False), ("contest", False),
    ]  # fmt: skip


def test_who_settled_how_much_today_and_since_monday(
    aicha: Account, claire: Account, bruno: Account, at: datetime
) -> None:
    person, wednesday = aicha.person, at + timedelta(days=2)  # type: ignore[attr-defined]
    for name, day, who in (("a", -1, claire), ("b", 0, claire), ("c", 2, claire), ("d", 2, bruno), ("e", 2, None)):
        then = at + timedelta(days=day)
        casework.open_task(person=person, kind="message", about=name, by="t", at=then)
        casework.finish_tasks(person=person, kind="message", about=name, by=who.actor if who else "rule", at=then)
    assert tasks.done(wednesday.date()) == [tasks.Done("Claire", 1, 2), tasks.Done("Bruno", 1, 1)]


def test_the_overview_links_to_what_waits(
    salma: Person, marc: Account, signed_in: Enter, at: datetime, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    send(salma, at)
    decision = claims.decide_person(person=salma, by="rule", at=at)[0]
    contests.contest_decision(decision=decision, words="No", by="student:x", at=at)
    send(salma, at, code="XYZ")
    claims.decide_person(person=salma, by="rule", at=at)
    coverage.request_number(person=salma, asks="waiting", by="t", at=at)
    desk = signed_in(marc)
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        page = desk.get("/desk/overview/")
    shown, board = page.content.decode(), page.context["board"]
    assert f"/desk/claims/contests/{Contest.objects.get().ref}/" in shown
    assert "/desk/?view=check_claim" in shown
    assert "We know no price for this act on this day." in shown
    assert board.held == [("We know no price for this act on this day.", 1)]
    assert len(board.register) == 1
    late = board.register[0].due_on < timezone.localdate()
    assert board.register_late == late
    assert board.count == Task.objects.filter(state="open").count()


def test_a_job_that_failed_is_told(marc: Account, signed_in: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from affilia.journal.outbox import leave

    leave("letters.send_mail", "x")
    DBTaskResult.objects.update(status="FAILED")
    assert "1 job failed" in signed_in(marc).get("/desk/overview/").content.decode()


def test_a_supervisor_who_signs_in_lands_on_the_overview(marc: Account, at: datetime) -> None:
    client = Client()
    client.force_login(marc)
    client.get("/desk/second-factor/set-up/")
    token = pyotp.TOTP(client.session["totp_secret"]).now()
    assert client.post("/desk/second-factor/set-up/", {"token": token}).url == "/desk/overview/"
