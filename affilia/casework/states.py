"""A task's life: open, taken by somebody, done."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """`dropped`: what it asked settled itself."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    DROPPED = "dropped"


S = TaskState
# the question stands
WAITING = frozenset({S.OPEN, S.TAKEN})
MOVES = {
    "take": (frozenset({S.OPEN}), S.TAKEN),
    "give_back": (frozenset({S.TAKEN}), S.OPEN),
    "finish": (frozenset({S.OPEN, S.TAKEN}), S.DONE),
    "drop": (frozenset({S.OPEN, S.TAKEN}), S.DROPPED),
}
