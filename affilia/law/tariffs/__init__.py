"""The official prices of acts, by code, sector and day (tariffs.csv; sources in its last column)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

OPEN = date(9999, 12, 31)
# how a professional stands to the convention: fees capped (sector 1, or 2 with OPTAM), free (2), or outside it
SECTORS = SECTOR_1, SECTOR_2, OUTSIDE = ("S1/OPTAM", "S2", "NC")
# what a tariff's family pays as; families that are not here wait for their rules
CATEGORIES = {
    "consultation": "doctor",
    "visit": "doctor",
    "teleconsultation": "doctor",
    "increase": "doctor",
    "technical": "doctor",
    "imaging": "doctor",
    "biology": "biology",
    "dental care": "dentist",
    "session": "psychologist_session",
    "paramedical": "auxiliary",
}


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
    def category(self) -> str | None:
        """The category of its rate; None where its rules are not built."""
        return CATEGORIES.get(self.family)


@cache
def all_tariffs() -> tuple[Tariff, ...]:
    """Every dated row."""
    with (Path(__file__).parent / "tariffs.csv").open(encoding="utf-8") as file:
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
            for row in csv.DictReader(file)
        )


@cache
def tariff(code: str, sector: str, on: date) -> Tariff | None:
    """The price of an act for a sector on a day; None when there is none: a person must look."""
    return next(
        (
            row
            for row in all_tariffs()
            if row.code == code and row.sector in (sector, "all") and row.from_day <= on <= row.until_day
        ),
        None,
    )


def codes(on: date) -> list[Tariff]:
    """Every act that has a price on a day."""
    return [row for row in all_tariffs() if row.from_day <= on <= row.until_day]
