"""The law of care lines as the plainest loop over the articles: dates and amounts written again, nothing of the columns.

Kept in tests only: slow, sequential, one person after the other. It answers what the columns must answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from affilia.law.reimbursement import LineFacts

# R160-5 and its changes: percent of the base, from a day on
RATES = {
    "doctor": [(date(2009, 1, 31), 70)],
    "midwife": [(date(2016, 1, 1), 70)],
    "dentist": [(date(2016, 1, 1), 70), (date(2023, 10, 15), 60)],
    "auxiliary": [(date(2016, 1, 1), 60)],
    "biology": [(date(2016, 1, 1), 60)],
    "drug_irreplaceable": [(date(2016, 1, 1), 100)],
    "drug_major": [(date(2016, 1, 1), 65)],
    "drug_moderate": [(date(2016, 1, 1), 30)],
    "drug_low": [(date(2016, 1, 1), 15)],
    "drug_homeopathy": [(date(2016, 1, 1), 30), (date(2020, 1, 1), 15), (date(2021, 1, 1), 0)],
    "lpp": [(date(2016, 1, 1), 60)],
    "transport": [(date(2016, 1, 1), 65), (date(2023, 8, 1), 55)],
    "psychologist_session": [(date(2022, 4, 5), 60)],
    "pathology": [(date(2016, 1, 1), 70)],
}
# Alsace-Moselle, general and local together (reimbursement.md 1.2)
LOCAL = {
    "doctor": 90, "midwife": 90, "dentist": 90, "auxiliary": 90, "biology": 90, "drug_major": 90, "drug_moderate": 80,
    "drug_low": 15, "lpp": 90, "transport": 90,
}  # fmt: skip


def at(steps: list[tuple[date, int]], day: date) -> int:
    """The value in force on a day."""
    return [value for first, value in steps if first <= day][-1]


def percent(amount: int, rate: int) -> int:
    """Half up to the cent."""
    whole, rest = divmod(amount * rate, 100)
    return whole + (1 if rest >= 50 else 0)


def last_day(care: date) -> date:
    """Two years from the first day of the next quarter, that day not included (L160-11)."""
    month = (care.month - 1) // 3 * 3 + 4
    year = care.year + 2
    return date(year + (month > 12), month - 12 if month > 12 else month, 1)


def official(one: LineFacts) -> int:
    """The tariff of the line, or its letter times its coefficient, to the nearest cent an act."""
    if not one.letter_price:
        return one.tariff
    cents, rest = divmod(one.letter_price * one.coefficient, 100)
    return one.units * (cents + (1 if rest >= 50 else 0))


def directly(one: LineFacts) -> bool:
    """D162-1-7, or what the funds tell the public (F17042)."""
    if one.specialty == "psychiatry":
        return one.by_decree or one.age in range(16, 26)
    if one.specialty == "stomatology":
        return not one.by_decree
    return one.specialty in ("gynaecology", "ophthalmology")


class Person:
    """What has been counted for one person so far."""

    def __init__(self) -> None:
        self.visits: dict[tuple[int, date], int] = {}
        self.participations: dict[int, int] = {}
        self.participation_cents: dict[int, int] = {}
        self.franchise_days: dict[tuple[str, date], int] = {}
        self.franchise_years: dict[int, int] = {}
        self.sessions: dict[int, int] = {}
        self.most_sessions: dict[int, int] = {}
        self.debt: int | None = None

    def refusal(self, one: LineFacts) -> str:
        """The first reason, in the order they are told."""
        if not one.covered:
            return "not_covered"
        if one.received_day >= last_day(one.care_day):
            return "too_late"
        if one.same_sheet_before:
            return "already_paid"
        if not one.complete:
            return "incomplete"
        if one.ehic and one.planned:
            return "planned_care"
        if one.category == "psychologist_session":
            year = one.care_day.year
            most = max(12 if one.care_day >= date(2024, 6, 15) else 8, self.most_sessions.get(year, 0))
            self.most_sessions[year] = most
            taken = self.sessions.get(year, one.sessions_before)
            self.sessions[year] = max(min(taken + one.units, most), taken)
            self.paid_sessions = self.sessions[year] - taken
            if not self.paid_sessions:
                return "too_many_sessions"
        return ""

    def base(self, one: LineFacts, refused: str) -> int:
        """R160-22: no more than it cost; of several sessions, those within the year's number, half up to the cent."""
        whole = min(official(one), one.fee)
        if one.category != "psychologist_session" or refused:
            return whole
        base, rest = divmod(whole * self.paid_sessions, one.units)
        return base + (1 if 2 * rest >= one.units else 0)

    def participation(self, one: LineFacts) -> int:
        """L160-13 II, D160-6, D160-8: by act, four a day with one professional, so many a year of payment."""
        visit, year = (one.professional, one.care_day), one.reimbursed_day.year
        acts = min(one.units, 4 - self.visits.get(visit, 0))
        self.visits[visit] = self.visits.get(visit, 0) + acts
        acts = min(acts, (25 if year >= 2025 else 50) - self.participations.get(year, 0))
        self.participations[year] = self.participations.get(year, 0) + acts
        cents = acts * (200 if one.care_day >= date(2024, 5, 15) else 100)
        cents = min(cents, 5000 - self.participation_cents.get(year, 0))
        self.participation_cents[year] = self.participation_cents.get(year, 0) + cents
        return cents

    def franchise(self, one: LineFacts, amo: int) -> int:
        """L160-13 III, D160-9 to D160-11: by pack, act or trip; never more than the fund's share."""
        new = one.care_day >= date(2024, 3, 31)
        if one.category.startswith("drug_"):
            each, day_cap = (100 if new else 50), None
        elif one.category == "auxiliary":
            each, day_cap = (100 if new else 50), (400 if new else 200)
        elif one.category == "transport":
            each, day_cap = (400 if new else 200), (800 if new else 400)
        else:
            return 0
        cents = min(each * one.units, amo)
        if day_cap is not None:
            day = (one.category, one.care_day)
            cents = min(cents, day_cap - self.franchise_days.get(day, 0))
            self.franchise_days[day] = self.franchise_days.get(day, 0) + cents
        year = one.reimbursed_day.year
        cents = min(cents, 5000 - self.franchise_years.get(year, 0))
        self.franchise_years[year] = self.franchise_years.get(year, 0) + cents
        return cents

    def rate(self, one: LineFacts) -> int:
        """R160-5, R160-18, and what the law covers in full."""
        if one.full_cover or one.maternity:
            return 100
        if one.aspa and one.category in ("auxiliary", "biology"):
            return 80
        return at(RATES[one.category], one.care_day)

    def share(self, one: LineFacts, base: int) -> int:
        """R160-16 for heavy acts, else the rate."""
        if not one.heavy_act:
            return percent(base, self.rate(one))
        flat = 3200 if one.care_day >= date(2026, 4, 22) else 2400 if one.care_day >= date(2019, 1, 1) else 1800
        return base if one.imaging else base - min(flat, base)

    def charges(self, one: LineFacts, refused: str, amo: int) -> int:
        """L160-13 and who is exempt (L160-15)."""
        if refused or one.minor or one.css or one.state_aid or one.maternity:
            return 0
        asked = self.participation(one) if one.participation_due else 0
        return asked + (self.franchise(one, amo) if one.franchise_due else 0)

    def decide(self, one: LineFacts) -> dict[str, Any]:
        """One line."""
        refused = self.refusal(one)
        base = self.base(one, refused)
        doctors = one.category in ("doctor", "pathology")
        sanctioned = one.out_of_path and doctors and one.age >= 16 and not one.maternity and not directly(one)
        sanctioned = sanctioned and not one.ehic  # MT-10: here for a stay
        cap = 1200 if one.care_day >= date(2024, 12, 22) else 1060 if one.care_day >= date(2023, 11, 1) else 1000
        increase = min(percent(base, 40), cap) if sanctioned else 0
        amo = max(self.share(one, base) - increase, 0)
        local = 0
        if one.local_scheme and not one.full_cover:
            local = percent(base, max(LOCAL[one.category] - at(RATES[one.category], one.care_day), 0))
        css = base - amo - local if one.css and not sanctioned else 0
        flat_charges = self.charges(one, refused, amo)
        benefit = 0 if refused else amo + local + css
        hers = 0 if one.third_party else benefit
        # what was owed before is told on every line of hers, and owed once
        owed = (one.debt_before if self.debt is None else self.debt) + flat_charges
        kept = min(owed, hers)
        self.debt = owed - kept
        return {
            "refused": refused, "amo": amo, "increase": increase, "local": local, "css_part": css,
            "flat_charges": flat_charges, "paid": benefit - flat_charges, "debt": self.debt, "transferred": hers - kept,
            "charged_to_home": max(benefit - flat_charges, 0) if one.ehic or one.s1 else 0,
        }  # fmt: skip


def decide(history: list[LineFacts]) -> list[dict[str, Any]]:
    """Every line, in the order given."""
    persons: dict[int, Person] = {}
    return [persons.setdefault(one.person, Person()).decide(one) for one in history]
