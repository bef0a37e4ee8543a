"""Which open rights a proposal would move: the day before which they cannot end (CSS R111-4). Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from affilia.coverage.models import Period
from affilia.law.book import Book
from affilia.law.days import day_numbered, number_of
from affilia.law.facts import law

Moved = tuple[str, date, date]


def rights_moved(proposed: Book) -> tuple[int, list[Moved]]:
    """How many open rights have a title to stay, and those that could end on another day. Raises NoLaw."""
    first = law.changes["permit_until"][0]
    rows = Period.objects.filter(until_day__isnull=True, stay_until__gte=first).order_by("pk")
    told = [(ref, day) for ref, day in rows.values_list("ref", "stay_until") if day]
    if not told:
        return 0, []
    facts = {"permit_until": np.array([number_of(day) for _ref, day in told])}
    return len(told), moved([ref for ref, _day in told], facts, proposed, "rights_kept_until")


def moved(refs: list[str], facts: Mapping[str, Any], proposed: Book, goal: str) -> list[Moved]:
    """The rows whose day is another one under the proposal: before and after. Raises NoLaw."""
    before, after = (book.evaluate(dict(facts), goal)[goal] for book in (law, proposed))
    return [(refs[row], _day(before[row]), _day(after[row])) for row in (before != after).nonzero()[0]]


def _day(value: int) -> date:
    return day_numbered(value)
