"""Debts that die: the words of the rules for what the law takes from a debt with time (columns has those that last)."""

from __future__ import annotations

import numpy as np

from affilia.law.columns import Column, Count, Day, Groups, carried, months_on


def barred(left: Column, owed: Column, held: Column, day: Day, years: Count, within: Groups) -> Column:
    """What of the debts of a group has died before each row: owed at a row, they live so many years, the oldest paid first.

    `left`: what is carried if nothing dies. Who still owes when a debt's time is over is looked at row by row: few do.
    """
    dead = np.zeros_like(owed)
    if not left.any():
        return dead
    order = within.order
    found = _unpaid_in_time(left[order], held[order], day[order], years[order], np.cumsum(within.starts) - 1)
    if len(found):
        firsts = np.append(np.flatnonzero(within.starts), len(owed))
        _bar(dead, [order[firsts[one] : firsts[one + 1]] for one in found], owed, held, day, years)
    return dead


def _unpaid_in_time(left: Column, held: Column, day: Column, years: Count, group: Column) -> list[int]:
    """Groups in which what is owed at some row may still be when its time is over; those whose days go back are among them."""
    back = group[1:][(day[1:] < day[:-1]) & (group[1:] == group[:-1])]
    owing = np.flatnonzero(left)
    if int(day.max()) - int(day.min()) < 365 * int(years.min()):
        return []  # nobody's lines lie so far apart
    # one number that grows with the group and then with the day
    apart = int(day.max()) - int(day.min()) + 1
    times = group * apart + (day - day.min())
    over = months_on(day[owing], 12 * years[owing]) - day.min()
    until = np.searchsorted(times, group[owing] * apart + np.minimum(over, apart - 1), side="right") - 1
    paid = np.cumsum(held)
    short = (paid[until] - paid[owing] < left[owing]) & (over < apart)
    found: list[int] = np.union1d(group[owing[short]], back).tolist()
    return found


def _bar(dead: Column, groups: list[Column], owed: Column, held: Column, day: Day, years: Count) -> None:
    """Write what died before each row of these groups: the first rows of all at once, then the second…"""
    groups = sorted(groups, key=len, reverse=True)
    lengths = np.array([len(rows) for rows in groups])
    table = np.zeros((len(groups), lengths[0]), dtype=np.int64)  # the rows of each group
    table[np.arange(lengths[0]) < lengths[:, None]] = rows = np.concatenate(groups)
    over = np.zeros_like(day)
    over[rows] = months_on(day[rows], 12 * years[rows])
    left, until = np.zeros_like(table), np.zeros_like(table)  # of what was owed at each row, and how long it lives
    for place in range(lengths[0]):
        some = int(np.count_nonzero(lengths > place))
        rows = table[:some, place]
        owing, dies = left[:some, :place], until[:some, :place] < day[rows][:, None]
        dead[rows] = (owing * dies).sum(axis=1)
        owing[dies] = 0
        left[:some, place], until[:some, place] = owed[rows], over[rows]
        owing = left[:some, : place + 1]
        older = np.cumsum(owing, axis=1) - owing
        owing -= np.clip(held[rows][:, None] - older, 0, owing)


def without(left: Column, dead: Column, owed: Column, held: Column, within: Groups) -> Column:
    """A carried debt less what died of it: as it is where nothing did."""
    return carried(owed, held + dead, within) if dead.any() else left
