"""The national register (SNGI, kept by CNAV): gives waiting and final numbers, and says later when one is certified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from affilia.bridges import chosen

# why the register turns a request down; what people read is in `coverage.exchanges.REGISTER_WORDS`
CODES = ("NAMES_DIFFER", "BIRTH_DATE_DIFFERS", "BIRTH_PLACE_UNKNOWN", "PAPER_NOT_AUTHENTIC", "DUPLICATE")


@dataclass(frozen=True)
class Request:
    """What is asked for whom: `asks` waiting or final; names as on the papers; the same reference is one request."""

    reference: str
    asks: str
    surname: str
    given_names: str
    birth_date: str
    sex: str
    birth_country: str
    birth_town: str
    waiting_number: str = ""


@dataclass(frozen=True)
class Answer:
    """`number` when accepted; else a `code` of CODES."""

    reference: str
    number: str
    code: str


class Register(Protocol):
    """Takes requests (again is harmless), answers later; a certified number is told on its own."""

    def send(self, request: Request, at: datetime) -> None: ...
    def answer(self, reference: str, at: datetime) -> Answer | None: ...
    def certified(self, number: str, at: datetime) -> bool: ...


def register() -> Register:
    """The register of this service."""
    found: Register = chosen("register").register()
    return found
