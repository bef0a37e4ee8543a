"""Parameters as columns: the value in force for each row, of a category where it has one a category."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import numpy as np

from affilia.law.columns import Column, Columns, Flag
from affilia.law.days import day_numbered
from affilia.law.reader import NoLaw, Parameter

MISSING = np.iinfo(np.int64).min
MOST_ROWS = 1 << 32  # of a column that is one number


class Quantity:
    """A parameter ready for columns: its values in one array a category, found by the era a day falls in."""

    def __init__(self, members: list[Parameter], keys: list[str], days: list[date]) -> None:
        first = members[0]
        self.name, self.unit, self.looked_up_by, self.where = first.name, first.unit, first.looked_up_by, first.where
        self.keyed, self.keys = bool(first.key), keys
        self.members = {member.key: member for member in members}
        # the columns that say whom it concerns
        self.asks = {
            self.looked_up_by,
            *("category" if name in keys else name for name in (*self.where, first.key) if name),
        }
        self._same: dict[tuple[int, int], Column | None] = {}
        order = keys if self.keyed else [""]
        self.table = np.array([[MISSING, *(self._at(key, day) for day in days)] for key in order])
        # from this era on every category has a value, and nobody need look
        self.whole_from = int(np.max(np.nonzero((self.table == MISSING).any(axis=0))[0])) + 1

    def _at(self, key: str, day: date) -> int:
        member = self.members.get(key)
        if member is None or member.values[0].from_day > day:
            return int(MISSING)
        return member.on(day).value

    def column(
        self, columns: Columns, era: Column, earliest: int, latest: int, excused_by: Iterable[str] = ()
    ) -> Column:
        """The value in force for each row; nothing where a flag that is known says the row needs none. Raises NoLaw."""
        if not self.keyed and (one := self._between(earliest, latest)) is not None:
            return one[: len(era)]
        found: Column = self.table.ravel().take(columns["category"] * self.table.shape[1] + era if self.keyed else era)
        if earliest < self.whole_from and len(lacking := np.flatnonzero(found == MISSING)):
            self._excused(lacking, columns, excused_by)
            found[lacking] = 0
        return found

    def _between(self, earliest: int, latest: int) -> Column | None:
        """The one value of these eras, if it is one: as a column of any length, which takes the room of one number."""
        if (earliest, latest) not in self._same:
            values = self.table[0, earliest : latest + 1]
            same = len(values) and (values == values[0]).all() and values[0] != MISSING
            self._same[earliest, latest] = np.broadcast_to(values[0], MOST_ROWS) if same else None
        return self._same[earliest, latest]

    def _excused(self, lacking: Column, columns: Columns, excused_by: Iterable[str]) -> None:
        """Rows without a value need none. Raises NoLaw."""
        rows = {name: columns[name][lacking] for name in {*self.asks, *excused_by} if name in columns}
        asked = self.concerns(rows)
        for name in (name for name in excused_by if name in columns):
            asked = asked & ~rows[name]
        if asked.any():
            row = int(lacking[np.argmax(asked)])
            day = day_numbered(columns[self.looked_up_by][row])
            what = f"{self.name}/{self.keys[int(columns['category'][row])]}" if self.keyed else self.name
            raise NoLaw(f"{what}: no value on {day}", row)

    def known(self, key: str, era: int, up: Collection[str]) -> bool:
        """Whether a line of a category finds a value in an era, or asks for none; `up`: the flags it may have up."""
        asked = not self.where or any(name == key or name in up for name in self.where)
        return not asked or bool(self.table[self.keys.index(key) if self.keyed else 0, era] != MISSING)

    def holes(self) -> list[str]:
        """The categories it has no value for at all, though it is one of a value each."""
        return [key for key in self.keys if key not in self.members] if self.keyed else []

    def concerns(self, facts: Columns) -> Flag:
        """The rows this quantity is about: `where` names flags and categories; without it, all."""
        told = [facts["category"] == self.keys.index(name) if name in self.keys else facts[name] for name in self.where]
        found: Flag = np.logical_or.reduce(told) if told else np.ones(len(facts[self.looked_up_by]), dtype=bool)
        return found

    def status(self, key: str, day: int) -> tuple[str, str]:
        """(reference, status) of the value in force."""
        value = self.members[key if self.keyed else ""].on(day_numbered(day))
        return value.reference, value.status
