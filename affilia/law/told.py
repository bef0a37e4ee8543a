"""What was told of a person before she has a file; what was not told is unknown, not false."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from affilia.law.entitlement import months_later

COUNTRIES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH"
EEA_CH = frozenset(COUNTRIES.split())
FRENCH = frozenset({"FR", "NC", "WF", "PF", "PM", "YT", "GP", "MQ", "GF", "RE", "BL", "MF", "TF"})
EUROPEAN_CARD = frozenset({"ehic", "prc"})


class Unknown(Exception):
    """A condition needs a fact that was not told."""


class Facts:
    """What was told. `asking`: facts that are presumed when nobody speaks of them are still worth a question."""

    def __init__(self, told: Mapping[str, Any], *, asking: bool = False) -> None:
        self.told, self.asking = told, asking

    def __getitem__(self, name: str) -> Any:
        if self.told.get(name) in (None, "", []):
            raise Unknown(name)
        return self.told[name]

    def claimed(self, name: str) -> bool:
        """An exception that must be claimed: unknown counts as no, unless we are asking."""
        if self.told.get(name) is None and self.asking:
            raise Unknown(name)
        return bool(self.told.get(name))

    def day(self, name: str) -> date:
        """A fact that is a day."""
        value = self[name]
        return value if isinstance(value, date) else date.fromisoformat(value)

    @property
    def nations(self) -> frozenset[str]:
        """Her nationalities."""
        return frozenset(self["nationalities"])

    @property
    def european(self) -> bool:
        """A national of the EU, the EEA or Switzerland, and of nowhere else."""
        return self.nations <= EEA_CH

    @property
    def studies(self) -> bool:
        """A student of a French institution, an enrolled intern included."""
        status = self["status"]
        return status == "student" or (status == "intern" and bool(self["enrolled_in_france"]))

    @property
    def enrolled_abroad(self) -> bool:
        """Said to be enrolled elsewhere, not in France."""
        return self.told.get("enrolled_in_france") is False

    @property
    def short_stay(self) -> bool:
        """Under three months; without dates, studies to the end of a year far enough away are a long stay."""
        if self.told.get("stay_from") and self.told.get("stay_until"):
            return self.day("stay_until") < months_later(self.day("stay_from"), 3)
        studies_told = not self.asking and self.told.get("year_end") and self.told.get("asked_on")
        if studies_told and self.day("year_end") >= months_later(self.day("asked_on"), 3):
            return False
        if self.asking and self.told.get("status") == "intern" and self.told.get("proof") in EUROPEAN_CARD:
            return False  # a seventh question: the case goes to a caseworker instead
        raise Unknown("stay_from" if not self.told.get("stay_from") else "stay_until")

    @property
    def card_covers_year(self) -> bool:
        """The European card is valid to the end of the academic year (EHIC-2)."""
        return self.day("proof_until") >= self.day("year_end")

    @property
    def card_over(self) -> bool:
        """The European card has ended already."""
        return self.day("proof_until") < self.day("asked_on")
