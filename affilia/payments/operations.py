"""Writes about money: dues booked once, orders prepared by one and approved by another, answers of the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from affilia.claims import nation
from affilia.formats import pgcopy
from affilia.formats.banking import banking_day
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law.deferral import may_wait
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
    held_back = dues.held_back(account.person)
    amount = queries.due_by_person(account.person).get(account.person.pk, 0) - sum(held_back.values())
    if amount <= 0 or account.person.payments.filter(state="prepared").exists():
        return None
    if returns.would_come_back(account):
        return None  # the money waits for another account
    if settings.SMALL_SUMS == "wait" and may_wait(amount, order.day):
        return None
    payment = Payment.objects.create(order=order, person=account.person, bank_account=account, amount_cents=amount)
    unpaid = dues.unsent(account.person).exclude(line__in=held_back)
    PaidDecision.objects.bulk_create(PaidDecision(payment=payment, decision=decision) for decision in unpaid)
    Entry.objects.create(
        debit="due", credit="transit", amount_cents=amount, person=account.person, payment=payment, at=at
    )
    returns.end_returns(person=account.person, by=order.prepared_by.actor, at=at)
    return payment


@transaction.atomic
def approve_order(*, order: Order, account: Account, at: datetime) -> list[Payment]:
    """A second person approves; the worker sends, for the next banking day. The payments taken out, to be told.

    Taken out is what would not go to the account she has now, or was decided again; with nothing left it is dropped.
    Raises SamePerson, OrderChanged, MoveRefused.
    """
    if order.prepared_by_id == account.pk:
        raise SamePerson
    if queries.digest_of(order) != order.digest:
        raise OrderChanged
    payments = list(_prepared(order))
    corrected = dues.corrected_since(order)
    outdated = [row for row in payments if row.pk in corrected or not returns.goes_to_current_account(row)]
    if len(outdated) == len(payments):
        drop_order(order=order, account=account, at=at)
        return outdated
    day = banking_day(max(order.day, day_of(at)))
    waiting = Order.objects.filter(pk=order.pk, approved_by__isnull=True, state="prepared")
    if not waiting.update(approved_by=account, approved_at=at, day=day):
        raise journal.MoveRefused
    _not_paid(outdated, account.actor, at)
    Order.objects.filter(pk=order.pk).update(digest=queries.digest_of(order))
    order.refresh_from_db()
    journal.move(
        order, "approve", verb="payments.order.approved", by=account.actor, at=at, digest=order.digest,
        day=day.isoformat(), taken_out=len(outdated),
    )  # fmt: skip
    leave("payments.send_order", order.ref)
    return outdated


@transaction.atomic
def drop_order(*, order: Order, account: Account, at: datetime) -> None:
    """Do not send a prepared order: what it would have paid is due again. Raises MoveRefused."""
    journal.move(order, "drop", verb="payments.order.dropped", by=account.actor, at=at)
    _not_paid(_prepared(order), account.actor, at)


@transaction.atomic
def refuse_order(*, order: Order, why: str, at: datetime) -> None:
    """The bank did not take the file: what the order would have paid is due again. Raises MoveRefused."""
    journal.move(order, "refuse", verb="payments.order.refused", by="bank", at=at, number=order.number, why=why[:200])
    _not_paid(_prepared(order), "bank", at)


def _prepared(order: Order) -> QuerySet[Payment]:
    """The payments of an order that is not sent, but those taken out of it."""
    return order.payments.filter(state="prepared").select_related("person", "bank_account").order_by("pk")


def _not_paid(payments: Iterable[Payment], by: str, at: datetime) -> None:
    for payment in payments:
        journal.move(payment, "drop", verb="payments.payment.dropped", by=by, at=at, payment=payment.ref)
        returns.back_to_due(payment=payment, at=at)


@transaction.atomic
def mark_sent(*, order: Order, at: datetime) -> None:
    """The bank has the file. Raises MoveRefused when another worker said so."""
    journal.move(order, "send", verb="payments.order.sent", by="worker", at=at, number=order.number)
    Order.objects.filter(pk=order.pk).update(sent_at=at)
    for payment in _prepared(order):
        journal.move(payment, "send", verb="payments.payment.sent", by="worker", at=at, payment=payment.ref)
