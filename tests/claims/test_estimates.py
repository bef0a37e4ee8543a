"""The estimate before a sheet is sent says what its decision will: an amount, or that a person looks first, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from affilia.claims.doubts import DOUBTS
from affilia.claims.estimates import SheetEstimate, estimate_sheet, estimate_visit
from affilia.claims.models import Line
from affilia.people.models import Account, Person
from tests.claims.test_operations import RPPS, paid, send
from tests.claims.test_operations import salma as salma


def estimate(person: Person, at: datetime, **told: Any) -> SheetEstimate:
    acts = [(told.pop("code", "G"), told.pop("fee", 3000))]
    facts = {"care_day": at.date(), "pathway": "own", "rpps": RPPS, "professional": "Dr Fictif", **told}
    found = estimate_sheet(person, acts=acts, at=at, **facts)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"code": "XYZ"}, "no_tariff"), ({"code": "FJ"}, "no_rule"), ({"fee": 4500}, "sector_unknown"),
        ({"pathway": "emergency"}, "emergency_without_doctor"),
        ({"code": "CS+MPC", "pathway": "direct", "fee": 2650}, "specialty_unknown"),
    ],
)  # fmt: skip
def test_a_sheet_that_would_be_held_says_so_before_it_is_sent(
    salma: Person, at: datetime, told: dict[str, Any], why: str
) -> None:
    assert estimate(salma, at, **told).doubt == DOUBTS[why]
    told = {"specialty": "", "sector": "", **told}
    send(salma, at, **told)
    assert paid(salma, at) == []
    assert Line.objects.get().held_for == why


def test_a_repeat_says_so_before_it_is_sent(salma: Person, at: datetime) -> None:
    send(salma, at)
    assert paid(salma, at) == [700]
    assert estimate(salma, at, rpps="", professional="docteur fictif").doubt == DOUBTS["repeat"]


def test_what_would_be_decided_is_an_amount(salma: Person, at: datetime) -> None:
    assert estimate(salma, at) == SheetEstimate(700)


def test_a_dear_act_holds_its_neighbour_in_the_estimate_too(salma: Person, at: datetime) -> None:
    acts = [("G", 3000), ("TCG", 4500)]
    found = estimate_sheet(salma, acts=acts, care_day=at.date(), pathway="own", rpps=RPPS, at=at)
    assert found is not None
    assert found.doubt == DOUBTS["sector_unknown"]


@pytest.mark.parametrize(("fee", "said"), [("45", "A person will look at this sheet first:"), ("30", "about")])
def test_the_page_says_it(
    salma: Person, aicha: Account, signed_in: Callable[[Account], Client], fee: str, said: str
) -> None:
    today = timezone.localdate()
    told = {
        "code": "G", "professional": "Dr Fictif", "care_day_day": today.day, "care_day_month": today.month,
        "care_day_year": today.year, "fee": fee, "pathway": "own", "estimate": "1", "key": "k",
    }  # fmt: skip
    assert said in signed_in(aicha).post("/care/new/", told).content.decode()


@pytest.mark.parametrize(("code", "status"), [("G", "sourced"), ("APC", "unsourced"), ("CSC", "derived")])
def test_an_estimate_says_how_sure_the_price_is_it_starts_from(code: str, status: str) -> None:
    day = date(2026, 9, 1)
    found = estimate_visit(
        code=code, care_day=day, fee=7000, age=22, out_of_path=False, css=False, on=day, language="en"
    )
    assert found is not None
    (base,) = (step for step in found.steps if step.name == "base")
    assert base.status == status
