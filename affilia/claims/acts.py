"""What an act of a sheet is to the law: the same for all lines that agree in code, sector, day, printed price and doctor."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from affilia.law.flat_charges import franchise_due, participation_due
from affilia.law.heavy import heavy
from affilia.law.reader import NoLaw
from affilia.law.specialties import specialty
from affilia.law.tariffs import SECTOR_1, NoPrice, Price, price


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
    told_apart = (found.category, found.family, found.code)
    return Act(found, doctor, is_heavy, participation_due(*told_apart), franchise_due(*told_apart))
