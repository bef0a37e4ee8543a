"""The words rules are written with. A column is one value a row, whole numbers or flags; no nulls, no floats."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from math import prod
from typing import Annotated

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]
Cents = Annotated[Column, "cents"]
BasisPoints = Annotated[Column, "basis_points"]
Day = Annotated[Column, "days"]  # days since 1970-01-01
Count = Annotated[Column, "count"]
Hundredths = Annotated[Column, "hundredths"]  # a coefficient of 7.5 is 750
Flag = Annotated[npt.NDArray[np.bool_], "flag"]

# one, in basis points
WHOLE = 10_000
# wider than any total of a chunk, so that one running minimum serves all groups
APART = np.int64(1) << 40


# days whose year and limit are looked up; others are reckoned
FIRST_DAY, DAYS = -36_525, 110_000  # from 1870 to 2171


class Groups:
    """Rows that share a total: an order that brings them together, and where each group starts in it.

    Both are made when they are asked for, once: where no row asks for a cap, nothing is sorted.
    """

    def __init__(self, *keys: Column) -> None:
        self.keys = keys

    @cached_property
    def order(self) -> Column:
        """Rows that agree in all keys, each group in the order its rows count."""
        key = _one_key(self.keys)
        if key is None:
            return np.lexsort(self.keys[::-1])
        if (key[1:] >= key[:-1]).all():
            return np.arange(len(key))
        order: Column = np.argsort(key, kind="stable")
        return order

    @cached_property
    def starts(self) -> npt.NDArray[np.bool_]:
        """The first row of each group, in that order."""
        starts = np.zeros(len(self.order), dtype=bool)
        starts[:1] = True
        for key in self.keys:
            told = key[self.order]
            starts[1:] |= told[1:] != told[:-1]
        return starts

    def of(self, rows: Column) -> Groups:
        """The same groups of some rows."""
        return Groups(*(key[rows] for key in self.keys))


def _one_key(keys: tuple[Column, ...]) -> Column | None:
    """Several keys as one that orders alike; None where whole numbers of 64 bits do not hold it."""
    if not len(keys[0]):
        return keys[0]
    lowest = [int(key.min()) for key in keys]
    spans = [int(key.max()) - low + 1 for key, low in zip(keys, lowest, strict=True)]
    if prod(spans) >= 1 << 62:
        return None
    key = keys[0] - lowest[0]
    for further, low, span in zip(keys[1:], lowest[1:], spans[1:], strict=True):
        key = key * span + (further - low)
    return key


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
    if (part == whole).all():
        return amount  # nearly every line: nothing to split
    return (2 * amount * part + whole) // (2 * whole)


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
    total = _running(amount[within.order], within)
    reached = total + np.minimum(0, _lowest_so_far(cap[within.order] - total, within))
    taken = np.diff(reached, prepend=0)
    taken[within.starts] = reached[within.starts]
    return _back(taken, within)


def rising(cap: Column, within: Groups) -> Column:
    """The highest so far in the group: a cap that the law raised in mid-year does not fall for an older day."""
    group = np.cumsum(within.starts) * APART
    return _back(np.maximum.accumulate(cap[within.order] + group) - group, within)


def running(amount: Column, before: Column, within: Groups) -> Column:
    """At each row that adds something the total so far in the group, with what came before; nothing at the others."""
    total = np.zeros_like(amount)
    rows = np.flatnonzero(amount)
    if len(rows):
        groups = within.of(rows)
        total[rows] = _back(_running(amount[rows][groups.order], groups), groups) + before[rows]
    return total


def carried(owed: Column, held: Column, within: Groups) -> Column:
    """What stays owed after each row: debts grow by `owed`, shrink by `held`, and never fall below nothing."""
    if not (owed > held).any():
        return 0 * owed  # all is held as it falls due
    total = _running((owed - held)[within.order], within)
    return _back(total - np.minimum(0, _lowest_so_far(total, within)), within)


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
    told = column[within.order]
    before = np.roll(told, 1)
    before[within.starts] = 0
    return _back(before, within)


def opening(column: Column, within: Groups) -> Column:
    """A value that every row of a group repeats, on its first row only: it counts once."""
    if not column.any():
        return column
    told: Column = np.where(within.starts, column[within.order], 0)
    return _back(told, within)


def months_on(day: Day, months: Count | int) -> Day:
    """The same day so many months later, or earlier; clamped to the last day of a shorter month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    in_month = day - month.astype("datetime64[D]").astype(np.int64)
    target = month + months
    first = target.astype("datetime64[D]").astype(np.int64)
    last: Column = (target + 1).astype("datetime64[D]").astype(np.int64) - 1
    clamped: Column = np.minimum(first + in_month, last)
    return clamped


def month_start(day: Day) -> Day:
    """The first day of the month of a day."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    first: Column = month.astype("datetime64[D]").astype(np.int64)
    return first


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
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    start = (months // 3 + 1) * 3
    last: Column = (start + 24).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    return last


def _running(amount: Column, within: Groups) -> Column:
    total = np.cumsum(amount)
    before = np.where(within.starts, total - amount, 0)
    return total - before[np.maximum.accumulate(np.where(within.starts, np.arange(len(amount)), 0))]


def _lowest_so_far(column: Column, within: Groups) -> Column:
    """Each group lies lower than the one before by more than any amount, so one accumulate does all groups."""
    group = np.cumsum(within.starts) * APART
    return np.minimum.accumulate(column - group) + group


def _back(column: Column, within: Groups) -> Column:
    out = np.empty_like(column)
    out[within.order] = column
    return out
