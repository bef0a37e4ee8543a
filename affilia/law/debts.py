"""Debts that die: the words of the rules for what the law takes from a debt with time (columns has those that last)."""

from __future__ import annotations

import numpy as np

from affilia.law.columns import Column, Count, Day, Groups, carried, months_on


def barred(left: Column, owed: Column, held: Column, day: Day, years: Count, within: Groups) -> Column:
    """What of the debts of a group has died before each row: owed at a row, they live so many years, the oldest paid first.

    `left`: what is carried if nothing dies.
    """
    dead = np.zeros_like(owed)
    if not left.any() or int(day.max()) - int(day.min()) < 365 * int(years.min()):
        return dead  # nobody owes, or nobody's lines lie so far apart
    # where days go back a younger debt may die before an older one: told last, these hold
    ways = ((_dying(left, owed, day, years, within), _died), (_going_back(day, years, within), _died_one_by_one))
    for rows, died in ways:
        if len(rows):
            dead[rows] = died(owed[rows], held[rows], day[rows], years[rows], within.of(rows))
    return dead


def without(left: Column, dead: Column, owed: Column, held: Column, within: Groups) -> Column:
    """A carried debt less what died of it: as it is where nothing did."""
    rows = _rows_of(np.flatnonzero(within.gathered(dead)), within)
    if not len(rows):
        return left
    less = left.copy()
    less[rows] = carried(owed[rows], held[rows] + dead[rows], within.of(rows))
    return less


def _dying(left: Column, owed: Column, day: Day, years: Count, within: Groups) -> Column:
    """The rows of groups in which something dies: what was owed at a row is still owed when its time is over."""
    left, day = within.gathered(left), within.gathered(day)
    owing = np.flatnonzero(left)
    total = np.cumsum(within.gathered(owed))
    over = months_on(day[owing], 12 * within.gathered(years)[owing]) + within.apart[owing]
    later = np.searchsorted(np.maximum.accumulate(day + within.apart), over, side="right")
    later, owing = later[goes_on := later < len(day)], owing[goes_on]
    unpaid = total[owing] - total[later - 1] + left[later - 1] > 0
    return _rows_of(owing[unpaid & (within.number[later] == within.number[owing])], within)


def _going_back(day: Day, years: Count, within: Groups) -> Column:
    """The rows of groups in which a day, or how long a debt lives, is less than at the row before."""
    day, years = within.gathered(day), within.gathered(years)
    falls = (day[1:] < day[:-1]) | (years[1:] < years[:-1])
    return _rows_of(np.flatnonzero(falls & ~within.starts[1:]), within)


def _rows_of(some: Column, within: Groups) -> Column:
    """All rows of the groups that some rows are of, each group in its order."""
    wanted = np.zeros(len(within.starts), dtype=bool)
    wanted[within.first[some]] = True
    rows = np.flatnonzero(wanted[within.first])
    return rows if within.order is None else within.order[rows]


def _died(owed: Column, held: Column, day: Day, years: Count, within: Groups) -> Column:
    """Paid and dead together grow: at each row to what had to be gone by then, and by what is held, never beyond what is owed.

    Each row takes what is gone before it to `min(high, max(low, gone + held))`; two such steps are one of the same kind, so
    the rows of a group are taken together in twos, fours, eights…
    """
    total = np.cumsum(owed)
    before = (total - owed)[within.first]
    owed_so_far = total - before
    latest = np.maximum.accumulate(day + within.apart) - within.apart
    over = months_on(latest, 12 * years)
    # how many rows of the groups so far owed what does not live any more on the day of each row
    expired = np.searchsorted(np.maximum.accumulate(over + within.apart), latest + within.apart)
    due = np.where(expired > within.first, total[np.maximum(expired, 1) - 1] - before, 0)
    high, shift = owed_so_far.copy(), held.copy()
    low = np.minimum(due + held, high)
    place, step = np.arange(len(owed)) - within.first, 1
    while len(rows := np.flatnonzero(place >= step)):
        earlier = rows - step
        low[rows], high[rows], shift[rows] = (
            np.clip(low[earlier] + shift[rows], low[rows], high[rows]),
            np.clip(high[earlier] + shift[rows], low[rows], high[rows]),
            shift[earlier] + shift[rows],
        )
        step *= 2
    gone = np.clip(shift, low, high)
    gone_before = np.roll(gone, 1)
    gone_before[within.starts] = 0
    dead: Column = np.maximum(due - gone_before, 0)
    return dead


def _died_one_by_one(owed: Column, held: Column, day: Day, years: Count, within: Groups) -> Column:
    """The same of debts that die in any order, each followed: no line of the service needs it, a file of lines may."""
    dead = np.zeros_like(owed)
    over = months_on(day, 12 * years)
    alive: list[list[int]] = []
    for row in range(len(owed)):
        alive = [] if within.starts[row] else alive
        dead[row] = sum(cents for until, cents in alive if until < day[row])
        alive = [debt for debt in alive if debt[0] >= day[row]] + [[int(over[row]), int(owed[row])]]
        to_keep = int(held[row])
        for debt in alive:
            kept = min(debt[1], to_keep)
            debt[1], to_keep = debt[1] - kept, to_keep - kept
    return dead
