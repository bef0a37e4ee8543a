"""Bank accounts: checksum, national key, and whether the fund may pay there (CSS L114-10-2-1)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException


@dataclass(frozen=True)
class IbanCheck:
    """`reason` None when the fund may pay there: else not_an_iban or not_sepa."""

    iban: str
    country: str
    bic: str
    reason: str | None


@cache
def sepa_countries() -> frozenset[str]:
    """ISO codes of the euro payments area, from sepa_countries.csv."""
    with (Path(__file__).parent / "sepa_countries.csv").open(encoding="utf-8") as file:
        return frozenset(row["iso2"] for row in csv.DictReader(file))


def check(text: str) -> IbanCheck:
    """Check an IBAN as typed: its checksum, its national key, its country."""
    plain = "".join(text.split()).upper()
    country = plain[:2]
    try:
        iban = IBAN(plain, validate_bban=True)
    except SchwiftyException:
        return IbanCheck(plain, country, "", "not_an_iban")
    if country not in sepa_countries():
        return IbanCheck(plain, country, "", "not_sepa")
    return IbanCheck(plain, country, str(iban.bic or ""), None)


def grouped(iban: str) -> str:
    """In fours, as on a bank card."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def masked(iban: str) -> str:
    """Enough to recognise one's own account: FR76 •••• 4821."""
    return f"{iban[:4]} •••• {iban[-4:]}"
