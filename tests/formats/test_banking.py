"""Days on which banks settle: no weekend, no closing day of TARGET."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.formats.banking import banking_day, easter, working_days_on

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("day", "settles"),
    [
        ((2026, 10, 20), (2026, 10, 20)), ((2026, 10, 24), (2026, 10, 26)), ((2026, 12, 25), (2026, 12, 28)),
        ((2026, 12, 31), (2026, 12, 31)), ((2027, 1, 1), (2027, 1, 4)), ((2026, 4, 3), (2026, 4, 7)),
        ((2026, 5, 1), (2026, 5, 4)), ((2026, 5, 8), (2026, 5, 8)), ((2025, 12, 25), (2025, 12, 29)),
    ],
)  # fmt: skip
def test_a_transfer_is_settled_on_the_first_banking_day(
    day: tuple[int, int, int], settles: tuple[int, int, int]
) -> None:
    assert banking_day(date(*day)) == date(*settles)


@pytest.mark.parametrize(
    "day", [(2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18)]
)
def test_easter_is_where_calendars_print_it(day: tuple[int, int, int]) -> None:
    assert easter(day[0]) == date(*day)


def test_working_days_leave_out_week_ends_and_public_holidays() -> None:
    assert working_days_on(date(2026, 11, 27), 2) == date(2026, 12, 1)  # a Friday
    assert working_days_on(date(2026, 12, 24), 2) == date(2026, 12, 29)
    assert working_days_on(date(2027, 5, 5), 1) == date(2027, 5, 7)  # Ascension
