"""How events are chained: the same few lines in the service and in the offline verifier."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def canonical(value: Any) -> bytes:
    """The one spelling of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def event_hash(event: dict[str, Any]) -> str:
    """SHA-256 over every field of an event but its own hash, the previous hash included."""
    return hashlib.sha256(canonical({k: v for k, v in event.items() if k != "hash"})).hexdigest()


def heads_digest(heads: Iterable[tuple[str, int, str]]) -> str:
    """SHA-256 over all (subject, events, head), in order of subject: what a root signs."""
    return hashlib.sha256(canonical([list(head) for head in sorted(heads)])).hexdigest()
