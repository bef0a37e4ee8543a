"""Which acts are heavy: 120.00, or a coefficient of 60; never those the article leaves out (reimbursement.md 3.3)."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law.heavy import heavy
from affilia.law.tariffs import NEVER_HEAVY, Price

pytestmark = pytest.mark.pure
NOW = date(2026, 10, 14)


def act(base: int = 0, coefficient: int = 0, family: str = "consultation") -> Price:
    return Price("X", "acte", "act", "doctor", family, "", base=base, coefficient=coefficient)


@pytest.mark.parametrize(
    ("told", "on", "is_heavy"),
    [
        ({"base": 12000}, NOW, True), ({"base": 11999}, NOW, False), ({"base": 3000}, NOW, False),
        ({"coefficient": 6000}, NOW, True), ({"coefficient": 5999}, NOW, False),
        # 91.00 before 2019
        ({"base": 9100}, date(2018, 12, 31), True), ({"base": 9100}, date(2019, 1, 1), False),
    ],
)  # fmt: skip
def test_an_act_is_heavy_by_its_price_or_by_its_coefficient(told: dict[str, int], on: date, is_heavy: bool) -> None:
    """CSS R160-16 I, II."""
    assert heavy(act(**told), on) is is_heavy


@pytest.mark.parametrize("family", ["dental prosthesis", "biology"])
def test_dental_prostheses_and_biology_are_never_heavy(family: str) -> None:
    """CSS R160-16 IV."""
    assert family in NEVER_HEAVY
    assert not heavy(act(base=50000, family=family), NOW)
    assert not heavy(act(coefficient=9900, family=family), NOW)
