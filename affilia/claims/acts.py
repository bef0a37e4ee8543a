"""What an act of a sheet is to the law: the same for all lines that agree in code, sector, day, printed price and doctor."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from affilia.law.heavy import heavy
from affilia.law.reader import NoLaw
from affilia.law.specialties import specialty
from affilia.law.tariffs import FEES, ON_TOP, SECTOR_1, NoPrice, Price, price


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
    try:
        is_heavy = heavy(found, care_day)
    except NoLaw as missing:
        raise NoPrice("no_value", code) from missing
    return Act(found, doctor, is_heavy, participation_due(found), franchise_due(found))


def participation_due(act: Price) -> bool:
    """Acts of doctors and of biology, not what comes on top of them (L160-13 II)."""
    return act.category in ("doctor", "biology") and act.family not in ON_TOP and act.code not in FEES


def franchise_due(act: Price) -> bool:
    """Packs, auxiliaries' acts and trips; not what comes on top of them, nor one's own car (D160-9)."""
    kinds = act.category in ("auxiliary", "transport") or act.category.startswith("drug_")
    return kinds and act.family not in ON_TOP and not act.code.startswith("VP")
