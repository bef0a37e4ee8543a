"""Random histories of care lines, made from a seed: the same seed, the same lines."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from affilia.law.facts import CATEGORIES, SPECIALTIES
from affilia.law.reimbursement import LineFacts
from tests.law.oracle import CREATED, REASONS

# days on which the law changed, and those before
EDGES = [
    date(2023, 7, 31), date(2023, 8, 1), date(2023, 10, 14), date(2023, 10, 15), date(2024, 3, 30), date(2024, 3, 31),
    date(2024, 5, 14), date(2024, 5, 15), date(2024, 6, 15), date(2024, 12, 21), date(2024, 12, 22), date(2026, 4, 22),
]  # fmt: skip


def history(chance: Random, person: int) -> list[LineFacts]:
    """Up to thirty lines of one person, in the order they were paid; some years, some habits."""
    start = chance.randint(2022, 2026)
    habits = {
        "age": chance.choice([8, 15, 16, 17, 22, 25, 26, 40]), "css": chance.random() < 0.15, "aspa": chance.random() < 0.1,
        "local_scheme": chance.random() < 0.2, "state_aid": chance.random() < 0.05, "minor": False,
        "maternity": chance.random() < 0.05, "debt_before": chance.choice([0, 0, 0, 350, 4000]),
        "ehic": chance.random() < 0.1, "s1": chance.random() < 0.1, "by_decree": chance.random() < 0.3,
        "sessions_before": chance.choice([0, 0, 6, 11]), "participations_before": chance.choice([0, 0, 0, 23, 49]),
        "participation_cents_before": chance.choice([0, 0, 0, 4700]), "franchise_before": chance.choice([0, 0, 4850]),
    } | _contract(chance)  # fmt: skip
    habits["minor"] = habits["age"] < 18
    lines = [_line(chance, person, start, habits) for _n in range(chance.randint(1, 30))]
    return sorted(lines, key=lambda one: one.reimbursed_day)


def _contract(chance: Random) -> dict[str, object]:
    """One person in three has a private contract, promised in one of the ways contracts are."""
    promise = {
        "contract_percent": chance.choice([0, 0, 3000, 10000, 15000, 30000]), "contract_share": chance.choice([0, 0, 5000, 10000]),
        "contract_lump": chance.choice([0, 0, 1500]), "contract_real_cost": chance.random() < 0.1,
        "contract_percent_optam": chance.choice([0, 12000, 22000]), "outside_optam": chance.random() < 0.3,
        "responsible": chance.random() < 0.8,
    }  # fmt: skip
    return {"contract_pays": True, **promise} if chance.random() < 0.33 else {}


def _line(chance: Random, person: int, start: int, habits: dict[str, object]) -> LineFacts:
    category = chance.choice(
        [*CATEGORIES] + ["doctor"] * 6 + ["auxiliary", "transport", "drug_major", "psychologist_session"] * 2
    )
    care = chance.choice(EDGES) if chance.random() < 0.3 else date(start, 1, 1) + timedelta(days=chance.randint(0, 500))
    care = max(care, CREATED.get(category, care))
    # several acts on the same day, so that the caps of a day are met
    care = care.replace(day=1) if chance.random() < 0.5 and care.day > 5 and care > date(2023, 2, 1) else care
    units = chance.choice([1, 1, 1, 2, 3, 6])
    price = chance.choice([17, 116, 500, 1515, 2500, 2650, 3000, 6000, 15000, 20000])
    late = chance.choice([3, 3, 3, 40, 760, 850, 900])
    heavy = category == "doctor" and price >= 12000
    # letters of auxiliaries, midwives and laboratories, with coefficients that end on half a cent too
    lettered = category in ("auxiliary", "midwife", "biology") and chance.random() < 0.4
    return LineFacts(
        person=person, professional=chance.randint(1, 2), care_day=care, received_day=care + timedelta(days=late),
        reimbursed_day=care + timedelta(days=late + chance.randint(1, 30)), category=category, units=units,
        tariff=price * units, fee=price * units + chance.choice([0, 0, 700, -10 if price > 20 else 0]),
        covered=chance.random() < 0.95, out_of_path=chance.random() < 0.3, same_sheet_before=chance.random() < 0.05,
        complete=chance.random() < 0.95, heavy_act=heavy,
        letter_price=chance.choice([25, 221, 315, 320]) if lettered else 0,
        coefficient=chance.choice([50, 150, 750, 810, 2600, 5900]) if lettered else 0,
        planned=chance.random() < 0.1, specialty=chance.choice(["", "", *SPECIALTIES]),
        cancelled=chance.random() < 0.03, full_cover_reason=chance.choice(REASONS if chance.random() < 0.15 else [""]),
        imaging=heavy and chance.random() < 0.3,
        participation_due=category in ("doctor", "biology", "pathology"),
        franchise_due=category.startswith("drug_") or category in ("auxiliary", "transport"),
        third_party=chance.random() < 0.25, **habits,  # type: ignore[arg-type]
    )  # fmt: skip
