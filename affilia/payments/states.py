"""A payment order's life: prepared by one person, approved by another, sent, settled; and each payment in it."""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    """One file to the bank."""

    PREPARED = "prepared"
    APPROVED = "approved"
    SENT = "sent"
    SETTLED = "settled"
    DROPPED = "dropped"


O = OrderState  # noqa: E741  read beside the table only
ORDER_MOVES = {
    "approve": (frozenset({O.PREPARED}), O.APPROVED),
    "send": (frozenset({O.APPROVED}), O.SENT),
    "settle": (frozenset({O.SENT}), O.SETTLED),
    "drop": (frozenset({O.PREPARED}), O.DROPPED),
    # only the bank's own word undoes what was approved: it does not take the file, or refuses the whole order
    "refuse": (frozenset({O.APPROVED, O.SENT}), O.DROPPED),
}


class PaymentState(StrEnum):
    """One credit to one account."""

    PREPARED = "prepared"
    SENT = "sent"
    SETTLED = "settled"
    RETURNED = "returned"
    DROPPED = "dropped"


P = PaymentState
# the bank has not said what became of it
UNANSWERED = frozenset({P.PREPARED, P.SENT})
PAYMENT_MOVES = {
    "send": (frozenset({P.PREPARED}), P.SENT),
    "settle": (frozenset({P.SENT}), P.SETTLED),
    # banks send money back after it arrived, too
    "return": (frozenset({P.SENT, P.SETTLED}), P.RETURNED),
    "drop": (frozenset({P.PREPARED}), P.DROPPED),
    # with its whole order, for nothing that this payment is
    "refuse": (frozenset({P.SENT}), P.DROPPED),
}
