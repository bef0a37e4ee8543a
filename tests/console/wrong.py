"""What no file should hold, and every place of a file to put it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

VALUES: list[Any] = [
    None, True, -1, 0, 1.5, float("nan"), float("inf"), 10**18, "", "x", "\n\x1b[2J", "9" * 5000, "٣٠", ".5", "1_0", "2026-W36-2",
    "20260901", "0001-01-01", "9999-12-31", b"\xff", [], ["x"], [[1]], {}, {"a": 1}, {1, 2},
    date(1, 1, 1), date(9999, 12, 31), datetime(2026, 9, 1, 10, 0),  # noqa: DTZ001  as YAML gives it
]  # fmt: skip


def twisted(content: Any) -> Iterator[Any]:
    """The content with one wrong value, for each place and each value."""
    for place in places(content):
        for value in VALUES:
            yield put(content, place, value)


def places(content: Any) -> Iterator[tuple[Any, ...]]:
    """Every path that leads to a value."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for name, below in pairs:
        yield (name,)
        yield from ((name, *rest) for rest in places(below))


def put(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A copy with the value at a place."""
    copied = copy.deepcopy(content)
    above = copied
    for name in place[:-1]:
        above = above[name]
    above[place[-1]] = value
    return copied
