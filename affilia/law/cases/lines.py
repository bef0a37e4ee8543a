"""Cases of care lines: one patient, one professional, one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from affilia.law.cases.answer import Answer, Steps, ask, decided, undecided
from affilia.law.cases.fields import MOST_CENTS, Fields
from affilia.law.days import number_of
from affilia.law.facts import CATEGORIES, REASONS
from affilia.law.flat_charges import franchise_due, participation_due
from affilia.law.qualifiers import CASEWORKER, OUT_OF_PATH, QUALIFIERS
from affilia.law.reimbursement import LineDecision, LineFacts, decide_lines

NAMES = {
    "amo_gross_cents": "amo",
    "local_scheme_cents": "local",
    "css_cents": "css_part",
    "flat_charges_cents": "flat_charges",
    "paid_by_fund_cents": "paid",
    "left_before_private_cover_cents": "left",
    "amc_cents": "contract_part",
    "left_to_patient_cents": "left_to_patient",
}
PATHS = ("in_path", "direct_access", "emergency", "away_from_home", "out_of_path")
# qualifiers that hold for a time: until when is reckoned from a day the case tells
GRACES = {
    "J": ("doctor_installed_day", "grace_of_new_doctor"),
    "B": ("doctor_installed_day", "grace_of_new_doctor"),
    "S": ("doctor_left_day", "grace_after_leaving"),
}
# the year in which a participation of one euro and one of two counted in the same counter
MIXED_YEAR = 2024
MOST_PERCENT = 1000


def decide(told: Fields) -> Answer:
    """All the lines of a case, summed."""
    missing = [line.text("rate_category") for line in told.list_of("lines") if _category(line) not in CATEGORIES]
    if missing:
        return undecided(told, f"rate of {missing[0]}")
    out_of_path, path_steps = _path(told)
    if out_of_path is None:
        return undecided(
            told, "an emergency without a declared doctor: law and list differ, a person decides (R160-6 2)"
        )
    reimbursed = told.day("date_of_reimbursement", told.day("date_of_care"))
    counted = told.count("participations_already_counted_this_year", 0)
    each = 200 if reimbursed.year > MIXED_YEAR else 100
    lines = _lines(told, reimbursed, counted, out_of_path=out_of_path)
    decisions = decide_lines([replace(line, participation_cents_before=min(each * counted, 5000)) for line in lines])
    if reimbursed.year == MIXED_YEAR and counted:
        dearer = decide_lines([replace(line, participation_cents_before=min(200 * counted, 5000)) for line in lines])
        if _amounts(dearer) != _amounts(decisions):
            return undecided(told, "what the participations counted before in 2024 came to in euros")
    return decided(
        told, _amounts(decisions), [*path_steps, *(step for decision in decisions for step in decision.steps)]
    )


def _path(told: Fields) -> tuple[bool | None, Steps]:
    """Whether the care path was left: as the case says, or by its official qualifier; None where a person decides."""
    left = told.text("care_path", *PATHS) == "out_of_path"
    if "qualifier" not in told:
        return left, []
    letter = told.text("qualifier", *QUALIFIERS)
    fact, rule = GRACES.get(letter, ("", ""))
    if fact and (letter in ("J", "B") or fact in told):
        days_told = {"care_day": number_of(told.day("date_of_care")), fact: number_of(told.day(fact))}
        found, steps = ask(days_told, rule)
        return days_told["care_day"] > found[rule], steps
    place = QUALIFIERS[letter].place
    return (None if place == CASEWORKER else place == OUT_OF_PATH), []


def _category(line: Fields) -> str:
    return str(line.text("rate_category")).replace(".", "_")


def _lines(told: Fields, reimbursed: date, counted: int, *, out_of_path: bool) -> list[LineFacts]:
    patient, care = told.below("patient"), told.day("date_of_care")
    local = told.text("scheme", "general", "alsace_moselle") == "alsace_moselle"
    contract = told.below("contract", {}) if "contract" in told else None
    if reimbursed < care:
        raise told.wrong("date_of_reimbursement", "comes before the care")
    return [
        _line(
            line,
            patient,
            contract,
            person=1,
            professional=1,
            care_day=care,
            reimbursed_day=reimbursed,
            received_day=care,
            covered="card_until" not in patient or care <= patient.day("card_until"),
            out_of_path=out_of_path,
            ehic=patient.flag("ehic"),
            s1=patient.flag("s1"),
            planned=told.flag("planned"),
            local_scheme=local,
            participations_before=counted,
            franchise_before=told.cents("franchise_already_withheld_this_year_eur", 0),
        )
        for line in told.list_of("lines")
    ]


def _line(line: Fields, patient: Fields, contract: Fields | None, **shared: object) -> LineFacts:
    units, own, base = line.count("units", 1, least=1, most=999), line.text("rate_category"), line.cents("base_eur")
    age, fee = patient.count("age", most=130), line.cents("fee_eur", line.told["base_eur"])
    if fee == 0:
        raise line.wrong("fee_eur" if "fee_eur" in line else "base_eur", "is no amount that was paid")
    if units * max(fee, base) > MOST_CENTS:
        raise line.wrong("units", "of this act are more than a million euros")
    category = _category(line)
    reason = "long_illness" if patient.flag("ald_related") else ""
    if line.flag("full_cover"):
        reason = line.text("full_cover_reason", *REASONS[1:])
    return LineFacts(
        category=category,
        fee=units * fee,
        tariff=units * base,
        age=age,
        units=units,
        minor=patient.flag("minor", age < 18),
        css=patient.text("css", "free", "paid", default=None) is not None,
        maternity=patient.flag("maternity"),
        full_cover_reason=reason,
        aspa=patient.flag("aspa"),
        state_aid=patient.flag("state_aid"),
        heavy_act=line.flag("heavy_act"),
        imaging=line.flag("imaging"),
        participation_due=line.flag("participation_due", participation_due(category)),
        franchise_due=line.flag("franchise_due", franchise_due(category)),
        contract_percent=_percent(contract) if contract else 0,
        responsible=contract.flag("responsible", True) if contract else True,
        contract_pays=contract is not None and own not in contract.words("not_covered"),
        **shared,  # type: ignore[arg-type]
    )


def _percent(contract: Fields) -> int:
    """Of the base, in basis points."""
    percent = contract.cents("percent_of_base")
    if percent > MOST_PERCENT * 100:
        raise contract.wrong("percent_of_base", f"is more than {MOST_PERCENT} %")
    return percent


def _amounts(decisions: list[LineDecision]) -> dict[str, int]:
    """The names of the file: sums over the lines."""
    return {name: sum(decision.amounts[ours] for decision in decisions) for name, ours in NAMES.items()}
