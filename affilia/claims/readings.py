"""What was read of a line and its sheet: each correction keeps what had been read before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from affilia.claims.models import Decision, Line
from affilia.claims.pathways import DOCTORS, PATHWAYS, SECTORS
from affilia.claims.queries import read_of
from affilia.claims.sheets import Read
from affilia.formats.days import day_of
from affilia.formats.money import dotted


@dataclass(frozen=True)
class BeforeView:
    """What a correction found on a line and its sheet: when it was put right, and (name, value) of what was other."""

    day: date
    read: tuple[tuple[str, str], ...]


def flat(read: Read) -> dict[str, Any]:
    """What was read, by the names of its fields."""
    told = asdict(read)
    return {**told.pop("line"), **told}


def kept(read: Read) -> dict[str, Any]:
    """What was read as a decision keeps it."""
    found = flat(read)
    return {**found, "care_day": found["care_day"].isoformat()}


def read_before(line: Line) -> list[BeforeView]:
    """What was read before each correction of a line and is no longer read so, the latest first."""
    rows = [row for row in line.decisions.all() if row.read_before is not None]
    after = [*(row.read_before for row in rows), kept(read_of(line))][1:]
    return [_view(row, then or {}) for row, then in reversed([*zip(rows, after, strict=False)])]


def _view(decision: Decision, then: dict[str, Any]) -> BeforeView:
    before = decision.read_before or {}
    other = ((name, before[name]) for name in FIELDS if name in before and before[name] != then.get(name))
    told = tuple(
        (str(FIELDS[name][0]), FIELDS[name][1](value) if value not in ("", None) else "–") for name, value in other
    )
    return BeforeView(day_of(decision.decided_at), told)


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j F Y")


def _word(words: dict[str, Any]) -> Callable[[str], str]:
    return lambda value: str(words.get(value, value))


FIELDS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "code": (gettext_lazy("Act"), str),
    "care_day": (gettext_lazy("Day of the visit"), _day),
    "fee_cents": (gettext_lazy("Paid"), dotted),
    "units": (gettext_lazy("How many"), str),
    "printed_cents": (gettext_lazy("Price of one pack or trip, as printed"), dotted),
    "professional": (gettext_lazy("Name on the sheet"), str),
    "rpps": (gettext_lazy("RPPS number"), str),
    "specialty": (gettext_lazy("Specialty, if the sheet says one"), _word(DOCTORS)),
    "sector": (gettext_lazy("The professional works"), _word(SECTORS)),
    "pathway": (gettext_lazy("How the student came to this doctor"), _word(PATHWAYS)),
    "signed": (gettext_lazy("The sheet is signed"), lambda value: gettext("Yes") if value else gettext("No")),
}
