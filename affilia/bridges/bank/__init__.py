"""The fund's bank: takes a payment order, answers later, payment by payment."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from affilia.bridges import chosen


class BankRefused(Exception):
    """The bank did not take the file."""


class Bank(Protocol):
    """Takes a file under a reference (again is harmless) and gives its answers in order."""

    def send(self, reference: str, xml: bytes, at: datetime) -> None: ...
    def answers(self, at: datetime) -> list[tuple[str, bytes]]: ...
    def taken(self, name: str) -> None: ...


def bank() -> Bank:
    """The bank of this service."""
    found: Bank = chosen("bank").bank()
    return found
