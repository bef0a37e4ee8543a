"""Mail out of the house: one message with an id of our own, so that a repeated sending is seen as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from affilia.bridges import chosen


@dataclass(frozen=True)
class Letter:
    """One e-mail; `reference` becomes its Message-ID."""

    reference: str
    to: str
    subject: str
    body: str
    language: str
    written_at: datetime


class MailBridge(Protocol):
    """Sends one mail; may be called again for the same reference."""

    def send(self, letter: Letter) -> None: ...


def bridge() -> MailBridge:
    """The mail bridge of this service."""
    found: MailBridge = chosen("mail").bridge()
    return found
