"""What was paid too much: until when a person may contest before it is kept, and how long it may be claimed at all."""

from __future__ import annotations

from datetime import date

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.days import day_numbered, number_of
from affilia.law.entitlement import months_later
from affilia.law.facts import law

MONTHS = 24


def contestable_until(noticed_on: date) -> date:
    """The last day to contest a claim for money back (CSS R133-9-2). Raises NoLaw."""
    told = {"noticed_day": number_of(noticed_on)}
    return day_numbered(law.one(told, "undue_contest_until")["undue_contest_until"][0])


def claimable_until(paid_on: date) -> date:
    """The last day the fund may claim a payment back, but for fraud: two years (CSS L133-4-1)."""
    return months_later(paid_on, MONTHS)
