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
    firsts = np.flatnonzero(within.starts)
    ends = np.append(firsts[1:], len(owed))
    order = within.order
    for one in _unpaid_in_time(left[order], held[order], day[order], years[order], np.cumsum(within.starts) - 1):
        rows = order[firsts[one] : ends[one]]
        dead[rows] = _barred_one(owed[rows], held[rows], day[rows], months_on(day[rows], 12 * years[rows]))
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


def _barred_one(owed: Column, held: Column, day: Day, over: Day) -> list[int]:
    """The same of one group, row by row."""
    debts: list[list[int]] = []  # the day each dies, what is left of it
    dead = []
    for cents, pays, today, end in zip(owed.tolist(), held.tolist(), day.tolist(), over.tolist(), strict=True):
        dead.append(sum(rest for dies, rest in debts if dies < today))
        debts = [debt for debt in debts if debt[0] >= today] + [[end, cents]]
        for debt in debts:
            paid = min(debt[1], pays)
            debt[1], pays = debt[1] - paid, pays - paid
    return dead


def without(left: Column, dead: Column, owed: Column, held: Column, within: Groups) -> Column:
    """A carried debt less what died of it: as it is where nothing did."""
    return carried(owed, held + dead, within) if dead.any() else left
