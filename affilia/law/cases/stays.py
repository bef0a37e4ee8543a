"""Cases of hospital: a stay, a visit to the emergency department."""

from __future__ import annotations

from affilia.law.cases.answer import Answer, ask, decided
from affilia.law.cases.fields import REQUIRED, Fields
from affilia.law.days import number_of
from affilia.law.facts import REASONS

# who pays no daily charge, who no emergency charge, beside maternity (reimbursement.md 3.5)
NO_DAILY_CHARGE = ("newborn", "donor", "work_accident", "home")
NO_EMERGENCY_CHARGE = ("newborn", "disability_pension", "terrorism_victim", "donor", "abused_minor")


def stay(told: Fields) -> Answer:
    """A stay of thirty days at most, in one period of each amount."""
    patient = told.below("patient", {})
    exempt = told.text("exempt", *NO_DAILY_CHARGE, default="")
    facts = {
        **_patient(told, patient),
        "stay_tariff": told.cents("stay_tariff_eur"),
        "stay_tariff_long": 0,
        "stay_days": told.count("days", most=30),
        "psychiatry": told.flag("psychiatry", REQUIRED),
        "heavy_act": told.flag("heavy_act", REQUIRED),
        "daily_charge_exempt": bool(exempt),
        "local_scheme": told.text("scheme", "general", "alsace_moselle", default="general") == "alsace_moselle",
        "full_cover_reason": REASONS.index(exempt if exempt in REASONS[1:] else _reason(patient)),
    }
    names = {
        "insured_share_cents": "insured_share",
        "daily_charges_cents": "daily_charges",
        "amo_cents": "stay_paid",
        "local_scheme_cents": "stay_local",
        "css_cents": "stay_css",
        "patient_cents": "stay_left",
    }
    found, steps = ask(facts, *names.values(), "daily_charge_lifted", ends=("stay_left",))
    return decided(told, {name: found[ours] for name, ours in names.items()}, steps)


def emergency(told: Fields) -> Answer:
    """What a visit without admission costs before any private cover."""
    patient = told.below("patient", {})
    exempt = told.text("exempt", *NO_EMERGENCY_CHARGE, default="")
    facts = {
        **_patient(told, patient),
        "long_illness": patient.flag("ald") or patient.flag("ald_related"),
        "emergency_exempt": bool(exempt),
    }
    found, steps = ask(facts, "emergency_kept", "emergency_css", "emergency_left", ends=("emergency_left",))
    return decided(told, {"patient_before_private_cover_cents": found["emergency_left"]}, steps)


def _patient(told: Fields, patient: Fields) -> dict[str, int]:
    return {
        "care_day": number_of(told.day("date_of_care")),
        "maternity": patient.flag("maternity"),
        "css": patient.text("css", "free", "paid", default=None) is not None,
    }


def _reason(patient: Fields) -> str:
    return "long_illness" if patient.flag("ald_related") else ""
