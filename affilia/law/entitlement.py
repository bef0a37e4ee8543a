"""Days of rights and of clocks, computed from facts (affiliation.md 1.8, 1.10; reimbursement.md 5)."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache
from typing import TypeVar

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.columns import Column
from affilia.law.days import EPOCH, day_numbered, number_of
from affilia.law.facts import law


def months_later(day: date, months: int) -> date:
    """The same day of a later month, clamped to its last: 30 November + 3 months is 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def rights_start(studies_from: date, arrived_on: date | None, other_cover_until: date | None = None) -> date:
    """The day rights begin, by the rule of the law: nothing is decided here."""
    told = {
        "studies_day": number_of(studies_from),
        "arrival_day": number_of(arrived_on or studies_from),
        "other_cover_until": number_of(other_cover_until or EPOCH),
    }
    return day_numbered(law.one(told, "rights_begin")["rights_begin"][0])


def civil_status_due(noticed_on: date) -> date:
    """STA-2: the civil-status paper is due three months after the notice (CSS R114-7)."""
    return months_later(noticed_on, 3)


def register_due(sent_on: date) -> date:
    """STA-9: the register answers within two months (CSS R114-7 VI)."""
    return months_later(sent_on, 2)


def contest_until(told_on: date) -> date:
    """END-8: two months to go to the commission de recours amiable (CSS R142-1)."""
    return months_later(told_on, 2)


def silent_from(contested_on: date) -> date:
    """END-8: without an answer two months after an objection, it is rejected (CSS R142-6)."""
    return months_later(contested_on, 2)


def court_until(rejected_on: date) -> date:
    """END-8: two months to go to the court (CSS R142-1-A)."""
    return months_later(rejected_on, 2)


@lru_cache(maxsize=100_000)
def latest_birth(birth_date: str) -> tuple[int, int]:
    """Year, and month and day as MMDD, of the latest day a partial date may be: nobody is older than she is."""
    year, month, last = (*(int(part) for part in birth_date.split("-")), 0, 0)[:3]
    month = month or 12
    return year, month * 100 + (last or calendar.monthrange(year, month)[1])


Number = TypeVar("Number", int, Column)


def whole_years(year: Number, month_day: Number, birth_year: Number, birth_month_day: Number) -> Number:
    """Birthdays passed by a day (its year, its MMDD): of one person, or of a column of them."""
    return year - birth_year - (month_day < birth_month_day)


def age_on(birth_date: str, day: date) -> int:
    """Whole years on a day."""
    return whole_years(day.year, day.month * 100 + day.day, *latest_birth(birth_date))


def academic_year_end(day: date) -> date:
    """The 31 August that ends the academic year of a day (a setting of the fund in practice; UNSOURCED)."""
    return date(day.year + (day.month >= 9), 8, 31)
