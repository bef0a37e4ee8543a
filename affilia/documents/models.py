"""Papers people hand in: sealed pages, what was read on them, and what was said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from affilia.documents.states import MOVES as DOCUMENT_MOVES
from affilia.documents.states import DocumentState
from affilia.journal.refs import new_ref
from affilia.people.models import Person


class Document(models.Model):
    """One paper, of one or several pages, sealed under a key of its own."""

    MOVES = DOCUMENT_MOVES

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    paper = models.CharField(max_length=12)  # DOC-01 … of the law, or FDS, RX, MT for care papers
    kind = models.CharField(max_length=40, blank=True)  # what the reader took it for
    state = models.CharField(max_length=12, default=DocumentState.SAFE)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    sanitised = models.BooleanField(default=False)
    key_wrapped = models.BinaryField()
    quality = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)  # when the machine first began to read it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DocumentState]), name="document_state_known"
            )
        ]
        indexes = [models.Index(fields=["person", "paper", "-received_at"], name="document_by_paper")]

    def __str__(self) -> str:
        return f"{self.paper} {self.ref}"

    @property
    def subject(self) -> str:
        """Documents are told in the person's chain."""
        return self.person.subject


class Page(models.Model):
    """One page as fresh pixels of ours, sealed in the blob store. Number 0 is the file as received, never shown."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # SHA-256 of the fresh pixels: what stands beside them in a file does not count; empty of the file as received
    pixels = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="page_once")]
        indexes = [models.Index(fields=["pixels"], condition=~Q(pixels=""), name="page_by_pixels")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"


class Reading(models.Model):
    """What a machine or a person saw on a page: a field, a sealed value, how sure, and where."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readings")
    field = models.CharField(max_length=40)
    value_sealed = models.BinaryField()
    # in basis points: 10000 = certain
    confidence = models.PositiveSmallIntegerField()
    page = models.PositiveSmallIntegerField()
    box = models.JSONField(default=list)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "field", "by"], name="reading_once")]

    def __str__(self) -> str:
        return self.field


class Check(models.Model):
    """What was decided on a document, and by whom. A refusal must carry reason, rule, deadline and way to contest."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="checks")
    outcome = models.CharField(max_length=10, choices=[("accept", "accept"), ("ask", "ask"), ("refuse", "refuse")])
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    rule = models.CharField(max_length=80, blank=True)
    answer_by = models.DateField(null=True)
    contest = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accept")
                | Q(outcome="ask") & ~Q(reason="") & Q(answer_by__isnull=False)
                | Q(outcome="refuse") & ~Q(reason="") & ~Q(rule="") & Q(answer_by__isnull=False) & ~Q(contest=""),
                name="check_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.reason}"
