"""Periods of rights, numbers as dated aliases of one person, certificates, the doctor, card and account."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from affilia.coverage.states import CARD_MOVES, CARDS_ALIVE, EXCHANGE_MOVES, RUNNING, CardState, ExchangeState
from affilia.journal.refs import new_ref
from affilia.people.models import Person

# the revocation after which no certificate is made until a caseworker decides
FALSE_PAPER = "false_paper"


class Period(models.Model):
    """A coverage: rights of one person with one fund, from a day until before a day (null = open)."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="periods")
    fund = models.CharField(max_length=3)
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    basis = models.CharField(max_length=20)  # the orientation row: ORI-20
    opened_at = models.DateTimeField()
    # the last day of her title to stay, where she needs one, and when it was told or read
    stay_until = models.DateField(null=True)
    stay_told_at = models.DateTimeField(null=True)
    # the fund's letter before it may end rights (END-6), and what it asks: see law.endings
    control_on = models.DateField(null=True)
    control_about = models.CharField(max_length=12, blank=True)
    ended_for = models.CharField(max_length=20, blank=True)  # see law.endings
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_day"]
        indexes = [
            models.Index(
                fields=["stay_until"],
                # a departure to come postpones nothing (law.endings.LEFT)
                condition=Q(Q(until_day__isnull=True) | Q(ended_for="left_france"), stay_until__isnull=False),
                name="period_by_stay",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gt=F("from_day")),
                name="period_goes_forward",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(until_day__isnull=True), name="period_one_open"),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True, ended_for="", ended_at__isnull=True)
                | Q(until_day__isnull=False, ended_at__isnull=False) & ~Q(ended_for=""),
                name="period_end_says_why",
            ),
            models.CheckConstraint(
                condition=Q(control_on__isnull=True, control_about="")
                | Q(control_on__isnull=False) & ~Q(control_about=""),
                name="period_control_says_about",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def last_day(self) -> date | None:
        """The last day of rights, as people say it; None while nothing ends them."""
        return self.until_day - timedelta(days=1) if self.until_day else None


class Number(models.Model):
    """A number that names this person from a day on: NIA while waiting, NIR for good. Old ones stay in history."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=3, choices=[("NIA", "NIA"), ("NIR", "NIR")])
    value_sealed = models.BinaryField()
    value_index = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    # a fact of its own, later than the number (NUM-9)
    certified_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value_index"], name="number_names_one_person"),
            models.UniqueConstraint(fields=["person"], condition=Q(until_at__isnull=True), name="number_one_current"),
            models.CheckConstraint(
                condition=Q(certified_at__isnull=True) | Q(kind="NIR"), name="number_only_nir_certified"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Exchange(models.Model):
    """A request to the national register and its answer."""

    MOVES = EXCHANGE_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exchanges")
    asks = models.CharField(max_length=20, choices=[("waiting", "waiting"), ("final", "final")])
    state = models.CharField(max_length=12, default=ExchangeState.PREPARED)
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ExchangeState]), name="exchange_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(code=""), name="exchange_rejected_says_why"),
            models.UniqueConstraint(
                fields=["person", "asks"],
                condition=Q(state__in=sorted(RUNNING)),
                name="exchange_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asks} {self.state}"

    @property
    def subject(self) -> str:
        """Exchanges are told in the person's chain."""
        return self.person.subject


class Certificate(models.Model):
    """A certificate anyone can check by its code. A newer one replaces it; it is never rewritten."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=12, choices=[("temporary", "temporary"), ("definitive", "definitive")])
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    from_day = models.DateField()
    until_day = models.DateField()
    replaced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=20, blank=True)  # see coverage.revocations
    # a false paper: when a caseworker allowed others after it
    allowed_at = models.DateTimeField(null=True)
    # the sealed PDF in the store, under a name of its own: two renderers never write one file
    blob = models.CharField(max_length=26, blank=True)
    key_wrapped = models.BinaryField(default=b"")
    rendered_at = models.DateTimeField(null=True)
    checks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(revoked_for=FALSE_PAPER, allowed_at__isnull=True),
                name="certificate_held",
            ),
            models.Index(fields=["blob"], condition=~Q(blob=""), name="certificate_by_blob"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(replaced_at__isnull=True, revoked_at__isnull=True),
                name="certificate_one_current",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_for="") | Q(revoked_at__isnull=False) & ~Q(revoked_for=""),
                name="certificate_revoked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(allowed_at__isnull=True) | Q(revoked_for=FALSE_PAPER),
                name="certificate_allowed_after_doubt",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Doctor(models.Model):
    """The médecin traitant declared from a day on; a new one replaces the old, no reason asked (MT-5)."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="doctors")
    name = models.CharField(max_length=120)
    rpps = models.CharField(max_length=11)
    # empty until the signed paper came back to the desk
    from_day = models.DateField(null=True)
    until_day = models.DateField(null=True)
    asked_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(from_day__isnull=False, until_day__isnull=True),
                name="doctor_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(from_day__isnull=True) | ~Q(recorded_by=""), name="doctor_recorded_by_somebody"
            ),
            # an empty period is one replaced on the day it was signed
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(from_day__isnull=False, until_day__gte=F("from_day")),
                name="doctor_goes_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Card(models.Model):
    """A carte Vitale, ordered only under a certified number."""

    MOVES = CARD_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    state = models.CharField(max_length=10, default=CardState.ORDERED)
    ordered_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in CardState]), name="card_state_known"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=sorted(s.value for s in CARDS_ALIVE)),
                name="card_one_alive",
            ),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def subject(self) -> str:
        """Cards are told in the person's chain."""
        return self.person.subject


class HealthAccount(models.Model):
    """The personal health account, opened only under a certified number."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="health_account")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.person.ref
