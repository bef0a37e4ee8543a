"""The desk puts right a decided line after an objection, or leaves what was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from affilia.casework.models import Task
from affilia.claims import contests
from affilia.claims.models import Contest, Decision, Line
from affilia.people.models import Account, Opening, Person
from tests.claims.test_operations import RPPS, paid, send, with_doctor
from tests.claims.test_operations import salma as salma

Enter = Callable[[Account], Client]


def typed(line: Line, at: datetime, **told: Any) -> dict[str, Any]:
    holding = line.holding
    assert holding is not None
    return {
        "decision": holding.ref, "code": "G", "care_day_day": at.day, "care_day_month": at.month, "care_day_year": at.year,
        "fee": "30", "units": "1", "professional": "Dr Fictif", "rpps": RPPS, "pathway": "own", "signed": "on",
        "sector": "S1/OPTAM", "words": "You are right.", **told,
    }  # fmt: skip


@pytest.fixture
def line(salma: Person, at: datetime) -> Line:
    send(salma, at)
    paid(salma, at)
    return Line.objects.get()


def test_an_objection_is_answered_by_correcting_the_decision(
    salma: Person, line: Line, claire: Account, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    contest = contests.contest_decision(decision=Decision.objects.get(), words="I was away", by="s", at=at)
    desk = signed_in(claire)
    page = desk.get(f"/desk/claims/contests/{contest.ref}/").content.decode()
    address = f"/desk/claims/lines/{line.ref}/correct/"
    assert address in page
    shown = desk.get(address).content.decode()
    assert "I was away" in shown
    assert 'value="Dr Fictif"' in shown
    answer = desk.post(address, typed(line, at, pathway="away"))
    assert answer.url == f"/desk/claims/{line.claim.ref}/"
    assert [row.paid_cents for row in Decision.objects.all()] == [700, 1900]
    assert Contest.objects.get().answer == "You are right."
    assert not Task.objects.filter(state="open").exists()
    assert Opening.objects.filter(person=salma).exists()
    assert "Read before it was corrected on" in desk.get(address).content.decode()
    told = signed_in(aicha).get(f"/care/{line.claim.ref}/").content.decode()
    assert "Decided before, on" in told
    assert "€19.00" in told


def test_what_stands_in_the_way_of_a_correction_is_told_beside_the_form(
    line: Line, claire: Account, signed_in: Enter, at: datetime
) -> None:
    desk, address = signed_in(claire), f"/desk/claims/lines/{line.ref}/correct/"
    assert "nothing changes" in desk.post(address, typed(line, at)).content.decode()
    assert "Choose who you saw." in desk.post(address, typed(line, at, code="XYZ")).content.decode()
    old = {"code": "MPC", "care_day_day": 1, "care_day_month": 3, "care_day_year": 2005, "printed": "1", "sector": ""}
    assert "has no value for this act" in desk.post(address, typed(line, at, **old)).content.decode()
    assert "signs that cannot be seen" in desk.post(address, typed(line, at, professional="Dr\u202e")).content.decode()
    assert "no longer possible" in desk.post(address, typed(line, at, decision="x")).content.decode()
    assert Decision.objects.count() == 1


def test_a_proposed_correction_is_opened_from_the_queue_and_left_as_it_is(
    salma: Person, line: Line, claire: Account, signed_in: Enter, at: datetime
) -> None:
    with_doctor(salma, at)
    send(salma, at, fee=3100, checked="claire")
    paid(salma, at)
    desk, task = signed_in(claire), Task.objects.get(kind="correction")
    address = desk.post(f"/desk/tasks/{task.ref}/take/").url
    assert address == f"/desk/claims/lines/{line.ref}/correct/"
    page = desk.get(address).content.decode()
    assert page.count("€7.00") >= 2
    assert "Leave it as it is" in page
    for _click in range(2):
        assert desk.post(address, {"verb": "keep"}).status_code == 302
    assert Task.objects.get(kind="correction").state == "done"


def test_a_line_that_is_not_decided_has_no_page_to_correct_it(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    send(salma, at)
    assert signed_in(claire).get(f"/desk/claims/lines/{Line.objects.get().ref}/correct/").status_code == 404


def test_the_student_reads_until_when_she_can_contest_and_when_it_is_kept(
    salma: Person, claire: Account, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    now = timezone.now()
    claim = send(salma, at, pathway="away")
    assert paid(salma, at) == [1900]
    line = Line.objects.get()
    signed_in(claire).post(f"/desk/claims/lines/{line.ref}/correct/", typed(line, at, words="Not away."))
    found = Decision.objects.get(number=2)
    assert found.contest_by is not None
    assert found.contest_by > now.date()
    page = signed_in(aicha).get(f"/care/{claim.ref}/").content.decode()
    assert "is kept from later payments, never before" in page
    assert "commission de recours amiable" in page
