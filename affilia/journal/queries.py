"""Readings of the journal: a subject's history, the export an auditor takes away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from affilia.journal.models import Event, Root


def history(subject: str) -> QuerySet[Event]:
    """All events of one subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("sequence")


def latest_root() -> Root | None:
    """The last signed root, if any."""
    return Root.objects.order_by("-pk").first()


def export() -> Iterator[dict[str, Any]]:
    """Every event and root as plain rows for JSON lines: what `verify_journal.py` reads, offline."""
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        yield {
            "kind": "event",
            "at": event.at.astimezone(UTC).isoformat(),
            "actor": event.actor,
            "verb": event.verb,
            "subject": event.subject,
            "sequence": event.sequence,
            "data": event.data,
            "law_digest": event.law_digest,
            "previous": event.previous,
            "hash": event.hash,
        }
    for root in Root.objects.order_by("pk").iterator():
        yield {
            "kind": "root",
            "at": root.at.astimezone(UTC).isoformat(),
            "subjects": root.subjects,
            "events": root.events,
            "heads": root.heads,
            "previous": root.previous,
            "digest": root.digest,
            "signature": root.signature,
            "key_id": root.key_id,
        }
