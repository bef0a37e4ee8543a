"""What an act of a sheet is to the law: the same for all lines that agree in code, sector, day, printed price and doctor."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from affilia.law.book import EPOCH
from affilia.law.facts import law
from affilia.law.specialties import specialty
from affilia.law.tariffs import FEES, NEVER_HEAVY, ON_TOP, SECTOR_1, Price, price


class Act(NamedTuple):
    """A priced act, who did it, and what the law withholds of it."""

    price: Price
    specialty: str
    heavy: bool
    participation_due: bool
    franchise_due: bool


@lru_cache(maxsize=100_000)
def act_of(code: str, sector: str, care_day: date, printed: int | None, told: str) -> Act:
    """The act of a line, priced as in sector 1 where nobody told the sector; `told`: the kind of doctor. Raises NoPrice."""
    found = price(code, sector or SECTOR_1, care_day, printed)
    doctor = specialty(told, found.specialty, care_day)
    return Act(found, doctor, heavy(found, care_day), participation_due(found), franchise_due(found))


def participation_due(act: Price) -> bool:
    """Acts of doctors and of biology, not what comes on top of them (L160-13 II)."""
    return act.category in ("doctor", "biology") and act.family not in ON_TOP and act.code not in FEES


def franchise_due(act: Price) -> bool:
    """Packs, auxiliaries' acts and trips; not what comes on top of them, nor one's own car (D160-9)."""
    kinds = act.category in ("auxiliary", "transport") or act.category.startswith("drug_")
    return kinds and act.family not in ON_TOP and not act.code.startswith("VP")


def heavy(act: Price, on: date) -> bool:
    """Whether the law has one flat share for this act (R160-16)."""
    return act.family not in NEVER_HEAVY and _heavy(act.base, act.coefficient, on)


@cache
def _heavy(base: int, coefficient: int, on: date) -> bool:
    told = {"tariff": base, "coefficient": coefficient, "heavy_excluded": False, "care_day": (on - EPOCH).days}
    return bool(law.one(told, "is_heavy")["is_heavy"][0])
