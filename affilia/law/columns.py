"""The words rules are written with. A column is one value a row, whole numbers or flags; no nulls, no floats."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from affilia.law.groups import APART
from affilia.law.groups import Column as Column
from affilia.law.groups import Groups as Groups

Columns = dict[str, Any]  # a name each; some are groups
Cents = Annotated[Column, "cents"]
BasisPoints = Annotated[Column, "basis_points"]
Day = Annotated[Column, "days"]  # days since 1970-01-01
Count = Annotated[Column, "count"]
Hundredths = Annotated[Column, "hundredths"]  # a coefficient of 7.5 is 750
Flag = Annotated[npt.NDArray[np.bool_], "flag"]

# one, in basis points
WHOLE = 10_000
# days whose year and limit are looked up; others are reckoned
FIRST_DAY, DAYS = -36_525, 110_000  # from 1870 to 2171


def _(text: str) -> str:
    """Marks a sentence for the translators; the doors translate it."""
    return text


def lower_of(a: Column, b: Column) -> Column:
    """Row by row, the lower."""
    lower: Column = np.minimum(a, b)
    return lower


def higher_of(a: Column, b: Column | int) -> Column:
    """Row by row, the higher."""
    higher: Column = np.maximum(a, b)
    return higher


def choose(case: Flag, then: Column | int, *, otherwise: Column | int) -> Column:
    """Row by row, one or the other."""
    chosen: Column = np.where(case, then, otherwise)
    return chosen


def share(amount: Cents, rate: BasisPoints, *rates: BasisPoints) -> Cents:
    """A share of an amount, or a share of a share, to the nearest cent, half up: rounded once, the only rounding."""
    if not amount.any() or not rate.any():
        return 0 * amount  # nothing to share
    whole, product = 10000, amount * rate
    for further in rates:
        whole, product = whole * 10000, product * further
    return (product + whole // 2) // whole


def portion(amount: Cents, part: Count, whole: Count) -> Cents:
    """So many parts of a whole, to the nearest cent, half up: what some of the acts of a line cost."""
    if not len(split := np.flatnonzero(part != whole)):
        return amount  # nearly every line: nothing to split
    portions = amount.copy()
    part, whole = part[split], whole[split]
    portions[split] = (2 * amount[split] * part + whole) // (2 * whole)
    return portions


def within(amount: Cents, limit: Cents, *rates: BasisPoints) -> Flag:
    """Whether an amount reaches no further than a limit times some rates: compared exactly, nothing is rounded.

    Rates are of tenths of a percent, so that the products of three of them stay whole numbers of 64 bits.
    """
    for rate in rates:
        tenths = rate // 10
        assert not np.any(rate - tenths * 10), "a rate finer than a tenth of a percent"
        amount, limit = amount * 1000, limit * tenths
    assert not len(limit) or (limit.min() >= 0 and limit.max() < APART << 22), "beyond exact whole numbers"
    found: Flag = amount <= limit
    return found


def together(*keys: Column) -> Groups:
    """Rows that agree in all keys, each group in the order its rows count."""
    return Groups(*keys)


def capped(amount: Column, cap: Column, within: Groups, *, highest: bool = False) -> Column:
    """What each row may still take of a total that grows to `cap` and no further; the cap may rise, never fall.

    `highest`: of caps that do fall, the highest so far among the rows that ask.

    A running total reflected at a barrier: reached = S + min(0, lowest so far of cap - S).
    """
    rows = np.flatnonzero(amount)
    if len(rows) < len(amount):
        # rows that ask nothing change nothing for the others
        few = np.zeros_like(amount)
        if len(rows):
            few[rows] = capped(amount[rows], cap[rows], within.of(rows), highest=highest)
        return few
    cap = rising(cap, within) if highest else cap
    total = _running(within.gathered(amount), within)
    reached = total + np.minimum(0, _lowest_so_far(within.gathered(cap) - total, within))
    taken = np.diff(reached, prepend=0)
    taken[within.starts] = reached[within.starts]
    return within.back(taken)


def rising(cap: Column, within: Groups) -> Column:
    """The highest so far in the group: a cap that the law raised in mid-year does not fall for an older day."""
    return within.back(np.maximum.accumulate(within.gathered(cap) + within.apart) - within.apart)


def running(amount: Column, before: Column, within: Groups) -> Column:
    """At each row that adds something the total so far in the group, with what came before; nothing at the others."""
    total = np.zeros_like(amount)
    rows = np.flatnonzero(amount)
    if len(rows):
        groups = within.of(rows)
        total[rows] = groups.back(_running(groups.gathered(amount[rows]), groups)) + before[rows]
    return total


def carried(owed: Column, held: Column, within: Groups) -> Column:
    """What stays owed after each row: debts grow by `owed`, shrink by `held`, and never fall below nothing."""
    if not (owed > held).any():
        return 0 * owed  # all is held as it falls due
    total = _running(within.gathered(owed - held), within)
    return within.back(total - np.minimum(0, _lowest_so_far(total, within)))


def year_of(day: Day) -> Count:
    """The calendar year of a day."""
    return _looked_up(day, _year)


def _year(day: Day) -> Count:
    years: Column = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def _looked_up(day: Day, reckon: Callable[[Day], Column]) -> Column:
    """What is reckoned of a day, from a table for days of our times: calendars are slow."""
    if len(day) < DAYS // 100 or day.min() < FIRST_DAY or day.max() >= FIRST_DAY + DAYS:
        return reckon(day)
    return _table(reckon)[day - FIRST_DAY]


@cache
def _table(reckon: Callable[[Day], Column]) -> Column:
    return reckon(np.arange(FIRST_DAY, FIRST_DAY + DAYS))


def earlier(column: Column, within: Groups) -> Column:
    """The value of the row before, in the group; nothing before the first."""
    if not column.any():
        return column
    before = np.roll(within.gathered(column), 1)
    before[within.starts] = 0
    return within.back(before)


def opening(column: Column, within: Groups) -> Column:
    """A value that every row of a group repeats, on its first row only: it counts once."""
    if not column.any():
        return column
    return within.back(np.where(within.starts, within.gathered(column), 0))


def months_on(day: Day, months: Count | int) -> Day:
    """The same day so many months later, or earlier; clamped to the last day of a shorter month."""
    target = _looked_up(day, _month) + months
    later = _first_day(target) + day - month_start(day)
    clamped: Column = np.minimum(later, _first_day(target + 1) - 1)
    return clamped


def month_start(day: Day) -> Day:
    """The first day of the month of a day."""
    return _looked_up(day, _month_start)


def _month_start(day: Day) -> Day:
    return _first_day(_month(day))


def _month(day: Day) -> Count:
    """Months since January 1970."""
    months: Column = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def _first_day(month: Count) -> Day:
    days: Column = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days


def year_end(day: Day) -> Day:
    """The 31 December of the year of a day."""
    last: Column = (day.astype("datetime64[D]").astype("datetime64[Y]") + 1).astype("datetime64[D]").astype(
        np.int64
    ) - 1
    return last


def two_years_on(day: Day) -> Day:
    """The last of the two years that start with the quarter after `day` (CSS L160-11)."""
    return _looked_up(day, _two_years_on)


def _two_years_on(day: Day) -> Day:
    quarter = (_month(day) // 3 + 1) * 3
    return _first_day(quarter + 24) - 1


def _running(amount: Column, within: Groups) -> Column:
    total = np.cumsum(amount)
    return total - (total - amount)[within.first]


def _lowest_so_far(column: Column, within: Groups) -> Column:
    """Each group lies lower than the one before by more than any amount, so one accumulate does all groups."""
    return np.minimum.accumulate(column - within.apart) + within.apart
