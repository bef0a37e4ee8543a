"""Days of rights and of clocks, ages, and the end of an academic year, by hand (affiliation.md 1.8, 1.10; reimbursement.md 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from affilia.law import entitlement

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 10, 5), 3, date(2027, 1, 5)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)), (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)), (date(2024, 2, 29), 24, date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_the_same_day_of_a_later_month_or_its_last(day: date, months: int, later: date) -> None:
    assert entitlement.months_later(day, months) == later


STUDIES = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("arrived", "other_cover", "begin"),
    [
        (None, None, STUDIES), (date(2026, 8, 20), None, STUDIES), (date(2026, 9, 7), None, date(2026, 9, 7)),
        (None, date(2026, 10, 31), date(2026, 11, 1)), (date(2026, 9, 7), date(2026, 9, 2), date(2026, 9, 7)),
        (date(2026, 9, 7), date(2026, 9, 7), date(2026, 9, 8)),
    ],
)  # fmt: skip
def test_rights_begin_with_the_studies_once_she_is_here_and_other_cover_is_over(
    arrived: date | None, other_cover: date | None, begin: date
) -> None:
    """RGT-1, RGT-3 (CSS D160-2 II 5, R161-8-1)."""
    assert entitlement.rights_start(STUDIES, arrived, other_cover) == begin


@pytest.mark.parametrize(
    ("clock", "last"),
    [
        # STA-2: three months; STA-9, END-8: two
        (entitlement.civil_status_due, date(2027, 2, 28)), (entitlement.register_due, date(2027, 1, 30)),
        (entitlement.contest_until, date(2027, 1, 30)), (entitlement.silent_from, date(2027, 1, 30)),
        (entitlement.court_until, date(2027, 1, 30)),
    ],
)  # fmt: skip
def test_the_clocks_of_the_civil_status_the_register_and_a_contest(clock: Callable[[date], date], last: date) -> None:
    """CSS R114-7, R142-1, R142-6, R142-1-A."""
    assert clock(date(2026, 11, 30)) == last


@pytest.mark.parametrize(
    ("born", "latest"),
    [
        ("2004-03-09", (2004, 309)), ("2004-03", (2004, 331)), ("2004-02", (2004, 229)), ("2005-02-00", (2005, 228)),
        ("2004", (2004, 1231)), ("2004-00-00", (2004, 1231)), ("2004-12-01", (2004, 1201)),
    ],
)  # fmt: skip
def test_of_a_birth_told_in_part_the_latest_day_counts(born: str, latest: tuple[int, int]) -> None:
    assert entitlement.latest_birth(born) == latest


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-09-14", date(2026, 9, 13), 17), ("2008-09-14", date(2026, 9, 14), 18), ("2008-09-14", date(2026, 9, 15), 18),
        ("2008-10-01", date(2026, 9, 30), 17), ("2008-08-31", date(2026, 9, 1), 18),
        # born on a 29 February: of age on 1 March of a year without one
        ("2008-02-29", date(2026, 2, 28), 17), ("2008-02-29", date(2026, 3, 1), 18),
        ("2008", date(2026, 12, 30), 17), ("2008", date(2026, 12, 31), 18),
    ],
)  # fmt: skip
def test_a_year_is_whole_on_the_birthday(born: str, on: date, age: int) -> None:
    assert entitlement.age_on(born, on) == age
    day = np.array([on.month * 100 + on.day])
    assert entitlement.whole_years(np.array([on.year]), day, *map(np.array, entitlement.latest_birth(born))) == [age]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 9, 1), date(2027, 8, 31)), (date(2026, 8, 31), date(2026, 8, 31)), (date(2026, 12, 31), date(2027, 8, 31)),
        (date(2027, 1, 1), date(2027, 8, 31)),
    ],
)  # fmt: skip
def test_an_academic_year_ends_with_august(day: date, end: date) -> None:
    assert entitlement.academic_year_end(day) == end
