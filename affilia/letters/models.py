"""What is said between the fund and a person: notices by code, so that they can be read in any language."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from affilia.journal.refs import new_ref
from affilia.people.models import Person


class Message(models.Model):
    """A notice of the fund (a code and its data) or words somebody wrote; shown in the person's thread."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    author = models.CharField(max_length=80)
    code = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=60, blank=True)  # "document:REF", "claim:REF"
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(code="", body=""), name="message_says_something")]

    def __str__(self) -> str:
        return self.code or self.ref


class Mail(models.Model):
    """An e-mail to send, written in the transaction of what it tells (outbox); sent by the worker, once."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    to = models.EmailField()
    code = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    language = models.CharField(max_length=5)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["written_at"], condition=Q(sent_at__isnull=True), name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.code} {self.ref}"
