"""Readings of the journal: a subject's history, the export an auditor takes away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from affilia.journal.models import Event, Root


def history(subject: str) -> QuerySet[Event]:
    """All events of one subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("sequence")


def export() -> Iterator[dict[str, Any]]:
    """Every event and root as plain rows for JSON lines: what `verify_journal.py` reads, offline."""
    yield from map(event_row, Event.objects.order_by("pk").iterator(chunk_size=2000))
    yield from map(root_row, Root.objects.order_by("pk").iterator())


def failed_jobs() -> int:
    """How many jobs ended in failure: the worker tries some again, the others wait for the operator."""
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.filter(status="FAILED").count())


def event_row(event: Event) -> dict[str, Any]:
    """One event as the chain hashed it."""
    told = ("actor", "verb", "subject", "sequence", "data", "law_digest", "previous", "hash")
    return {"kind": "event", "at": _instant(event.at), **{name: getattr(event, name) for name in told}}


def root_row(root: Root) -> dict[str, Any]:
    """One root as it was signed."""
    told = ("subjects", "events", "heads", "previous", "digest", "signature", "key_id")
    return {"kind": "root", "at": _instant(root.at), **{name: getattr(root, name) for name in told}}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
