"""Writes about money: dues booked once, orders prepared by one and approved by another, answers of the bank."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import numpy as np
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims import nation
from affilia.claims.models import Decision, Line
from affilia.formats import pgcopy
from affilia.formats.bankanswer import Answer, Status
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law.deferral import may_wait
from affilia.letters import operations as letters
from affilia.payments import dues, queries, returns
from affilia.payments.models import Entry, Order, PaidDecision, Payment
from affilia.people import operations as people
from affilia.people.models import Account, BankAccount

ENTRIES = "COPY payments_entry (debit, credit, amount_cents, person_id, decision_id, at) FROM STDIN (FORMAT binary)"


class SamePerson(Refusal):
    """An order takes two persons."""

    code = "same_person"
    sentence = _("You prepared this order: somebody else must approve it.")


class NothingDue(Refusal):
    """Nobody can be paid now."""

    code = "nothing_due"
    sentence = _("Nothing to pay: no amount is due to a person with a bank account.")


class OrderChanged(Refusal):
    """The payments of an order are not those that were prepared or approved: it is not sent."""

    code = "order_changed"
    sentence = _("The payments of this order are not those that were prepared. Do not send it; prepare a new one.")


class UnknownOrder(Exception):
    """The bank speaks of an order that is not marked as sent here."""


@transaction.atomic
def decide_and_book(*, first: int, last: int, by: str, at: datetime) -> nation.Given:
    """Decide a range of persons at once and enter what is due to them (PostgreSQL). Raises Raced, NoLaw."""
    given = nation.decide_range(first=first, last=last, by=by, at=at)
    owed = np.flatnonzero(given.paid)
    if not len(owed):
        return given
    rows = [
        _entries(given, owed[given.paid[owed] > 0], "care", "due", at),
        _entries(given, owed[given.paid[owed] < 0], "due", "care", at),
    ]
    with connection.cursor() as cursor, cursor.copy(ENTRIES) as copy:
        copy.write(pgcopy.HEADER + b"".join(rows) + pgcopy.TRAILER)
    journal.record(
        subject=f"batch:{hashlib.sha256(b''.join(rows)).hexdigest()[:26]}", verb="payments.dues.booked", by=by, at=at,
        decisions=len(owed), amount=int(given.paid.sum()),
    )  # fmt: skip
    return given


def _entries(given: nation.Given, part: np.ndarray, debit: str, credit: str, at: datetime) -> bytes:
    moment = round(at.timestamp() * 1_000_000) - pgcopy.EPOCH_MICROSECONDS
    columns = (
        debit.encode(), credit.encode(), pgcopy.bigint(np.abs(given.paid[part])), pgcopy.bigint(given.persons[part]),
        pgcopy.bigint(given.decisions[part]), moment.to_bytes(8, "big", signed=True),
    )  # fmt: skip
    return pgcopy.rows(columns, len(part))


def prepare_order(*, day: date, account: Account, at: datetime) -> Order:
    """One payment for each person with something due and a bank account. Raises NothingDue."""
    dues.book_dues(by=account.actor, at=at)
    return _prepare(day, account, at)


@transaction.atomic
def _prepare(day: date, account: Account, at: datetime) -> Order:
    order = _numbered(day, account, at)
    banks = BankAccount.objects.filter(until_at__isnull=True, person__in=queries.due_by_person()).select_related(
        "person"
    )
    made = [payment for bank in banks.order_by("person") if (payment := _payment(order, bank, at))]
    if not made:
        raise NothingDue
    Order.objects.filter(pk=order.pk).update(digest=queries.digest_of(order))
    order.refresh_from_db()
    journal.record(
        subject=order.subject, verb="payments.order.prepared", by=account.actor, at=at, number=order.number,
        payments=len(made), total=sum(payment.amount_cents for payment in made),
    )  # fmt: skip
    return order


def _numbered(day: date, account: Account, at: datetime) -> Order:
    """The next number, without a gap: taken inside the transaction, unique in the database, tried again if raced."""
    while True:
        number = (Order.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return Order.objects.create(number=number, day=day, prepared_by=account, prepared_at=at, digest="")
        except IntegrityError:
            continue


def _payment(order: Order, account: BankAccount, at: datetime) -> Payment | None:
    """Pay all that is due to one person: the decisions not yet paid are tied to this payment, each once."""
    people.hold(account.person)
    amount = queries.due_by_person(account.person).get(account.person.pk, 0)
    if amount <= 0 or account.person.payments.filter(state="prepared").exists():
        return None
    if returns.would_come_back(account):
        return None  # the money waits for another account
    if settings.SMALL_SUMS == "wait" and may_wait(amount, order.day):
        return None
    payment = Payment.objects.create(order=order, person=account.person, bank_account=account, amount_cents=amount)
    paid = PaidDecision.objects.filter(alive=True).values("decision")
    unpaid = Decision.objects.filter(line__claim__person=account.person, entries__isnull=False).exclude(pk__in=paid)
    PaidDecision.objects.bulk_create(PaidDecision(payment=payment, decision=decision) for decision in unpaid)
    Entry.objects.create(
        debit="due", credit="transit", amount_cents=amount, person=account.person, payment=payment, at=at
    )
    returns.end_returns(person=account.person, by=order.prepared_by.actor, at=at)
    return payment


@transaction.atomic
def approve_order(*, order: Order, account: Account, at: datetime) -> None:
    """A second person approves; the worker sends. Raises SamePerson, MoveRefused."""
    if order.prepared_by_id == account.pk:
        raise SamePerson
    if queries.digest_of(order) != order.digest:
        raise OrderChanged
    waiting = Order.objects.filter(pk=order.pk, approved_by__isnull=True, state="prepared")
    if not waiting.update(approved_by=account, approved_at=at):
        raise journal.MoveRefused
    journal.move(order, "approve", verb="payments.order.approved", by=account.actor, at=at, digest=order.digest)
    leave("payments.send_order", order.ref)


@transaction.atomic
def drop_order(*, order: Order, account: Account, at: datetime) -> None:
    """Do not send a prepared order: what it would have paid is due again. Raises MoveRefused."""
    journal.move(order, "drop", verb="payments.order.dropped", by=account.actor, at=at)
    for payment in order.payments.select_related("person").order_by("pk"):
        journal.move(payment, "drop", verb="payments.payment.dropped", by=account.actor, at=at, payment=payment.ref)
        _back_to_due(payment, at)


@transaction.atomic
def refuse_order(*, order: Order, why: str, at: datetime) -> None:
    """The bank did not take the file: what the order would have paid is due again. Raises MoveRefused."""
    journal.move(order, "refuse", verb="payments.order.refused", by="bank", at=at, number=order.number, why=why[:200])
    for payment in order.payments.select_related("person").order_by("pk"):
        journal.move(payment, "drop", verb="payments.payment.dropped", by="bank", at=at, payment=payment.ref)
        _back_to_due(payment, at)


@transaction.atomic
def mark_sent(*, order: Order, at: datetime) -> None:
    """The bank has the file. Raises MoveRefused when another worker said so."""
    journal.move(order, "send", verb="payments.order.sent", by="worker", at=at, number=order.number)
    Order.objects.filter(pk=order.pk).update(sent_at=at)
    for payment in order.payments.select_related("person").order_by("pk"):
        journal.move(payment, "send", verb="payments.payment.sent", by="worker", at=at, payment=payment.ref)


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
    if order.state != "sent" or states & {"prepared", "sent"}:
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
    _back_to_due(payment, at)
    return True


def _returned(payment: Payment, status: Status, at: datetime, where: str = "transit") -> bool:
    Payment.objects.filter(pk=payment.pk).update(reason=status.reason[:10] or "NARR")
    journal.move(
        payment, "return", verb="payments.payment.returned", by="bank", at=at, payment=payment.ref, reason=status.reason
    )
    _back_to_due(payment, at, where)
    why = returns.WORDS.get(status.reason, returns.OTHERWISE)
    casework.open_task(
        person=payment.person, kind="payment_returned", about=f"payment:{payment.ref}", by="bank", at=at,
        reason=status.reason,
    )  # fmt: skip
    letters.notify(person=payment.person, code="payment_returned", at=at, amount=payment.amount_cents, why=why)
    return True


def _back_to_due(payment: Payment, at: datetime, where: str = "transit") -> None:
    """The money is owed again; the decisions it paid may be paid by another payment."""
    Entry.objects.create(
        debit=where, credit="due", amount_cents=payment.amount_cents, person=payment.person, payment=payment, at=at
    )
    PaidDecision.objects.filter(payment=payment).update(alive=False)


def _lines_paid(payment: Payment, at: datetime) -> None:
    paid = Line.objects.filter(state="decided", decisions__paid_by__in=payment.pays.filter(alive=True))
    # a line corrected before it was paid has two decisions in one payment
    for line in paid.select_related("claim__person").distinct().order_by("pk"):
        journal.move(line, "pay", verb="claims.line.paid", by="bank", at=at, line=line.ref, payment=payment.ref)
