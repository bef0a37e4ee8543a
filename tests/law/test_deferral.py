"""A small sum may wait where the fund uses its permission (CSS D133-2): 25.00 in 2023, 27.00 in 2025, 28.00 in 2026."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law.deferral import may_wait
from affilia.law.reader import NoLaw

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("cents", "on", "waits"),
    [
        (2499, date(2023, 5, 2), True), (2500, date(2023, 5, 2), False),
        (2699, date(2025, 1, 1), True), (2700, date(2025, 1, 1), False),
        (2799, date(2026, 1, 1), True), (2800, date(2026, 1, 1), False), (0, date(2026, 6, 30), True),
    ],
)  # fmt: skip
def test_a_sum_under_the_threshold_of_its_year_may_wait(cents: int, on: date, waits: bool) -> None:
    assert may_wait(cents, on) is waits


@pytest.mark.parametrize(("on", "waits"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_in_december_the_year_ends_and_all_is_paid(on: date, waits: bool) -> None:
    assert may_wait(100, on) is waits


def test_before_the_thresholds_were_compiled_there_is_no_law_to_wait_by() -> None:
    with pytest.raises(NoLaw):
        may_wait(100, date(2018, 11, 30))
