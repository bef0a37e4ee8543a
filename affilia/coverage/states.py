"""The exchange with the national register, and the carte Vitale."""

from __future__ import annotations

from enum import StrEnum


class ExchangeState(StrEnum):
    """One request to the register: prepared here, sent, answered there."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


E = ExchangeState
EXCHANGE_MOVES = {
    "send": (frozenset({E.PREPARED}), E.SENT),
    "accept": (frozenset({E.SENT}), E.ACCEPTED),
    "reject": (frozenset({E.SENT}), E.REJECTED),
}


class CardState(StrEnum):
    """The carte Vitale on its way."""

    ORDERED = "ordered"
    MADE = "made"
    SENT = "sent"
    ACTIVE = "active"
    LOST = "lost"


C = CardState
CARD_MOVES = {
    "make": (frozenset({C.ORDERED}), C.MADE),
    "send": (frozenset({C.MADE}), C.SENT),
    "activate": (frozenset({C.SENT}), C.ACTIVE),
    "lose": (frozenset({C.SENT, C.ACTIVE}), C.LOST),
}
