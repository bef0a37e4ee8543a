"""Rows that share a total: those of a person, of a visit, of a year."""

from __future__ import annotations

from functools import cached_property
from math import prod

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]
# wider than any total of a chunk, so that one running minimum serves all groups
APART = np.int64(1) << 40


class Groups:
    """Rows that share a total: an order that brings them together, and where each group starts in it.

    What is asked of them is made once, when it is asked for: where no row asks for a cap, nothing is sorted.
    """

    def __init__(self, *keys: Column) -> None:
        self.keys = keys

    @cached_property
    def order(self) -> Column | None:
        """Rows that agree in all keys, each group in the order its rows count; None where they stand so already."""
        key = _one_key(self.keys)
        if key is None:
            return np.lexsort(self.keys[::-1])
        if (key[1:] >= key[:-1]).all():
            return None
        order: Column = np.argsort(key, kind="stable")
        return order

    def gathered(self, column: Column) -> Column:
        """A column in that order."""
        return column if self.order is None else column[self.order]

    def back(self, column: Column) -> Column:
        """A column in that order, as the rows were told."""
        if self.order is None:
            return column
        out = np.empty_like(column)
        out[self.order] = column
        return out

    @cached_property
    def starts(self) -> npt.NDArray[np.bool_]:
        """The first row of each group, in that order."""
        starts = np.zeros(len(self.keys[0]), dtype=bool)
        starts[:1] = True
        for key in map(self.gathered, self.keys):
            starts[1:] |= key[1:] != key[:-1]
        return starts

    @cached_property
    def number(self) -> Column:
        """Which group each row is in, in that order."""
        return np.cumsum(self.starts) - 1

    @cached_property
    def first(self) -> Column:
        """The first row of the group of each row, in that order."""
        first: Column = np.flatnonzero(self.starts)[self.number]
        return first

    @cached_property
    def apart(self) -> Column:
        """A number a row, higher by more than any amount from group to group."""
        return self.number * APART

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
