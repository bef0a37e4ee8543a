"""Money: a two-sided ledger that only grows, orders that take two persons, payments that happen once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from affilia.claims.models import Decision
from affilia.journal.refs import new_ref
from affilia.payments.states import ORDER_MOVES, PAYMENT_MOVES, OrderState, PaymentState
from affilia.people.models import Account, BankAccount, Person


class Order(models.Model):
    """A batch of payments: one file to the bank, prepared and approved by two different persons."""

    MOVES = ORDER_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    number = models.PositiveBigIntegerField(unique=True)  # without gaps
    day = models.DateField()
    state = models.CharField(max_length=10, default=OrderState.PREPARED)
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="orders_prepared")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="orders_approved")
    approved_at = models.DateTimeField(null=True)
    # SHA-256 of the payments approved; checked again when the file is sent
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in OrderState]), name="order_state_known"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="order_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "dropped"]) | Q(approved_by__isnull=False),
                name="order_approved_before_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def subject(self) -> str:
        """Orders have a chain of their own."""
        return f"order:{self.ref}"


class Payment(models.Model):
    """One credit to one person's account within an order."""

    MOVES = PAYMENT_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)  # the bank's EndToEndId
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payments")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT)
    amount_cents = models.BigIntegerField()
    state = models.CharField(max_length=10, default=PaymentState.PREPARED)
    settled_on = models.DateField(null=True)
    reason = models.CharField(max_length=10, blank=True)  # why it came back: AC04 …

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in PaymentState]), name="payment_state_known"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_positive"),
            models.UniqueConstraint(fields=["order", "person"], name="payment_one_per_person"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="payment_return_says_why"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def subject(self) -> str:
        """Payments are told in the person's chain."""
        return self.person.subject


class Entry(models.Model):
    """A movement of the ledger: so many cents from one account to the other. Balances are sums, never stored."""

    # care: what the rules gave; due: owed to the person; transit: at the bank; bank: gone to her account
    ACCOUNTS = ["care", "due", "transit", "bank"]

    debit = models.CharField(max_length=10)
    credit = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    # the constraints and the index below begin with these three: a nation's year of entries keeps no index twice
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries", db_index=False)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="entries", db_index=False)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="entries", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="entry_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_two_sides"),
            models.CheckConstraint(
                condition=Q(debit__in=["care", "due", "transit", "bank"])
                & Q(credit__in=["care", "due", "transit", "bank"]),
                name="entry_accounts_known",
            ),
            models.UniqueConstraint(
                fields=["decision", "debit"], condition=Q(decision__isnull=False), name="entry_decision_once"
            ),
            models.UniqueConstraint(
                fields=["payment", "debit", "credit"],
                condition=Q(payment__isnull=False),
                name="entry_payment_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "at"], name="entry_by_person")]

    def __str__(self) -> str:
        return f"{self.debit} to {self.credit}: {self.amount_cents}"


class PaidDecision(models.Model):
    """Which decisions a payment pays: the database says once, even if the code forgets."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="pays")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="paid_by")
    # false once the payment was dropped or came back: the decision may be paid again
    alive = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision"], condition=Q(alive=True), name="decision_paid_once")]

    def __str__(self) -> str:
        return f"{self.payment_id} pays {self.decision_id}"
