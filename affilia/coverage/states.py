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
# the register has not answered
RUNNING = frozenset({E.PREPARED, E.SENT})
EXCHANGE_MOVES = {
    "send": (frozenset({E.PREPARED}), E.SENT),
    "accept": (frozenset({E.SENT}), E.ACCEPTED),
    "reject": (frozenset({E.SENT}), E.REJECTED),
}


class CardState(StrEnum):
    """The carte Vitale on its way; a card that is lost, came back or was given back makes room for another."""

    ORDERED = "ordered"
    MADE = "made"
    SENT = "sent"
    ACTIVE = "active"
    LOST = "lost"
    RETURNED = "returned"
    CLOSED = "closed"


C = CardState
CARDS_ALIVE = frozenset({C.ORDERED, C.MADE, C.SENT, C.ACTIVE})
CARD_MOVES = {
    "make": (frozenset({C.ORDERED}), C.MADE),
    "send": (frozenset({C.MADE}), C.SENT),
    "activate": (frozenset({C.SENT}), C.ACTIVE),
    "lose": (frozenset({C.SENT, C.ACTIVE}), C.LOST),
    "come_back": (frozenset({C.SENT}), C.RETURNED),
    "close": (CARDS_ALIVE, C.CLOSED),
}
