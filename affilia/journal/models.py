"""What happened, for ever: one event per write, chained per subject; roots signed over all chains."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Chain(models.Model):
    """The head of one subject's chain; its row lock puts the subject's events in one order."""

    subject = models.CharField(max_length=80, primary_key=True)
    events = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")
    # how many of its events the last signed root covers
    rooted = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["subject"], condition=~Q(events=F("rooted")), name="chain_not_rooted")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.events})"


class Event(models.Model):
    """One thing that happened to one subject; never changed, never deleted (database triggers)."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField()
    data = models.JSONField(default=dict)
    law_digest = models.CharField(max_length=64, blank=True, default="")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "sequence"], name="event_once_in_chain")]
        indexes = [models.Index(fields=["verb", "at"], name="event_by_verb")]

    def __str__(self) -> str:
        return f"{self.subject} {self.sequence} {self.verb}"


class Root(models.Model):
    """A signed statement over all chains: the heads that moved since the last root, and the counts of everything.

    A chain per subject alone would miss a deleted subject or tail; the counts and the copy kept elsewhere do not.
    """

    at = models.DateTimeField()
    subjects = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    heads = models.JSONField()  # [[subject, events, head], …] in order of subject
    previous = models.CharField(max_length=64, blank=True, unique=True)  # no two roots upon one
    digest = models.CharField(max_length=64)
    signature = models.TextField()
    key_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.events} events"


class Attempt(models.Model):
    """A write a client may retry: its key, its author, what it asked and what it got (promises 5.2)."""

    key = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
    body = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "actor"], name="attempt_once")]

    def __str__(self) -> str:
        return self.key
