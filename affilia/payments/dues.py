"""Writes about what is due: each decision enters the ledger once, a correction with its difference."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from affilia.claims.models import Contest, Decision, Line
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.payments.models import Entry, Order, PaidDecision
from affilia.people import operations as people
from affilia.people.models import Person


def book_dues(*, by: str, at: datetime) -> int:
    """Enter each new decision in the ledger once, between care and what is due to the person; how many.

    A correction enters its difference with the decision before it; what was paid too much, once it may be kept.
    """
    new = Decision.objects.filter(entries__isnull=True).exclude(paid_cents=F("before_cents"))
    rows = new.select_related("line__claim__person").order_by("pk")
    return sum(_book(decision, by, at) for decision in rows)


@transaction.atomic
def _book(decision: Decision, by: str, at: datetime) -> bool:
    """One decision, unless another worker was faster or it must wait."""
    person, change = decision.line.claim.person, decision.paid_cents - decision.before_cents
    people.hold(person)
    if decision.entries.exists() or _may_not_be_kept_yet(decision, at):
        return False
    Entry.objects.create(
        debit="care" if change > 0 else "due", credit="due" if change > 0 else "care", person=person,
        amount_cents=abs(change), decision=decision, at=at,
    )  # fmt: skip
    journal.record(
        subject=person.subject, verb="payments.due.booked", by=by, at=at, decision=decision.ref, amount=change
    )
    return True


def _may_not_be_kept_yet(decision: Decision, at: datetime) -> bool:
    """She has more than holds now, and may still contest it, or did and waits for an answer (R133-9-2).

    Silence is a rejection (R142-6): once it was told to her, nothing is left to wait for. What is not in the ledger
    yet waits together: what a later decision gave back was never too much.
    """
    holding = decision.line.holding
    if decision.number == 1 or holding is None or holding.paid_cents >= _sent(decision.line):
        return False
    open_ = decision.line.decisions.filter(entries__isnull=True)
    contested = Contest.objects.filter(decision__in=open_, answered_at__isnull=True, silence_told_at__isnull=True)
    return contested.exists() or open_.filter(recover_from__gt=day_of(at)).exists()


def _sent(line: Line) -> int:
    """How much of a line payments pay that did not come back."""
    return _change(Decision.objects.filter(line=line, paid_by__alive=True))


def held_back(person: Person) -> dict[int, int]:
    """What is in the ledger, not sent, and not hers any more, by line: a decision that gives less waits behind it."""
    less = Decision.objects.filter(
        line__claim__person=person, entries__isnull=True, paid_cents__lt=F("before_cents")
    ).values_list("line", flat=True)
    found = {line: _change(unsent(person).filter(line=line)) for line in less}
    return {line: cents for line, cents in found.items() if cents > 0}


def unsent(person: Person) -> QuerySet[Decision]:
    """Her decisions in the ledger that no payment pays."""
    paid = PaidDecision.objects.filter(alive=True).values("decision")
    return Decision.objects.filter(line__claim__person=person, entries__isnull=False).exclude(pk__in=paid)


def corrected_since(order: Order) -> set[int]:
    """Payments of an order that is not sent with a line that was decided again after the order was prepared."""
    later = Decision.objects.filter(line=OuterRef("decision__line"), number__gt=OuterRef("decision__number"))
    later = later.exclude(paid_cents=F("before_cents")).exclude(paid_by__alive=True)
    # where the payment keeps something of a line, a decision that gives still less may wait for its day behind it
    kept = Q(decision__paid_cents__lt=F("decision__before_cents"))
    more = later.filter(paid_cents__gt=F("before_cents"))
    pays = PaidDecision.objects.filter(payment__order=order, alive=True).filter(
        ~kept & Exists(later) | kept & Exists(more)
    )
    return {*pays.values_list("payment", flat=True)}


def _change(decisions: QuerySet[Decision]) -> int:
    return sum(row.paid_cents - row.before_cents for row in decisions)
