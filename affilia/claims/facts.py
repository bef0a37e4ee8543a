"""All lines of one person as the law sees them, in the order they were accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zlib import crc32

from affilia.claims.models import Claim, Line
from affilia.claims.pathways import DIRECT, OUTSIDE, SANCTIONED
from affilia.coverage.queries import doctors_of, periods_of
from affilia.law import entitlement
from affilia.law.reimbursement import LineFacts
from affilia.law.tariffs import tariff
from affilia.people.models import Person
from affilia.people.queries import identity_of

Periods = Sequence[tuple[date, date | None]]


class NoTariff(Exception):
    """The act has no price the law knows for this sector and day: a person must look."""


def of(person: Person, lines: Sequence[Line], at: datetime) -> list[LineFacts]:
    """One row a line. Raises NoTariff."""
    identity = identity_of(person)
    birth = identity.birth_date if identity else "1900"
    periods, doctors = periods_of(person), doctors_of(person)
    seen: set[tuple[object, ...]] = set()
    return [_line(line, birth, periods, doctors, _seen_before(line, seen), at) for line in lines]


def _line(
    line: Line, birth: str, periods: Periods, doctors: list[tuple[date, date | None, str]], before: bool, at: datetime
) -> LineFacts:
    claim = line.claim
    price = tariff(line.code, claim.sector, line.care_day)
    if price is None or price.category is None:
        raise NoTariff(line.code)
    decided = list(line.decisions.all()) if line.pk else []
    reimbursed = decided[0].decided_at.date() if decided else at.date()
    age = entitlement.age_on(birth, line.care_day)
    minor = entitlement.age_on(birth, date(line.care_day.year, 1, 1)) < 18
    return LineFacts(
        person=1,
        professional=crc32((claim.rpps or claim.professional).encode()),
        care_day=line.care_day,
        reimbursed_day=reimbursed,
        received_day=claim.received_at.date(),
        category=price.category,
        fee=line.fee_cents,
        tariff=price.base * line.units,
        age=age,
        covered=within(periods, line.care_day),
        out_of_path=out_of_path(claim, line.care_day, doctors),
        units=line.units,
        same_sheet_before=before,
        complete=claim.signed_by_insured and claim.signed_by_professional,
        minor=minor,
        participation_due=price.category in ("doctor", "biology") and price.family != "increase",
        franchise_due=price.category == "auxiliary",
    )


def within(periods: Periods, day: date) -> bool:
    """Whether a day lies in a half-open period."""
    return any(start <= day and (end is None or day < end) for start, end in periods)


def out_of_path(claim: Claim, day: date, doctors: list[tuple[date, date | None, str]]) -> bool:
    """Whether the care path was left: no doctor declared that day, or another one seen without a reason."""
    if claim.pathway in OUTSIDE or claim.pathway in DIRECT:
        return False
    declared = [number for start, end, number in doctors if start <= day and (end is None or day < end)]
    if not declared:
        return True
    if claim.pathway == "own":
        return claim.rpps not in declared
    return claim.pathway in SANCTIONED


def _seen_before(line: Line, seen: set[tuple[object, ...]]) -> bool:
    """An exact duplicate: same professional, day, act, units and amount as an earlier line of hers."""
    claim = line.claim
    who = claim.rpps or claim.professional.casefold()
    key = (who, line.care_day, line.code, line.units, line.fee_cents)
    found = key in seen
    seen.add(key)
    return found
