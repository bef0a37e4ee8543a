"""Persons and the accounts they sign in with; their identity as dated rows; their bank accounts, sealed."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from affilia.journal.refs import new_ref
from affilia.people.purposes import PURPOSES
from affilia.people.roles import Role


class Account(AbstractBaseUser):
    """Somebody who signs in, by an e-mail and a one-time code; staff also by a second factor."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    email = models.EmailField(unique=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # sealed; empty until the second factor is set up
    totp_secret = models.BinaryField(default=b"", blank=True)
    totp_step = models.BigIntegerField(default=0)
    # how often digits were tried on a day
    tokens_on = models.DateField(null=True)
    tokens = models.PositiveSmallIntegerField(default=0)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_known")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_staff(self) -> bool:
        """Everybody but the student works for the fund."""
        return self.role != Role.STUDENT

    @property
    def actor(self) -> str:
        """How the journal names this account."""
        return f"{self.role}:{self.ref}"

    @property
    def subject(self) -> str:
        """The account's own chain in the journal."""
        return f"account:{self.ref}"


class SignInCode(models.Model):
    """A one-time code sent to an e-mail address; only its hash is kept."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    email = models.EmailField(db_index=True)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="en")
    carried = models.JSONField(default=dict)
    # who asked: keyed hashes of the network's prefix and of the browser; `known`: it signed in to this address before
    network = models.CharField(max_length=64, blank=True, db_index=True)
    browser = models.CharField(max_length=64, blank=True, db_index=True)
    known = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.ref


class Person(models.Model):
    """One human being, whatever numbers she gets and however often she signs in."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="person")
    created_at = models.DateTimeField()
    # how often her lines were decided: two decisions cannot interleave (house 4.4)
    decided = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.ref

    @property
    def subject(self) -> str:
        """The person's chain in the journal: everything that happens to her is told there."""
        return f"person:{self.ref}"


class Identity(models.Model):
    """Who she is, as accepted on a date; a change is a new row. Dates of birth may lack day or month."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    from_at = models.DateTimeField()
    surname = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120, blank=True)
    no_given_names = models.BooleanField(default=False)
    birth_date = models.CharField(max_length=10)
    sex = models.CharField(max_length=1, choices=[("F", "F"), ("M", "M"), ("X", "X")])
    birth_country = models.CharField(max_length=2)
    birth_town = models.CharField(max_length=120)
    nationality = models.CharField(max_length=2)
    source = models.CharField(max_length=80)  # "file:REF" as first accepted, "document:REF" as corrected
    reason = models.CharField(max_length=20, blank=True)  # why it was corrected

    class Meta:
        ordering = ["-from_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(no_given_names=True, given_names="") | Q(no_given_names=False) & ~Q(given_names=""),
                name="identity_given_names_or_said_none",
            )
        ]

    def __str__(self) -> str:
        return self.person.ref


class NameWord(models.Model):
    """A word of a name a person has, had or gave, in the letters of a machine-readable zone: what she is found by."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="name_words", db_index=False)
    word = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="name_word_once")]

    def __str__(self) -> str:
        return self.word


class BankAccount(models.Model):
    """Where euros go: an IBAN sealed with a key of its own, found again by its blind index."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(max_length=140)
    iban_sealed = models.BinaryField()
    iban_index = models.CharField(max_length=64, db_index=True)
    iban_masked = models.CharField(max_length=40)
    bic = models.CharField(max_length=11, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_at__isnull=True), name="bank_account_one_open")
        ]

    def __str__(self) -> str:
        return self.iban_masked


class Opening(models.Model):
    """A member of staff opened a person's file, and why: shown to the person (promises S4)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(purpose__in=list(PURPOSES)), name="opening_purpose_known")]
        indexes = [models.Index(fields=["person", "-at"], name="opening_by_person")]

    def __str__(self) -> str:
        return self.purpose


class Turn(models.Model):
    """Costly work done for a person (a file through the gate), counted for an hour, forgotten at her next after it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="turns")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "from_at"], name="turn_by_person")]

    def __str__(self) -> str:
        return str(self.from_at)
