"""The file a student opens: her answers, one column each, saved at each step; and why it was refused, if it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from affilia.casework.models import Objection
from affilia.journal.refs import new_ref
from affilia.people.models import Person
from affilia.registration.states import MOVES as FILE_MOVES
from affilia.registration.states import FileState


class File(models.Model):
    """One registration. Answers stay empty until given; birth dates are "2004", "2004-03" or "2004-03-27"."""

    MOVES = FILE_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    number = models.CharField(max_length=12, unique=True)  # what people say on the phone: PK-7F4M-29
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="files")
    state = models.CharField(max_length=12, default=FileState.DRAFT)
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    # what the orientation was told, carried into the file (the vocabulary of law.orientation)
    orientation = models.JSONField(default=dict)
    route = models.CharField(max_length=8, blank=True)

    surname = models.CharField(max_length=120, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    no_given_names = models.BooleanField(default=False)
    name_used = models.CharField(max_length=120, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_country = models.CharField(max_length=2, blank=True)
    birth_town = models.CharField(max_length=120, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    other_nationality = models.CharField(max_length=2, blank=True)
    parent1_surname = models.CharField(max_length=120, blank=True)
    parent1_given_names = models.CharField(max_length=120, blank=True)
    parent2_surname = models.CharField(max_length=120, blank=True)
    parent2_given_names = models.CharField(max_length=120, blank=True)
    parents_unknown = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=120, blank=True)
    fund = models.CharField(max_length=3, blank=True)
    school = models.CharField(max_length=200, blank=True)
    studies_from = models.DateField(null=True)
    studies_until = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in FileState]), name="file_state_known"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["draft", "submitted", "asked", "accepted"]),
                name="file_one_alive",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Files are told in the person's chain."""
        return self.person.subject


class Refusal(models.Model):
    """Why a file was refused: the database takes none without reason, rule, deadline and way to contest."""

    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="refusal")
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    rule = models.CharField(max_length=80)
    contest_by = models.DateField()
    contest = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(rule="") & ~Q(contest=""), name="refusal_says_why")
        ]

    def __str__(self) -> str:
        return self.reason


class Contest(Objection):
    """She does not agree with the refusal of her file, here or by letter."""

    VERB = "registration.contest"

    refusal = models.OneToOneField(Refusal, on_delete=models.PROTECT, related_name="contested")
    # a letter: the day the fund received it, from which its clock runs
    received_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="refusal_contest_answer_says_something",
            )
        ]

    @property
    def person(self) -> Person:
        """Whose file it is."""
        return self.refusal.file.person

    @property
    def about(self) -> str:
        """What a caseworker is asked about."""
        return f"refusal:{self.ref}"
