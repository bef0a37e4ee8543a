"""The fields of a case, each read once and strictly: a missing or wrong one is said with its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from affilia.law.written import quoted

MOST_CENTS = 100_000_000  # a million euros: beyond it, an amount is a slip of the pen
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # months are added to days: the calendar must go on behind them
# of these digits only: others count as digits too, and a very long row of them is read for minutes
AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{0,2})0*)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REQUIRED: Any = object()
# the law is compiled, and checked quarter by quarter, to this day: what comes later nobody knows (atlas.faults)
LAST_DAY = date(2028, 12, 31)
PICKS_THE_LAW = frozenset({"date_of_care", "date_of_reimbursement", "request_date"})
# what a case may say, by the map it stands in, though its decision does not need it: words for readers, and fields that
# another one makes idle
IDLE = {
    "": frozenset(["id", "kind", "case", "title", "expected", "source", "status", "tags", "note", "comment"]),
    "patient": frozenset(["age", "minor", "medecin_traitant", "css", "ald", "ald_related", "maternity", "ehic"]),
    "lines": frozenset({"code", "full_cover_reason", "note"}),
    "facts": frozenset(
        {
            "act", "form", "prescription", "marked_duplicate", "days_after_original", "sudden_illness", "invoice_eur",
            "french_refund_eur", "signed_by_insured", "signed_by_professional", "pension_ordered_by_judge",
        }
    ),
}  # fmt: skip


class CaseUnreadable(Exception):
    """A case lacks a field or holds a value of the wrong kind."""


class Fields:
    """One map of a case. Getters raise CaseUnreadable; a field absent and not required gives its default."""

    def __init__(self, told: object, place: str, countries: frozenset[str] | None = None, *, within: str = "") -> None:
        """`countries`: the codes a country may have, any two letters where nobody says; `within`: the map it stands in."""
        if not isinstance(told, Mapping):
            raise CaseUnreadable(f"{place}: {quoted(told)} is not a map")
        self.told, self.place, self.countries = told, place, countries
        self._idle = IDLE.get(within, frozenset())
        self._read: set[str] = set()
        self._below: dict[str, Fields] = {}

    def __contains__(self, name: str) -> bool:
        self._read.add(name)
        return self.told.get(name) is not None

    def refuse_unread(self) -> None:
        """Say the first field that nobody read, here or below: a slip of the pen must not decide in silence."""
        unread = next((name for name in self.told if name not in self._read | self._idle), None)
        if unread is not None:
            raise CaseUnreadable(f"{self.place}: {unread}: no field of this kind of case has this name")
        for fields in self._below.values():
            fields.refuse_unread()

    def _child(self, told: object, place: str) -> Fields:
        if place not in self._below:
            self._below[place] = Fields(told, f"{self.place}: {place}", self.countries, within=place.split()[0])
        return self._below[place]

    def _value(self, name: str, default: Any) -> Any:
        self._read.add(name)
        value = self.told.get(name)
        if value is None:
            if default is REQUIRED:
                raise CaseUnreadable(f"{self.place}: {name} is missing")
            return default
        return value

    def wrong(self, name: str, why: str) -> CaseUnreadable:
        """What to raise of a value that cannot be."""
        return CaseUnreadable(f"{self.place}: {name}: {quoted(self.told.get(name))} {why}")

    def text(self, name: str, *allowed: str, default: Any = REQUIRED) -> Any:
        """One of some words; any, where none are named."""
        value = self._value(name, default)
        if value is not default and (not isinstance(value, str) or (allowed and value not in allowed)):
            raise self.wrong(name, f"is none of {', '.join(allowed)}" if allowed else "is not a text")
        return value

    def flag(self, name: str, default: Any = False) -> bool:
        """True or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "is neither true nor false")
        return value

    def count(self, name: str, default: Any = REQUIRED, *, least: int = 0, most: int = 9999) -> int:
        """A whole number within bounds."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(name, f"is not a whole number from {least} to {most}")
        return value

    def cents(self, name: str, default: Any = REQUIRED) -> int:
        """Euros of two decimals at most, as whole cents, exactly."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int | str | float):
            raise self.wrong(name, "is not an amount")
        written = AMOUNT.fullmatch(str(value))
        if not written:
            raise self.wrong(name, "is not an amount with two decimals at most")
        hundredths = int(written[1]) * 100 + int((written[2] or "").ljust(2, "0"))
        if hundredths > MOST_CENTS:
            raise self.wrong(name, "is more than a million")
        return hundredths

    def day(self, name: str, default: Any = REQUIRED) -> date:
        """A day, quoted or not."""
        value = self._value(name, default)
        found = value if type(value) is date else _written(value)
        if found is None:
            raise self.wrong(name, "is not a day YYYY-MM-DD")
        if not FIRST <= found <= LAST:
            raise self.wrong(name, f"is not from {FIRST.year} to {LAST.year}")
        if name in PICKS_THE_LAW and found > LAST_DAY:
            raise self.wrong(name, f"comes after {LAST_DAY}, the last day the law is compiled for")
        return found

    def country(self, name: str, default: Any = REQUIRED) -> str:
        """A country or French territory by its two letters, in capitals."""
        code = str(self.text(name, default=default)).upper()
        known = code in self.countries if self.countries is not None else len(code) == 2 and code.isalpha()
        if not known:
            raise self.wrong(name, "is no country")
        return code

    def below(self, name: str, default: Any = REQUIRED) -> Fields:
        """A map within the map."""
        return self._child(self._value(name, default), name)

    def list_of(self, name: str) -> Iterator[Fields]:
        """The maps of a list that is not empty."""
        value = self._value(name, REQUIRED)
        if not isinstance(value, list) or not value:
            raise self.wrong(name, "is not a list with something in it")
        return (self._child(item, f"{name} {place}") for place, item in enumerate(value, start=1))

    def counts(self, name: str, *, most: int) -> list[int]:
        """A list of whole numbers that is not empty."""
        value = self._value(name, REQUIRED)
        good = isinstance(value, list) and all(type(item) is int and 0 <= item <= most for item in value)
        if not good or not value:
            raise self.wrong(name, f"is not a list of whole numbers from 0 to {most}")
        return list(value)

    def words(self, name: str) -> list[str]:
        """A list of words, maybe empty."""
        value = self._value(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name, "is not a list of words")
        return list(value)


def _written(value: object) -> date | None:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:  # a month of 31 days that has 30
        return None
