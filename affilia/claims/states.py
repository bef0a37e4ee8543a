"""A line's life: received, held for a person, decided, paid. Corrections are new decisions, not states."""

from __future__ import annotations

from enum import StrEnum


class LineState(StrEnum):
    """`held`: a caseworker must look first."""

    RECEIVED = "received"
    HELD = "held"
    DECIDED = "decided"
    PAID = "paid"


S = LineState
MOVES = {
    "hold": (frozenset({S.RECEIVED}), S.HELD),
    "release": (frozenset({S.HELD}), S.RECEIVED),
    "decide": (frozenset({S.RECEIVED}), S.DECIDED),
    "refuse": (frozenset({S.HELD}), S.DECIDED),
    "pay": (frozenset({S.DECIDED}), S.PAID),
}
