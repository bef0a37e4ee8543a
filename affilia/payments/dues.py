"""Writes about what is due: each decision enters the ledger once, a correction with its difference."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from affilia.claims.models import Contest, Decision
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.payments.models import Entry, PaidDecision
from affilia.people import operations as people


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
    if decision.entries.exists() or (decision.recover_from and _may_not_be_kept_yet(decision, at)):
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
    """She has the money, and may still contest that it was too much, or did and waits for an answer (R133-9-2)."""
    earlier = Decision.objects.filter(line=decision.line_id, number__lt=decision.number)
    if not PaidDecision.objects.filter(decision__in=earlier, alive=True).exists():
        return False
    waits = Contest.objects.filter(decision=decision, answered_at__isnull=True).exists()
    return waits or (decision.recover_from is not None and day_of(at) < decision.recover_from)
