"""The facts a care line brings to the law, and the book the rules are entered in."""

from __future__ import annotations

from affilia.law.book import Book
from affilia.law.reader import parameters

# the order is part of the columns: a category is its place here
CATEGORIES = [
    "doctor",
    "midwife",
    "dentist",
    "auxiliary",
    "biology",
    "drug_irreplaceable",
    "drug_major",
    "drug_moderate",
    "drug_low",
    "lpp",
    "transport",
    "psychologist_session",
]
DOCTOR, AUXILIARY, BIOLOGY, TRANSPORT = (
    CATEGORIES.index(name) for name in ("doctor", "auxiliary", "biology", "transport")
)
DRUGS = [place for place, name in enumerate(CATEGORIES) if name.startswith("drug_")]

FACTS = {
    "person": "count",
    "professional": "count",
    "care_day": "days",
    "reimbursed_day": "days",
    "received_day": "days",
    "category": "count",
    "units": "count",
    "fee": "cents",
    "tariff": "cents",
    "age": "count",
    "covered": "flag",
    "same_sheet_before": "flag",
    "complete": "flag",
    "out_of_path": "flag",
    "exempt_of_flat_charges": "flag",
    "maternity": "flag",
    "full_cover": "flag",
    "heavy_act": "flag",
    "imaging": "flag",
    "css": "flag",
    "local_scheme": "flag",
    "participation_due": "flag",
    "franchise_due": "flag",
    "participations_before": "count",
    "franchise_before": "cents",
    "contract_percent": "basis_points",
    "contract_pays": "flag",
}

law = Book(parameters(), FACTS, CATEGORIES)
