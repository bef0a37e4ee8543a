"""Questions only a person can settle: the caseworkers' queue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from affilia.casework.states import MOVES as TASK_MOVES
from affilia.casework.states import TaskState
from affilia.journal.refs import new_ref
from affilia.people.models import Account, Person


class Task(models.Model):
    """One question about one person: what kind, about which row, until when, in whose hands."""

    MOVES = TASK_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)  # see casework.kinds
    about = models.CharField(max_length=60, blank=True)  # "document:REF", "line:REF", "payment:REF"
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=TaskState.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    taken_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="tasks_taken")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in TaskState]), name="task_state_known"),
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state__in=[TaskState.OPEN.value, TaskState.TAKEN.value]),
                name="task_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind", "opened_at"], name="task_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def subject(self) -> str:
        """Tasks are told in the person's chain."""
        return self.person.subject


class Objection(models.Model):
    """Somebody does not agree with a decision: a caseworker answers, or silence does. Each app keeps those to its own."""

    VERB = ""  # how the journal's events of it begin

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    words = models.TextField()
    at = models.DateTimeField()
    # silence until the end of this day is worth a rejection (R142-6); when that was told to her
    answer_by = models.DateField()
    silence_told_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref

    @property
    def person(self) -> Person:
        """Whose it is."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What a caseworker is asked about."""
        raise NotImplementedError

    @property
    def told_about(self) -> str:
        """What the notices are about, empty for the whole file."""
        return ""
