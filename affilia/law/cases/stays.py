"""Cases of hospital: a stay, a visit to the emergency department."""

from __future__ import annotations

from affilia.law.cases.answer import Answer, ask, days, decided
from affilia.law.cases.fields import REQUIRED, Fields

SCHEMES = ("general", "alsace_moselle")


def stay(told: Fields) -> Answer:
    """A stay of thirty days at most, in one period of each amount."""
    patient = told.below("patient", {})
    facts = {
        "care_day": days(told.day("date_of_care")),
        "stay_tariff": told.cents("stay_tariff_eur"),
        "stay_tariff_long": 0,
        "stay_days": told.count("days", most=30),
        "psychiatry": told.flag("psychiatry", REQUIRED),
        "heavy_act": told.flag("heavy_act", REQUIRED),
        "maternity": patient.flag("maternity"),
        "full_cover": False,
        "daily_charge_exempt": False,
    }
    names = {
        "insured_share_cents": "insured_share",
        "daily_charges_cents": "daily_charges",
        "patient_cents": "stay_patient",
        "amo_cents": "stay_paid",
    }
    # who else pays is told of a patient who holds something that does
    css, scheme = patient.text("css", "free", "paid", default=None), told.text("scheme", *SCHEMES, default=None)
    if css or scheme:
        facts |= {"css": css is not None, "local_scheme": scheme == "alsace_moselle"}
        names |= {"covered_cents": "stay_covered"}
    found, steps = ask(facts, *names.values())
    return decided(told, {name: found[ours] for name, ours in names.items()}, steps)


def emergency(told: Fields) -> Answer:
    """What a visit without admission costs before any private cover."""
    patient = told.below("patient", {})
    facts = {
        "care_day": days(told.day("date_of_care")),
        "long_illness": patient.flag("ald") or patient.flag("ald_related"),
        "emergency_exempt": False,
        "maternity": patient.flag("maternity"),
    }
    found, steps = ask(facts, "emergency_kept")
    return decided(told, {"patient_before_private_cover_cents": found["emergency_kept"]}, steps)
