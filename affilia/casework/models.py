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
