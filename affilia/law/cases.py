"""Deciding the cases of a file in the format of `reimbursement_examples.yaml`: what `affilia claims decide` prints.

`expected` and `case` are never read. A case that needs a rule not yet built is undecided and says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from affilia.law.entitlement import claim_deadline
from affilia.law.facts import CATEGORIES
from affilia.law.reader import NoLaw
from affilia.law.reimbursement import LineDecision, LineFacts, decide_lines

Case = Mapping[str, Any]
Answer = dict[str, Any]
NOT_BUILT = {
    "hospital_stay": "hospital stays",
    "emergency_visit": "emergency charge",
    "css_level": "C2S ceilings",
    "css_contribution": "C2S contribution",
    "css_period": "C2S period",
    "css_housing_flat": "C2S housing amounts",
    "css_household": "C2S household",
    "css_resources": "C2S resources",
    "payment_deferral": "small sums",
}
# an account is paid in the euro payments area only (CSS L114-10-2-1); the caller gives the list
SepaCountries = frozenset[str]


class CaseUnreadable(Exception):
    """A case lacks a field or holds a value of the wrong kind."""


def decide_case(case: Case, sepa: SepaCountries) -> Answer:
    """The answer to one case: amounts, or what is missing to decide it. Raises CaseUnreadable."""
    kind = case.get("kind", "reimbursement")
    if kind in NOT_BUILT:
        return _undecided(case, NOT_BUILT[kind])
    deciders: dict[str, Callable[[Case], Answer]] = {
        "reimbursement": _reimbursement,
        "claim_deadline": _deadline,
        "claim_decision": _completeness,
        "payment_account": lambda case: _account(case, sepa),
    }
    if kind not in deciders:
        return _undecided(case, f"kind {kind}")
    try:
        return deciders[kind](case)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseUnreadable(f"{case.get('id')}: {error!r}") from error


def _decided(case: Case, amounts: dict[str, Any], steps: list[dict[str, Any]]) -> Answer:
    return {"id": case["id"], "amounts": amounts, "undecided": None, "steps": steps}


def _undecided(case: Case, rule: str) -> Answer:
    return {"id": case["id"], "amounts": {}, "undecided": rule, "steps": []}


def cents(euros: Any) -> int:
    """An amount of the file, exactly: numbers with two decimals at most."""
    if isinstance(euros, bool) or not isinstance(euros, (int, str, float)):
        raise ValueError(f"{euros!r} is not an amount")
    text = repr(euros) if not isinstance(euros, str) else euros
    whole, _, part = text.partition(".")
    if len(part.rstrip("0")) > 2 or not (whole.lstrip("-") + part).isdigit():
        raise ValueError(f"{euros!r} is not an amount with two decimals at most")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2])


def day(value: Any) -> date:
    """A day of the file, quoted or not."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _reimbursement(case: Case) -> Answer:
    missing = _missing_rule(case)
    if missing:
        return _undecided(case, missing)
    try:
        decisions = decide_lines(_lines(case))
    except NoLaw as error:
        return _undecided(case, str(error))
    return _decided(case, _amounts(decisions), [step for decision in decisions for step in decision.steps])


def _missing_rule(case: Case) -> str | None:
    """What this case needs that the book does not hold."""
    reimbursed = day(case.get("date_of_reimbursement", case["date_of_care"]))
    if case.get("participations_already_counted_this_year") and reimbursed.year == 2024:
        return "participations counted in euros before the change of 2024"
    unknown = [line["rate_category"] for line in case["lines"] if _category(line) not in CATEGORIES]
    return f"rate of {unknown[0]}" if unknown else None


def _category(line: Case) -> str:
    return str(line["rate_category"]).replace(".", "_")


def _lines(case: Case) -> list[LineFacts]:
    patient, contract = case["patient"], case.get("contract") or {}
    care = day(case["date_of_care"])
    age, css = patient["age"], bool(patient.get("css"))
    exempt = bool(patient.get("minor", age < 18)) or css or bool(patient.get("maternity"))
    return [
        LineFacts(
            person=1,
            professional=1,
            care_day=care,
            reimbursed_day=day(case.get("date_of_reimbursement", care)),
            received_day=care,
            category=_category(line),
            fee=line.get("units", 1) * cents(line.get("fee_eur", line["base_eur"])),
            tariff=line.get("units", 1) * cents(line["base_eur"]),
            age=age,
            covered=True,
            out_of_path=case["care_path"] == "out_of_path",
            units=line.get("units", 1),
            exempt_of_flat_charges=exempt,
            maternity=bool(patient.get("maternity")),
            full_cover=bool(line.get("full_cover") or patient.get("ald_related")),
            heavy_act=bool(line.get("heavy_act")),
            imaging=bool(line.get("imaging")),
            css=css,
            local_scheme=case["scheme"] == "alsace_moselle",
            participation_due=_participation_due(case, line),
            franchise_due=_franchise_due(case, line),
            participations_before=case.get("participations_already_counted_this_year", 0) if place == 0 else 0,
            franchise_before=cents(case.get("franchise_already_withheld_this_year_eur", 0)),
            contract_percent=contract.get("percent_of_base", 0) * 100,
            contract_pays=bool(contract) and line["rate_category"] not in contract.get("not_covered", ()),
        )
        for place, line in enumerate(case["lines"])
    ]


def _participation_due(case: Case, line: Case) -> bool:
    return bool(line.get("participation_due", line["rate_category"] in ("doctor", "biology")))


def _franchise_due(case: Case, line: Case) -> bool:
    own = line["rate_category"]
    return bool(line.get("franchise_due", own.startswith("drug.") or own in ("auxiliary", "transport")))


def _amounts(decisions: list[LineDecision]) -> dict[str, int]:
    """The names of the file: sums over the lines."""
    names = {
        "amo_gross_cents": "amo",
        "local_scheme_cents": "local",
        "css_cents": "css_part",
        "flat_charges_cents": "flat_charges",
        "paid_by_fund_cents": "paid",
        "left_before_private_cover_cents": "left",
        "amc_cents": "contract_part",
        "left_to_patient_cents": "left_to_patient",
    }
    return {name: sum(decision.amounts[ours] for decision in decisions) for name, ours in names.items()}


def _step(name: str, value: int, unit: str, article: str, says: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "article": article,
        "says": says,
        "values": {},
        "status": "sourced",
    }


def _deadline(case: Case) -> Answer:
    last = claim_deadline(day(case["date_of_care"]))
    days = (last - date(1970, 1, 1)) // timedelta(days=1)
    says = "Two years from the first day of the quarter after the care."
    return _decided(
        case, {"last_accepted_date": last.isoformat()}, [_step("last_accepted_day", days, "days", "CSS L160-11", says)]
    )


def _completeness(case: Case) -> Answer:
    facts = case["facts"]
    if facts.get("country", "FR") != "FR":
        return _undecided(case, "care abroad")
    decision, article, says = _completeness_of(facts)
    return _decided(
        case,
        {"decision": decision, "max_paid_cents": 0},
        [_step("decision", decision == "accept", "flag", article, says)],
    )


def _completeness_of(facts: Case) -> tuple[str, str, str]:
    act = facts.get("act", "consultation")
    if not facts.get("signed_by_professional", True) or not (
        facts.get("signed_by_insured", True) or act == "telemedicine"
    ):
        return "return_incomplete", "CSS R161-43", "The sheet needs both signatures."
    if act == "drug" and not facts.get("prescription", False):
        return "return_incomplete", "CSS R161-40", "The prescription must be attached."
    if facts.get("form") == "duplicate":
        return _duplicate(facts)
    return "accept", "CSS R161-40", "The sheet is complete."


def _duplicate(facts: Case) -> tuple[str, str, str]:
    days, article = facts["days_after_original"], "CSS R161-47 III"
    if not facts.get("marked_duplicate", False):
        return "return_incomplete", article, "A second copy must be marked as a duplicate."
    if days < 15:
        return "too_early", article, "A duplicate is accepted from day 15 after the sheet was drawn up."
    if days > 90:
        return "too_late", article, "A duplicate is accepted until day 90 after the sheet was drawn up."
    return "accept", article, "The duplicate comes between day 15 and day 90."


def _account(case: Case, sepa: SepaCountries) -> Answer:
    accepted = case["facts"]["iban_country"] in sepa
    says = "The fund pays to accounts of the euro payments area only."
    return _decided(case, {"accepted": accepted}, [_step("accepted", int(accepted), "flag", "CSS L114-10-2-1", says)])
