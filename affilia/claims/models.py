"""Care sheets, their lines, and what the rules gave for each line, kept for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from affilia.casework.models import Objection
from affilia.claims.pathways import PATHWAYS
from affilia.claims.states import MOVES as LINE_MOVES
from affilia.claims.states import LineState
from affilia.documents.models import Document
from affilia.journal.refs import new_ref
from affilia.law.tariffs import SECTOR_1, SECTORS
from affilia.people.models import Person


class Claim(models.Model):
    """A feuille de soins: who cared, when it was signed, the photo of it."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    sheet = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="claims")
    professional = models.CharField(max_length=120)
    rpps = models.CharField(max_length=11, blank=True)
    specialty = models.CharField(max_length=40)
    sector = models.CharField(max_length=10, blank=True)  # empty: nobody said so yet
    # how she came to this doctor: own, referred, emergency, away, direct, none (law.rules.pathway)
    pathway = models.CharField(max_length=20)
    signed_by_insured = models.BooleanField(default=True)
    signed_by_professional = models.BooleanField(default=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pathway__in=list(PATHWAYS)), name="claim_pathway_known"),
            models.CheckConstraint(condition=Q(sector__in=["", *SECTORS]), name="claim_sector_known"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def priced_as(self) -> str:
        """The sector whose tariff counts: sector 1 where nobody said otherwise."""
        return self.sector or SECTOR_1

    @property
    def subject(self) -> str:
        """Claims are told in the person's chain."""
        return self.person.subject


class Line(models.Model):
    """One act on a sheet: its code, its day, what was paid for it. Lines count in the order they were accepted."""

    MOVES = LINE_MOVES

    ref = models.CharField(max_length=26, default=new_ref)
    # the constraint `line_once` begins with the sheet: it is the index
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    care_day = models.DateField()
    fee_cents = models.BigIntegerField()
    units = models.PositiveSmallIntegerField(default=1)
    # the price of one unit printed on the pack or the invoice, where the law has no table of prices
    printed_cents = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default=LineState.RECEIVED)
    order = models.PositiveBigIntegerField(null=True)
    # why it waits for a person (claims.doubts), and who has looked at it
    held_for = models.CharField(max_length=40, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(fee_cents__gt=0), name="line_fee_positive"),
            models.CheckConstraint(condition=Q(units__gte=1), name="line_units_positive"),
            models.CheckConstraint(condition=Q(printed_cents__gt=0), name="line_printed_positive"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in LineState]), name="line_state_known"),
            models.UniqueConstraint(fields=["claim", "position"], name="line_once"),
            models.UniqueConstraint(fields=["ref"], name="line_ref_once"),
        ]
        # no index may name `state` or `order`, not even in its condition: deciding the nation changes both on every line,
        # and PostgreSQL would then write each line into every index again (measured: 74 of 76 lines spared, then 0)
        indexes = [models.Index(fields=["held_for"], condition=~Q(held_for=""), name="line_held_for")]

    def __str__(self) -> str:
        return self.ref

    @property
    def subject(self) -> str:
        """Lines are told in the person's chain."""
        return self.claim.subject

    @property
    def holding(self) -> Decision | None:
        """The decision that holds: the last one."""
        return max(self.decisions.all(), key=lambda decision: decision.number, default=None)


class Decision(models.Model):
    """What the rules gave for a line, with every step and the digest of the law; append-only (triggers).

    A line corrected later has several: the one with the highest number holds, the others are what was said before.
    """

    ref = models.CharField(max_length=26, default=new_ref)
    # `decision_once` begins with the line: it is the index
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    number = models.PositiveSmallIntegerField(default=1, db_default=1)
    # what the decision before this one gave: the difference is what the ledger enters
    before_cents = models.BigIntegerField(default=0, db_default=0)
    # from this day what was paid too much is kept from later payments (claims.corrections)
    recover_from = models.DateField(null=True)
    # of a correction: the line and its sheet as they had been read before it (claims.readings)
    read_before = models.JSONField(null=True)
    fee_cents = models.BigIntegerField()
    base_cents = models.BigIntegerField()
    rate = models.PositiveIntegerField()  # basis points
    share_cents = models.BigIntegerField()  # the fund's share before flat charges
    increase_cents = models.BigIntegerField()  # withheld: out of the care path
    flat_cents = models.BigIntegerField()  # withheld: participation forfaitaire and franchises
    paid_cents = models.BigIntegerField()
    left_cents = models.BigIntegerField()
    refused = models.CharField(max_length=40, blank=True)  # a refusal's code: not_covered, too_late, already_paid
    rule = models.CharField(max_length=80, blank=True)
    contest_by = models.DateField(null=True)
    contest = models.CharField(max_length=200, blank=True)
    steps = models.JSONField()
    # instead of steps: the values of the line in the order of its law's layout, two or four bytes each (law.telling)
    kept = models.BinaryField(default=b"")
    law_digest = models.CharField(max_length=64)
    order = models.PositiveBigIntegerField()
    decided_at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["line_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="decision_once"),
            models.UniqueConstraint(fields=["ref"], name="decision_ref_once"),
            models.CheckConstraint(
                condition=Q(recover_from__isnull=True)
                | Q(number__gt=1, paid_cents__lt=F("before_cents"), contest_by__isnull=False) & ~Q(contest=""),
                name="decision_recovers_what_was_too_much",
            ),
            models.CheckConstraint(
                condition=Q(fee_cents=F("paid_cents") + F("left_cents")),
                name="decision_every_cent_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(refused="")
                | Q(paid_cents__lte=0) & ~Q(rule="") & Q(contest_by__isnull=False) & ~Q(contest=""),
                name="decision_refusal_says_why",
            ),
        ]
        indexes = [models.Index(fields=["line"], condition=Q(number__gt=1), name="decision_corrections")]

    def __str__(self) -> str:
        return self.ref


class Layout(models.Model):
    """How decisions that keep their values only are told: the order, the articles and the words of one law, for ever."""

    law_digest = models.CharField(max_length=64, primary_key=True)
    layout = models.JSONField()

    def __str__(self) -> str:
        return self.law_digest


class Contest(Objection):
    """A person does not agree with a decision on a line."""

    VERB = "claims.contest"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="contested")

    @property
    def person(self) -> Person:
        """Whose care it is."""
        return self.decision.line.claim.person

    @property
    def about(self) -> str:
        """What a caseworker is asked about."""
        return f"contest:{self.ref}"

    @property
    def told_about(self) -> str:
        """The sheet of the line."""
        return f"claim:{self.decision.line.claim.ref}"
