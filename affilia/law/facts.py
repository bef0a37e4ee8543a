"""The facts a care line brings to the law, and the book the rules are entered in."""

from __future__ import annotations

import numpy as np

from affilia.law.book import Book
from affilia.law.reader import STATUSES, parameters

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
    "dental_act_by_doctors",
    "pathology",
    "screening",
    "drug_homeopathy",
    "lpp_major",
    "transport_samu",
    "spa",
    "pharmacist_service",
    "other",
]
DOCTOR, AUXILIARY, BIOLOGY, TRANSPORT, PSYCHOLOGIST = (
    CATEGORIES.index(name) for name in ("doctor", "auxiliary", "biology", "transport", "psychologist_session")
)
# what the care path and its increase concern: acts of doctors, whatever rate they have
DOCTORS = np.isin(CATEGORIES, ["doctor", "pathology", "dental_act_by_doctors"])
# what a responsible contract need not pay the share of (R871-2)
OPTIONAL = np.isin(CATEGORIES, ["drug_moderate", "drug_low", "drug_homeopathy", "spa"])
DRUGS = np.array([name.startswith("drug_") for name in CATEGORIES])

# of a doctor, as far as the care path asks; the first: nobody told
SPECIALTIES = [
    "",
    "general",
    "gynaecology",
    "ophthalmology",
    "psychiatry",
    "stomatology",
    "neurology",
    "other",
]
GYNAECOLOGY, OPHTHALMOLOGY, PSYCHIATRY, STOMATOLOGY = (
    SPECIALTIES.index(name) for name in ("gynaecology", "ophthalmology", "psychiatry", "stomatology")
)
# why care is covered in full; the first: it is not
REASONS = [
    "",
    "maternity",
    "long_illness",
    "newborn",
    "abortion",
    "contraception",
    "emergency_contraception",
    "prevention",
    "hiv_screening",
    "hepatitis_c_screening",
    "infertility",
    "donor",
    "abused_minor",
    "disability_pension",
]
MATERNITY, CONTRACEPTION = (REASONS.index(name) for name in ("maternity", "contraception"))
# facts told as a word of a list: a column holds the word's place
WORDS = {"category": CATEGORIES, "specialty": SPECIALTIES, "full_cover_reason": REASONS, "price_status": list(STATUSES)}
# what says how sure a fact is that comes out of a table of ours
HOW_SURE = {"tariff": "price_status", "letter_price": "price_status"}

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
    "letter_price": "cents",
    "price_status": "count",
    "coefficient": "hundredths",
    "age": "count",
    "covered": "flag",
    "cancelled": "flag",
    "same_sheet_before": "flag",
    "complete": "flag",
    "out_of_path": "flag",
    "specialty": "count",
    "by_decree": "flag",
    "minor": "flag",
    "state_aid": "flag",
    "aspa": "flag",
    "maternity": "flag",
    "full_cover_reason": "count",
    "heavy_act": "flag",
    "imaging": "flag",
    "css": "flag",
    "local_scheme": "flag",
    "ehic": "flag",
    "s1": "flag",
    "planned": "flag",
    "participation_due": "flag",
    "franchise_due": "flag",
    "participations_before": "count",
    "participation_cents_before": "cents",
    "franchise_before": "cents",
    "contract_percent": "basis_points",
    "contract_share": "basis_points",
    "contract_lump": "cents",
    "contract_real_cost": "flag",
    "contract_percent_optam": "basis_points",
    "outside_optam": "flag",
    "responsible": "flag",
    "contract_pays": "flag",
    "third_party": "flag",
    "debt_before": "cents",
    "sessions_before": "count",
}

# what some facts of a line are made of
CARE = {
    "presumed_delivery": "days",
    "delivery": "days",
    "heavy_excluded": "flag",
    "doctor_left_day": "days",
    "doctor_installed_day": "days",
}
# a stay in hospital, a visit to the emergency department
STAY = {
    "stay_tariff": "cents",
    "stay_tariff_long": "cents",
    "stay_days": "count",
    "psychiatry": "flag",
    "daily_charge_exempt": "flag",
    "long_illness": "flag",
    "emergency_exempt": "flag",
}
# a request for the C2S
REQUEST = {
    "request_day": "days",
    "first_unpaid_day": "days",
    "joining_minors": "count",
    "rsa": "flag",
    "complete_day": "days",
    "decided_day": "days",
    "details_day": "days",
    "urgent": "flag",
    "css_is_paid": "flag",
    "household_size": "count",
    "shared_minors": "count",
    "overseas": "flag",
    "net_wages": "cents",
    "wages_abated": "flag",
    "study_grant": "cents",
    "family_help": "cents",
    "other_resources": "cents",
    "maintenance_paid": "cents",
    "housing_aid": "flag",
    "housing_free": "flag",
    "housing_aid_year": "cents",
    "lives_with_parents": "flag",
    "own_tax_return": "flag",
    "parents_deduct_pension": "flag",
    "pension_ordered_by_judge": "flag",
    "own_child": "flag",
    "crous_yearly_aid": "flag",
    "aged_to_29": "count",
    "aged_to_49": "count",
    "aged_to_59": "count",
    "aged_to_69": "count",
    "aged_over_69": "count",
}
# the beginning and the end of rights
RIGHTS = {
    "studies_day": "days",
    "arrival_day": "days",
    "other_cover_until": "days",
    "permit_until": "days",
    "removal_final_day": "days",
    "departure_day": "days",
    "letter_day": "days",
    "departed": "flag",
    "removed": "flag",
    "numbered": "flag",
    "taken_over_day": "days",
    "taken_over": "flag",
}
# a sum to pay, a duplicate, care abroad
PAYMENT = {
    "amount_due": "cents",
    "small_sums_wait": "flag",
    "duplicate": "flag",
    "days_after_original": "count",
    "invoice": "cents",
    "french_refund": "cents",
    "in_europe": "flag",
    "sudden_illness": "flag",
    "night_or_equipment": "flag",
    "authorised": "flag",
    "asked_day": "days",
    "noticed_day": "days",
}

# a line that these refuse needs no price: it may be of a day the law has no value for
UNPRICED = ("cancelled_sheet", "not_covered", "too_late")

law = Book(parameters(), {**FACTS, **CARE, **STAY, **REQUEST, **RIGHTS, **PAYMENT}, CATEGORIES, UNPRICED, HOW_SURE)
