"""How rights end: no day earlier than the law lets them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.law import endings
from affilia.law.reader import NoLaw

pytestmark = pytest.mark.pure
DAYS = st.dates(date(2020, 11, 2), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("stay_until", "floor"),
    [
        (date(2028, 1, 31), date(2028, 7, 31)),  # persona 25c
        (date(2027, 9, 30), date(2028, 3, 31)),
        (date(2027, 8, 15), date(2028, 2, 29)),
    ],
)
def test_rights_last_to_the_end_of_the_sixth_month_after_the_title(stay_until: date, floor: date) -> None:
    assert endings.stay_floor(stay_until) == floor


def test_a_late_letter_gives_its_month_whatever_the_floor() -> None:
    assert endings.last_day(date(2028, 1, 31), date(2028, 2, 1)) == date(2028, 7, 31)
    assert endings.last_day(date(2028, 1, 31), date(2028, 7, 20)) == date(2028, 8, 20)


def test_the_card_works_on_for_45_days() -> None:
    assert endings.card_until(date(2028, 2, 1), date(2028, 1, 31)) == date(2028, 9, 14)
    assert endings.card_until(date(2028, 8, 20), date(2028, 1, 31)) == date(2028, 10, 4)


def test_an_order_to_leave_ends_rights_two_months_after_it_became_final_and_not_before_the_law_said_so() -> None:
    """END-4 (CSS R111-4), as of 2 November 2020."""
    assert endings.removal_end(date(2026, 12, 31)) == date(2027, 2, 28)
    assert endings.removal_end(date(2020, 11, 2)) == date(2021, 1, 2)
    with pytest.raises(NoLaw):
        endings.removal_end(date(2020, 11, 1))


@given(DAYS, DAYS)
def test_nothing_ends_before_six_months_or_without_a_month_to_answer(stay_until: date, asked_on: date) -> None:
    last = endings.last_day(stay_until, asked_on)
    assert (last - stay_until).days >= 181
    assert (last - asked_on).days >= 28


def test_every_reason_has_its_words_and_its_article() -> None:
    assert all(ending.sentence.endswith(".") and "CSS" in ending.rule for ending in endings.ENDINGS.values())
