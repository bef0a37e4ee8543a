"""Reads about money: orders, dues, when a decision was paid, the file for the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from affilia.casework.states import WAITING
from affilia.formats import pain001
from affilia.journal.verify_journal import canonical
from affilia.payments.models import Entry, Order, PaidDecision, Payment
from affilia.payments.returns import would_come_back
from affilia.people import queries as people
from affilia.people.models import Account, BankAccount, Person
from affilia.people.queries import bank_account_of, iban_of


@dataclass(frozen=True)
class OrderView:
    """An order in a list."""

    ref: str
    number: int
    day: date
    state: str
    payments: int
    total: int
    prepared_by: str
    prepared_by_me: bool
    approved_by: str
    sent_at: datetime | None


@dataclass(frozen=True)
class PaymentView:
    """A payment of an order."""

    ref: str
    who: str
    account: str
    amount: int
    state: str
    settled_on: date | None
    reason: str


@dataclass(frozen=True)
class PaidView:
    """Where the money of a decision is."""

    state: str
    on: date | None
    account: str
    amount: int


@dataclass(frozen=True)
class ReturnedView:
    """A payment that came back: where it went, why it came, where it would go now."""

    ref: str
    person: str
    amount: int
    account: str
    reason: str
    now: str
    comes_back: bool
    open: bool


def payment_for(account: Account, ref: str) -> Payment | None:
    """A payment, for somebody of the fund."""
    rows = Payment.objects.select_related("person__account", "bank_account")
    return rows.filter(ref=ref).first() if account.is_staff else None


def returned_view(payment: Payment) -> ReturnedView:
    """What a caseworker sees of a payment that came back."""
    now = bank_account_of(payment.person)
    asked = payment.person.tasks.filter(kind="payment_returned", about=f"payment:{payment.ref}")
    return ReturnedView(
        payment.ref, payment.person.ref, payment.amount_cents, payment.bank_account.iban_masked, payment.reason,
        now.iban_masked if now else "", now is None or would_come_back(now),
        asked.filter(state__in=WAITING).exists(),
    )  # fmt: skip


def orders(account: Account) -> list[OrderView]:
    """The latest orders."""
    return [_order(row, account) for row in _counted().order_by("-number")[:50]]


def to_approve(account: Account) -> list[OrderView]:
    """Orders that wait for somebody to approve them, the oldest first."""
    return [_order(row, account) for row in _counted().filter(state="prepared").order_by("pk")]


def order_for(account: Account, ref: str) -> Order | None:
    """An order, for somebody of the fund."""
    rows = Order.objects.select_related("prepared_by", "approved_by")
    return rows.filter(ref=ref).first() if account.is_staff else None


def _counted() -> QuerySet[Any]:
    """Orders with how many payments they have and what these come to: the same payments as `_in_it` gives of one."""
    kept = ~Q(payments__state="dropped") | Q(state="dropped")
    return Order.objects.select_related("prepared_by", "approved_by").annotate(
        many=Count("payments", filter=kept), total=Sum("payments__amount_cents", filter=kept, default=0)
    )


def _in_it(order: Order) -> QuerySet[Payment]:
    """The payments of an order, but those taken out when it was approved; of an order not sent, all that it was."""
    rows = order.payments.order_by("pk")
    return rows if order.state == "dropped" else rows.exclude(state="dropped")


def order_view(order: Order, account: Account) -> OrderView:
    """One order."""
    return _order(_counted().get(pk=order.pk), account)


def _order(order: Any, account: Account) -> OrderView:
    return OrderView(
        ref=order.ref,
        number=order.number,
        day=order.day,
        state=order.state,
        payments=order.many,
        total=order.total,
        prepared_by=order.prepared_by.name,
        prepared_by_me=order.prepared_by_id == account.pk,
        approved_by=order.approved_by.name if order.approved_by else "",
        sent_at=order.sent_at,
    )


def payments_of(order: Order) -> list[PaymentView]:
    """The payments of an order."""
    rows = list(order.payments.select_related("person", "bank_account").order_by("pk"))
    names = names_of(rows)
    return [
        PaymentView(
            row.ref,
            name,
            row.bank_account.iban_masked,
            row.amount_cents,
            row.state,
            row.settled_on,
            row.reason,
        )
        for row, name in zip(rows, names, strict=True)
    ]


def names_of(payments: Sequence[Payment]) -> list[str]:
    """Whom payments go to; who has no identity yet is named by the reference."""
    called = people.names_of([payment.person_id for payment in payments])
    return [called.get(payment.person_id) or payment.person.ref for payment in payments]


def paid(decisions: list[str]) -> PaidView | None:
    """Where the money of these decisions is by the latest payment: on its way, paid on a day, sent back."""
    row = (
        PaidDecision.objects.filter(decision__ref__in=decisions)
        .exclude(payment__state="dropped")
        .select_related("payment__bank_account")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return None
    payment = row.payment
    return PaidView(payment.state, payment.settled_on, payment.bank_account.iban_masked, payment.amount_cents)


def due_by_person(person: Person | None = None) -> dict[int, int]:
    """What is due now to each person, or to one: credits less debits of the account `due`."""
    total: dict[int, int] = {}
    entries = Entry.objects.filter(person=person) if person else Entry.objects.all()
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = entries.filter(**{side: "due"}).order_by("person").values_list("person").annotate(n=Sum("amount_cents"))
        for pk, amount in rows:
            total[pk] = total.get(pk, 0) + sign * amount
    return {pk: amount for pk, amount in total.items() if amount}


def dues() -> tuple[int, int, int]:
    """(what can be paid now, what waits for bank details, how many persons wait)."""
    with_bank = set(BankAccount.objects.filter(until_at__isnull=True).values_list("person", flat=True))
    amounts = due_by_person()
    ready = sum(amount for person, amount in amounts.items() if amount > 0 and person in with_bank)
    waiting = [amount for person, amount in amounts.items() if amount > 0 and person not in with_bank]
    return ready, sum(waiting), len(waiting)


def balances() -> dict[str, int]:
    """Credits less debits of each account of the ledger: what all accounts hold sums to nothing."""
    total = dict.fromkeys(Entry.ACCOUNTS, 0)
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Entry.objects.order_by(side).values_list(side).annotate(n=Sum("amount_cents"))
        for account, amount in rows:
            total[account] += sign * amount
    return total


def digest_of(order: Order) -> str:
    """What is approved: every payment's reference, account and amount."""
    rows = _in_it(order).order_by("ref").values_list("ref", "bank_account__ref", "amount_cents")
    return hashlib.sha256(canonical([list(row) for row in rows])).hexdigest()


def order_xml(order: Order) -> bytes:
    """The file for the bank; the same order gives the same bytes."""
    assert order.approved_at is not None, "only approved orders become files"
    payer = pain001.Payer(settings.FUND_NAME, settings.FUND_IBAN, settings.FUND_BIC)
    rows = _in_it(order).select_related("person", "bank_account")
    credits = [
        pain001.Credit(
            row.ref,
            row.amount_cents,
            row.bank_account.holder,
            iban_of(row.bank_account),
            row.bank_account.bic,
            f"Remboursement de soins {order.number}",
        )
        for row in rows
    ]
    return pain001.build(reference=order.ref, made_at=order.approved_at, pay_on=order.day, payer=payer, credits=credits)
