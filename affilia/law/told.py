"""What was told of a person before she has a file; what was not told is unknown, not false."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from affilia.law.entitlement import age_on, months_later

COUNTRIES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH"
EEA_CH = frozenset(COUNTRIES.split())
# French by their own codes; births there are outside Insee's register, or with rules of their own
TERRITORIES = frozenset({"NC", "WF", "PF", "PM", "YT"})
REGISTERED_AT_BIRTH = frozenset({"FR", "GP", "MQ", "GF", "RE", "BL", "MF"})
FRENCH = TERRITORIES | REGISTERED_AT_BIRTH | {"TF"}
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
    def french(self) -> bool:
        """A French national, maybe of another country too."""
        return bool(self.nations & FRENCH)

    @property
    def french_by_birth(self) -> bool:
        """French and born where Insee registers births: such a person has a number."""
        return bool(self.nations & REGISTERED_AT_BIRTH) and self["born_in"] in REGISTERED_AT_BIRTH

    @property
    def home(self) -> frozenset[str]:
        """The French territories she comes from: told as a nationality, or where a French national was born."""
        born = {str(self.told.get("born_in"))} if self.french else set()
        return (self.nations | born) & TERRITORIES

    @property
    def age(self) -> int | None:
        """Her age on the day asked, or on arrival; unknown without a date of birth."""
        on = "asked_on" if self.told.get("asked_on") else "stay_from"
        if not self.told.get("birth_date") or not self.told.get(on):
            return None
        return age_on(str(self["birth_date"]), self.day(on))

    @property
    def minor(self) -> bool:
        """Under 18; of full age where nobody speaks of it, unless we are asking."""
        if self.age is None and self.asking:
            raise Unknown("birth_date")
        return self.age is not None and self.age < 18

    def at_most(self, years: int) -> bool:
        """Not older than this; presumed where nobody speaks of her age, unless we are asking."""
        if self.age is None and self.asking:
            raise Unknown("birth_date")
        return self.age is None or self.age <= years

    @property
    def card(self) -> bool:
        """Holds a European card, or its replacement, issued by a country of the area."""
        held = self["proof"] in EUROPEAN_CARD
        return held and self.told.get("insured_in") in (None, "", *EEA_CH)

    @property
    def british_card(self) -> bool:
        """Holds a GHIC, or a card issued in Britain, that is not known to end before the year."""
        if self["proof"] != "ghic" and not ("GB" in self.nations and self["proof"] in EUROPEAN_CARD):
            return False
        days_told = self.told.get("proof_until") and self.told.get("year_end")
        return not days_told or self.card_covers_year

    @property
    def intern_from_abroad(self) -> bool:
        """An intern enrolled in another country only; French nationals have rows of their own."""
        return self["status"] == "intern" and not self.french and self["enrolled_in_france"] is False

    @property
    def quebec_intern(self) -> bool:
        """An intern who shows the form of the Québec protocol."""
        return "CA" in self.nations and self["proof"] == "se401q104"

    @property
    def purpose(self) -> str:
        """What else brings her; nothing special where nobody speaks of it, unless we are asking."""
        if not self.told.get("purpose") and self.asking:
            raise Unknown("purpose")
        return str(self.told.get("purpose") or "")

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
            return not self._stays(3)
        if not self.asking and self._studies_last(3):
            return False
        if self.asking and self.told.get("status") == "intern" and self.told.get("proof") in EUROPEAN_CARD:
            return False  # a seventh question: the case goes to a caseworker instead
        raise Unknown("stay_from" if not self.told.get("stay_from") else "stay_until")

    @property
    def over_six_months(self) -> bool:
        """More than six months (ORI-29); presumed of studies that last longer, unless we are asking."""
        if self.told.get("stay_from") and self.told.get("stay_until"):
            return self._stays(6)
        if not self.asking and self._studies_last(6):
            return True
        raise Unknown("stay_from" if not self.told.get("stay_from") else "stay_until")

    def _stays(self, months: int) -> bool:
        if self.day("stay_until") < self.day("stay_from"):
            raise Unknown("stay_until")  # she cannot leave before she comes
        return self.day("stay_until") >= months_later(self.day("stay_from"), months)

    def _studies_last(self, months: int) -> bool:
        told = self.told.get("year_end") and self.told.get("asked_on")
        return bool(told) and self.day("year_end") >= months_later(self.day("asked_on"), months)

    @property
    def card_covers_year(self) -> bool:
        """The European card is valid to the end of the academic year (EHIC-2)."""
        return self.day("proof_until") >= self.day("year_end")

    @property
    def card_over(self) -> bool:
        """The European card has ended already."""
        return self.day("proof_until") < self.day("asked_on")
