"""The law of care lines as the plainest loop over the articles: dates and amounts written again, nothing of the columns.

Kept in tests only: slow, sequential, one person after the other. It answers what the columns must answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from affilia.law.reimbursement import LineFacts

# the amounts it answers
ANSWERED = (
    "amo", "increase", "local", "css_part", "flat_charges", "paid", "debt", "transferred", "charged_to_home", "contract_part",
)  # fmt: skip
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
    "dental_act_by_doctors": [(date(2016, 1, 1), 70)],
    "screening": [(date(2016, 1, 1), 100)],
    "lpp_major": [(date(2016, 1, 1), 100)],
    "transport_samu": [(date(2023, 1, 1), 100)],
    "spa": [(date(2016, 1, 1), 65)],
    "pharmacist_service": [(date(2016, 1, 1), 70)],
    "other": [(date(2016, 1, 1), 65)],
}
# what the law made later than the histories begin
CREATED = {"psychologist_session": date(2022, 4, 5), "transport_samu": date(2023, 1, 1)}
# why a line may be covered in full: all but the first two are cases of R160-17 I, or of pensioners, or of L160-14
REASONS = (
    "maternity", "long_illness", "hepatitis_c_screening", "infertility", "donor", "abused_minor", "newborn", "abortion",
    "contraception", "emergency_contraception", "prevention", "hiv_screening", "disability_pension",
)  # fmt: skip
# Alsace-Moselle, general and local together (reimbursement.md 1.2); what is not here has no complement
LOCAL = {
    "doctor": 90, "midwife": 90, "dentist": 90, "auxiliary": 90, "biology": 90, "drug_major": 90, "drug_moderate": 80,
    "drug_low": 15, "lpp": 90, "transport": 90, "pathology": 90, "dental_act_by_doctors": 90,
}  # fmt: skip


def at(steps: list[tuple[date, int]], day: date) -> int:
    """The value in force on a day."""
    return [value for first, value in steps if first <= day][-1]


def percent(amount: int, rate: int) -> int:
    """Half up to the cent."""
    whole, rest = divmod(amount * rate, 100)
    return whole + (1 if rest >= 50 else 0)


def percent_of(amount: int, rate: int) -> int:
    """The same of hundredths of a percent."""
    whole, rest = divmod(amount * rate, 10000)
    return whole + (1 if rest >= 5000 else 0)


def last_day(care: date) -> date:
    """Two years from the first day of the next quarter, that day not included (L160-11)."""
    month = (care.month - 1) // 3 * 3 + 4
    year = care.year + 2
    return date(year + (month > 12), month - 12 if month > 12 else month, 1)


def two_years_later(day: date) -> date:
    """The same day; of a 29 February the 28th."""
    return date(day.year + 2, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


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
        self.debts: list[tuple[date, int]] | None = None

    def refusal(self, one: LineFacts) -> str:
        """The first reason, in the order they are told."""
        reasons = {
            "cancelled_sheet": one.cancelled,
            "not_covered": not one.covered,
            "too_late": one.received_day >= last_day(one.care_day),
            "already_paid": one.same_sheet_before,
            "incomplete": not one.complete,
            "planned_care": one.ehic and one.planned,
        }
        if any(reasons.values()):
            return next(name for name, holds in reasons.items() if holds)
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
        if refused:
            return 0
        whole = min(official(one), one.fee)
        if one.category != "psychologist_session":
            return whole
        base, rest = divmod(whole * self.paid_sessions, one.units)
        return base + (1 if 2 * rest >= one.units else 0)

    def participation(self, one: LineFacts) -> int:
        """L160-13 II, D160-6, D160-8: by act, four a day with one professional, so many a year of payment."""
        visit, year = (one.professional, one.care_day), one.reimbursed_day.year
        acts = min(one.units, 4 - self.visits.get(visit, 0))
        self.visits[visit] = self.visits.get(visit, 0) + acts
        counted = self.participations.get(year, one.participations_before)
        acts = max(min(acts, (25 if year >= 2025 else 50) - counted), 0)
        self.participations[year] = counted + acts
        cents = acts * (200 if one.care_day >= date(2024, 5, 15) else 100)
        kept = self.participation_cents.get(year, one.participation_cents_before)
        cents = max(min(cents, 5000 - kept), 0)
        self.participation_cents[year] = kept + cents
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
        kept = self.franchise_years.get(year, one.franchise_before)
        cents = max(min(cents, 5000 - kept), 0)
        self.franchise_years[year] = kept + cents
        return cents

    def in_full(self, one: LineFacts) -> bool:
        """L160-9, L160-14, R160-17; R160-18: drugs of the lower labels only in maternity, ALD and the cases of L160-14."""
        if one.maternity or one.full_cover_reason in ("maternity", "long_illness"):
            return True
        if one.full_cover_reason in ("hepatitis_c_screening", "infertility", "donor", "abused_minor"):
            return True
        if one.full_cover_reason == "contraception" and one.age >= 26:
            return False
        return bool(one.full_cover_reason) and one.category not in ("drug_moderate", "drug_low", "drug_homeopathy")

    def rate(self, one: LineFacts) -> int:
        """R160-5, R160-9, and what the law covers in full."""
        if self.in_full(one):
            return 100
        if one.aspa and one.category in ("auxiliary", "biology"):
            return 80
        return at(RATES[one.category], one.care_day)

    def share(self, one: LineFacts, base: int) -> int:
        """R160-16 for heavy acts that leave a share at all, else the rate."""
        if not one.heavy_act or self.in_full(one):
            return percent(base, self.rate(one))
        flat = 3200 if one.care_day >= date(2026, 4, 22) else 2400 if one.care_day >= date(2019, 1, 1) else 1800
        return base if one.imaging else base - min(flat, base)

    def local(self, one: LineFacts, base: int) -> int:
        """L325-1, D325-7: members get from the local scheme what brings them to the total rate, of what is left to pay."""
        if not one.local_scheme or one.category not in LOCAL:
            return 0
        missing = LOCAL[one.category] - self.rate(one)
        still_to_pay = base - self.share(one, base)
        return min(percent(base, missing), still_to_pay) if missing > 0 else 0

    def contract(self, one: LineFacts, base: int, others: int, share: int) -> int:
        """Section 7: the contract brings fund and contract to what it promised, before flat charges and the increase."""
        if not one.contract_pays:
            return 0
        promises = [
            percent_of(base, one.contract_percent), share + percent_of(base - share, one.contract_share),
            share + one.contract_lump,
        ]  # fmt: skip
        if one.responsible and one.category not in ("drug_moderate", "drug_low", "drug_homeopathy", "spa"):
            promises.append(base)  # R871-2: the whole share at least
        promised = one.fee if one.contract_real_cost else min(max(promises), one.fee)
        if one.responsible and one.outside_optam:
            excess = percent_of(base, max(one.contract_percent_optam - 12000, 0))
            promised = min(promised, base + min(excess, base))
        return max(promised - share - others, 0)

    def charges(self, one: LineFacts, refused: str, amo: int) -> int:
        """L160-13 and who is exempt (L160-15)."""
        if refused or one.minor or one.css or one.state_aid or one.maternity:
            return 0
        asked = self.participation(one) if one.participation_due else 0
        return asked + (self.franchise(one, amo) if one.franchise_due else 0)

    def kept(self, one: LineFacts, flat_charges: int, hers: int) -> int:
        """L160-13, D160-7: flat charges are kept from what is hers, the oldest first; after two years they are not."""
        if self.debts is None:
            self.debts = [(one.reimbursed_day, one.debt_before)]
        alive = [(day, cents) for day, cents in self.debts if one.reimbursed_day <= two_years_later(day)]
        left, kept = [], 0
        for day, cents in [*alive, (one.reimbursed_day, flat_charges)]:
            part = min(cents, hers - kept)
            kept += part
            left.append((day, cents - part))
        self.debts = left
        return kept

    def decide(self, one: LineFacts) -> dict[str, Any]:
        """One line."""
        refused = self.refusal(one)
        base = self.base(one, refused)
        doctors = one.category in ("doctor", "pathology", "dental_act_by_doctors")
        sanctioned = one.out_of_path and doctors and one.age >= 16 and not one.maternity and not directly(one)
        sanctioned = sanctioned and not one.ehic  # MT-10: here for a stay
        cap = 1200 if one.care_day >= date(2024, 12, 22) else 1060 if one.care_day >= date(2023, 11, 1) else 1000
        increase = min(percent(base, 40), cap) if sanctioned else 0
        amo = max(self.share(one, base) - increase, 0)
        local = self.local(one, base)
        css = base - amo - local if one.css and not sanctioned else 0
        flat_charges = self.charges(one, refused, amo)
        benefit = 0 if refused else amo + local + css
        hers = 0 if one.third_party else benefit
        # what was owed before is told on every line of hers, and owed once
        kept = self.kept(one, flat_charges, hers)
        debt = sum(cents for _day, cents in self.debts or [])
        return {
            "refused": refused, "amo": amo, "increase": increase, "local": local, "css_part": css,
            "contract_part": 0 if refused else self.contract(one, base, local + css, self.share(one, base)),
            "flat_charges": flat_charges, "paid": benefit - flat_charges, "debt": debt, "transferred": hers - kept,
            "charged_to_home": max(benefit - flat_charges, 0) if one.ehic or one.s1 else 0,
        }  # fmt: skip


def decide(history: list[LineFacts]) -> list[dict[str, Any]]:
    """Every line, in the order given."""
    persons: dict[int, Person] = {}
    return [persons.setdefault(one.person, Person()).decide(one) for one in history]
