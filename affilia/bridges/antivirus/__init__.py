"""The scanner behind the gate: fails closed; what it cannot look at is not accepted."""

from __future__ import annotations

from typing import Protocol

from affilia.bridges import chosen


class ScannerDown(Exception):
    """No verdict could be had; the file is not accepted now."""


class Antivirus(Protocol):
    """Looks at bytes; the name of what it found, or nothing."""

    def found(self, data: bytes) -> str | None: ...


def antivirus() -> Antivirus:
    """The scanner of this service."""
    bridge: Antivirus = chosen("antivirus").antivirus()
    return bridge
