"""Days as columns count them, from 1 January 1970 on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from affilia.law.days import day_numbered, number_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(1971, 1, 1), 365), (date(2026, 1, 1), 20454)],
)
def test_a_day_is_its_distance_from_the_first(day: date, number: int) -> None:
    assert number_of(day) == number
    assert day_numbered(number) == day_numbered(np.int64(number)) == day
