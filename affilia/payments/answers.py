"""Writes about what the bank answers: each payment settled, returned, or refused with its order, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from affilia.casework import operations as casework
from affilia.claims.models import Line
from affilia.formats.bankanswer import Answer, Status
from affilia.journal import operations as journal
from affilia.letters import operations as letters
from affilia.payments import returns
from affilia.payments.models import Entry, Order, Payment
from affilia.payments.states import UNANSWERED


class UnknownOrder(Exception):
    """The bank speaks of an order that is not marked as sent here."""


@transaction.atomic
def take_answer(*, answer: Answer, at: datetime) -> int:
    """Settle or return each payment the bank speaks of, once; how many were new.

    Raises UnknownOrder: of an order we do not know, or have not marked as sent yet; the answer must come again.
    """
    # the bank's file may be read by two workers: the second waits here, then finds everything booked
    order = Order.objects.select_for_update(no_key=True).filter(ref=answer.order).first()
    if order is None or order.state in ("prepared", "approved"):
        raise UnknownOrder(answer.order)
    payments = {row.ref: row for row in order.payments.select_related("person__account", "bank_account", "order")}
    new = sum(
        _settled(payments[status.reference], status, at) for status in answer.statuses if status.reference in payments
    )
    if answer.whole is not None:
        named = {status.reference for status in answer.statuses}
        rest = [payment for ref, payment in payments.items() if ref not in named]
        new += sum(_with_its_order(payment, answer.whole, at) for payment in rest)
    _ended(order, answer, at)
    return new


def _ended(order: Order, answer: Answer, at: datetime) -> None:
    """Nothing is at the bank any more: the order is settled, or refused where it moved no payment."""
    states = set(order.payments.order_by().values_list("state", flat=True))
    if order.state != "sent" or states & UNANSWERED:
        return
    if states == {"dropped"}:
        why = answer.whole.reason if answer.whole else ""
        journal.move(order, "refuse", verb="payments.order.refused", by="bank", at=at, number=order.number, why=why)
    else:
        journal.move(order, "settle", verb="payments.order.settled", by="bank", at=at, number=order.number)


def _settled(payment: Payment, status: Status, at: datetime) -> bool:
    """One status; one that was booked before changes nothing."""
    if payment.state == "settled" and not status.settled:
        return _returned(payment, status, at, where="bank")
    if payment.state != "sent":
        return False
    if status.settled:
        Payment.objects.filter(pk=payment.pk).update(settled_on=status.day)
        journal.move(payment, "settle", verb="payments.payment.settled", by="bank", at=at, payment=payment.ref)
        Entry.objects.create(
            debit="transit",
            credit="bank",
            amount_cents=payment.amount_cents,
            person=payment.person,
            payment=payment,
            at=at,
        )
        _lines_paid(payment, at)
        letters.notify(
            person=payment.person, code="payment_sent", at=at, day=status.day.isoformat(),
            amount=payment.amount_cents, account=payment.bank_account.iban_masked,
        )  # fmt: skip
        return True
    return _returned(payment, status, at)


def _with_its_order(payment: Payment, status: Status, at: datetime) -> bool:
    """The bank speaks of the whole order: a refusal says nothing of her account, the money is owed again."""
    if status.settled:
        return _settled(payment, status, at)
    if payment.state != "sent":
        return False
    journal.move(
        payment, "refuse", verb="payments.payment.dropped", by="bank", at=at, payment=payment.ref, reason=status.reason
    )
    returns.back_to_due(payment=payment, at=at)
    return True


def _returned(payment: Payment, status: Status, at: datetime, where: str = "transit") -> bool:
    Payment.objects.filter(pk=payment.pk).update(reason=status.reason[:10] or "NARR")
    journal.move(
        payment, "return", verb="payments.payment.returned", by="bank", at=at, payment=payment.ref, reason=status.reason
    )
    returns.back_to_due(payment=payment, at=at, where=where)
    why = returns.WORDS.get(status.reason, returns.OTHERWISE)
    casework.open_task(
        person=payment.person, kind="payment_returned", about=f"payment:{payment.ref}", by="bank", at=at,
        reason=status.reason,
    )  # fmt: skip
    letters.notify(person=payment.person, code="payment_returned", at=at, amount=payment.amount_cents, why=why)
    return True


def _lines_paid(payment: Payment, at: datetime) -> None:
    paid = Line.objects.filter(state="decided", decisions__paid_by__in=payment.pays.filter(alive=True))
    # a line corrected before it was paid has two decisions in one payment
    for line in paid.select_related("claim__person").distinct().order_by("pk"):
        journal.move(line, "pay", verb="claims.line.paid", by="bank", at=at, line=line.ref, payment=payment.ref)
