"""The official prices of acts, by code, sector and day (tariffs.csv; sources in its last column).

A letter with its coefficient (AMI 1,5) is priced by the letter; a medicine or a trip by what is printed (told.csv).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

OPEN = date(9999, 12, 31)
# how a professional stands to the convention: fees capped (sector 1, or 2 with OPTAM), free (2), or outside it
SECTORS = SECTOR_1, SECTOR_2, OUTSIDE = ("S1/OPTAM", "S2", "NC")
FOLDER = Path(__file__).parent
# what is paid as the profession that does it, whatever the act
PROFESSIONS = {
    "midwife": "midwife",
    "dentist": "dentist",
    "nurse": "auxiliary",
    "physiotherapist": "auxiliary",
    "speech therapist": "auxiliary",
    "orthoptist": "auxiliary",
    "chiropodist": "auxiliary",
    "biology": "biology",
    "psychologist": "psychologist_session",
    "transport": "transport",
    "optician": "lpp",
    "audioprosthetist": "lpp",
}
# what doctors do; technical acts and imaging wait: how several add up on one day is not compiled
DOCTORS_FAMILIES = frozenset({"consultation", "visit", "teleconsultation", "increase"})
# a unit has no price alone: it needs its coefficient, or its kilometres
UNITS_OF = frozenset({"key letter", "transport"})
# R160-16 II: never heavy
NEVER_HEAVY = frozenset({"dental prosthesis", "biology", "optics", "hearing", "transport", "told"})
# what comes on top of an act: neither a participation nor a franchise of its own
ON_TOP = frozenset({"increase", "allowance"})
# what a laboratory adds to its analyses, blood sample and preparation: only the analysis counts (reimbursement.md 3.1)
FEES = frozenset({"B9005", "B9105"})
# an increase for who was sent by the own doctor, never billed outside the care path (UNCAM decision of 2024-10-29, art. 7)
COORDINATION = "MCS"
# a letter and its coefficient as sheets write them; without the blank, B1104 is an analysis, not 1104 times B
WRITTEN = re.compile(r"([A-Z][A-Z-]*) +(?:X *)?(\d{1,4})(?:[.,](\d{1,2}))?")


class NoPrice(Exception):
    """The law has no price for this; `reason` names why, for the person who looks."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Tariff:
    """One dated price of one act, in cents."""

    code: str
    label_fr: str
    label_en: str
    family: str
    specialty: str
    sector: str
    base: int
    from_day: date
    until_day: date
    source: str

    @property
    def status(self) -> str:
        """How sure the price is, by the words of its source."""
        return status_of(self.source)

    @property
    def category(self) -> str | None:
        """The category of its rate; None where its rules are not built."""
        doctors = "doctor" if self.family in DOCTORS_FAMILIES else None
        return PROFESSIONS.get(self.specialty, doctors)


@dataclass(frozen=True)
class Printed:
    """A code whose price is read on the pack or the invoice, never in a table."""

    code: str
    label_fr: str
    label_en: str
    category: str
    source: str


@dataclass(frozen=True)
class Price:
    """What one act is worth: `base` cents, or `letter` cents times a `coefficient` in hundredths."""

    code: str
    label_fr: str
    label_en: str
    category: str
    family: str
    specialty: str
    base: int = 0
    letter: int = 0
    coefficient: int = 0
    status: str = "sourced"


@dataclass(frozen=True)
class Conflict:
    """A price a page printed that is not ours on that day."""

    code: str
    base: int
    printed_on: date
    source: str


def status_of(source: str) -> str:
    """How sure a price is, read in the words of its source: sourced, derived or unsourced."""
    words = source.casefold()
    if any(word in words for word in ("unsourced", "general knowledge")):
        return "unsourced"
    doubtful = ("derived", "unverified", "may slip", "so check")
    return "derived" if any(word in words for word in doubtful) else "sourced"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def all_tariffs() -> tuple[Tariff, ...]:
    """Every dated row."""
    return tuple(
        Tariff(
            row["code"],
            row["label_fr"],
            row["label_en"],
            row["category"],
            row["specialty"],
            row["sector"],
            int(row["base_cents"]),
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else OPEN,
            row["source"],
        )
        for row in _rows("tariffs.csv")
    )


@cache
def conflicts() -> tuple[Conflict, ...]:
    """The prices that pages print otherwise (reimbursement.md 9.14): ours decide, a case carries its own."""
    return tuple(
        Conflict(row["code"], int(row["base_cents"]), date.fromisoformat(row["printed_on"]), row["source"])
        for row in _rows("conflicts.csv")
    )


@cache
def printed() -> dict[str, Printed]:
    """The codes whose price is told, by code."""
    return {row["code"]: Printed(**row) for row in _rows("told.csv")}


@cache
def tariff(code: str, sector: str, on: date) -> Tariff | None:
    """The row of a code for a sector on a day; None when there is none: a person must look."""
    return next(
        (
            row
            for row in all_tariffs()
            if row.code == code and row.sector in (sector, "all") and row.from_day <= on <= row.until_day
        ),
        None,
    )


def price(code: str, sector: str, on: date, told: int | None = None) -> Price:
    """What one act of a code is worth on a day; `told`: the cents printed on the pack or the invoice. Raises NoPrice."""
    known = printed().get(code)
    if known:
        if told is None:
            raise NoPrice("no_printed_price", code)
        return Price(code, known.label_fr, known.label_en, known.category, "told", "", base=told)
    written = WRITTEN.fullmatch(code.strip().upper())
    row = tariff(code, sector, on) or (tariff(written[1], sector, on) if written else None)
    if row is None:
        raise NoPrice("no_tariff", code)
    return _of_row(row, code, written)


def _of_row(row: Tariff, code: str, written: re.Match[str] | None) -> Price:
    if row.category is None:
        raise NoPrice("no_rule", code)
    words = (code, row.label_fr, row.label_en, row.category, row.family, row.specialty)
    by_unit = written is not None and row.code == written[1]
    if by_unit != (row.family in UNITS_OF):
        # a letter without its coefficient, or an act that has none
        raise NoPrice("no_coefficient" if row.family in UNITS_OF else "no_tariff", code)
    if written is None or not by_unit:
        return Price(*words, base=row.base, status=row.status)
    coefficient = int(written[2]) * 100 + int((written[3] or "0").ljust(2, "0"))
    if not coefficient:
        raise NoPrice("no_coefficient", code)
    return Price(*words, letter=row.base, coefficient=coefficient, status=row.status)
