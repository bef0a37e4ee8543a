"""Cases about sheets and payments: deadline, completeness, care abroad, the account, small sums."""

from __future__ import annotations

from datetime import date
from typing import Any

from affilia.law.cases.answer import Answer, Steps, ask, decided
from affilia.law.cases.fields import Fields
from affilia.law.columns import _
from affilia.law.days import day_numbered, number_of
from affilia.law.reader import NoLaw
from affilia.law.readings import SMALL_SUMS
from affilia.law.told import EEA_CH, REGISTERED_AT_BIRTH

SEPA_ONLY_FROM = date(2023, 7, 1)  # CSS L114-10-2-1


def deadline(told: Fields) -> Answer:
    """The last day a sheet is accepted."""
    found, steps = ask({"care_day": number_of(told.day("date_of_care"))}, "last_accepted_day")
    last = day_numbered(found["last_accepted_day"])
    return decided(told, {"last_accepted_date": last.isoformat()}, steps)


def decision(told: Fields) -> Answer:
    """Whether a sheet is complete; what is paid at most of care abroad."""
    facts, on = told.below("facts"), told.day("request_date")
    word, steps = _completeness(facts, on)
    at_most = 0
    if facts.country("country", default="FR") not in REGISTERED_AT_BIRTH:
        at_most, abroad = _abroad(facts)
        steps = [*steps, *abroad]
    return decided(told, {"decision": word, "max_paid_cents": at_most}, steps)


def _completeness(facts: Fields, on: date) -> tuple[str, Steps]:
    act = facts.text("act", "consultation", "drug", "telemedicine", default="consultation")
    form = facts.text("form", "paper", "electronic", "duplicate", default="paper")
    signed = facts.flag("signed_by_professional", True)
    hers = facts.flag("signed_by_insured", True) or act == "telemedicine"
    if not (signed and hers):
        return "return_incomplete", _one("signed", "CSS R161-43", _("The sheet needs both signatures."), False)
    if act == "drug" and not facts.flag("prescription"):
        says = _("The prescription must be attached.")
        return "return_incomplete", _one("prescription", "CSS R161-40", says, False)
    if form == "duplicate":
        return _duplicate(facts, on)
    return "accept", _one("complete", "CSS R161-40", _("The sheet is complete."), True)


def _duplicate(facts: Fields, on: date) -> tuple[str, Steps]:
    if not facts.flag("marked_duplicate"):
        says = _("A second copy must be marked as a duplicate and signed.")
        return "return_incomplete", _one("marked_duplicate", "CSS R161-47 III", says, False)
    asked = {
        "received_day": number_of(on),
        "duplicate": True,
        "days_after_original": facts.count("days_after_original"),
    }
    found, steps = ask(asked, "duplicate_too_early", "duplicate_too_late")
    if found["duplicate_too_early"] or found["duplicate_too_late"]:
        return ("too_early" if found["duplicate_too_early"] else "too_late"), steps
    return "accept", _one("complete", "CSS R161-47 III", _("The duplicate comes in its time."), True)


def _abroad(facts: Fields) -> tuple[int, Steps]:
    country = facts.country("country")
    asked = {
        "invoice": facts.cents("invoice_eur"),
        "french_refund": facts.cents("french_refund_eur"),
        "in_europe": country in EEA_CH,
        "sudden_illness": facts.flag("sudden_illness"),
        "planned": facts.flag("planned"),
        "night_or_equipment": facts.flag("night_in_hospital") or facts.flag("costly_equipment"),
        # silence of two weeks is a yes too: who tells the case says what came of it
        "authorised": facts.flag("authorised"),
    }
    found, steps = ask(asked, "abroad_at_most")
    return found["abroad_at_most"], steps


def account(told: Fields, sepa: frozenset[str]) -> Answer:
    """Whether an account may be paid to: the euro payments area only, from 1 July 2023."""
    on, accepted = told.day("request_date"), told.below("facts").country("iban_country") in sepa
    if on < SEPA_ONLY_FROM and not accepted:
        raise NoLaw(f"accounts outside the euro payments area: no rule compiled on {on}")
    says = _("The fund pays to accounts of the euro payments area only.")
    return decided(told, {"accepted": accepted}, _one("accepted", "CSS L114-10-2-1", says, accepted))


def deferral(told: Fields) -> Answer:
    """Whether a small sum may wait, and until when."""
    year = told.count("year", least=1950, most=2100)
    way = told.text("small_sums", *SMALL_SUMS.ways, default=None)
    facts = {
        "reimbursed_day": number_of(date(year, 1, 1)),
        "amount_due": told.cents("amount_due_eur"),
        "small_sums_wait": way == "wait",
    }
    found, steps = ask(facts, "may_defer", *(("waits",) if way else ()), "paid_at_once", silent=("waits_until",))
    amounts: dict[str, Any] = {"may_defer": bool(found["may_defer"])}
    if way:
        amounts["waits"] = bool(found["waits"])
    if found["may_defer"]:
        amounts["latest"] = date(year, 12, 31).isoformat()
    return decided(told, amounts, steps)


def fund_change(told: Fields) -> Answer:
    """Which of two funds pays for care when a person moves."""
    taken_over = told.day("taken_over") if "taken_over" in told else None
    facts = {
        "care_day": number_of(told.day("date_of_care")),
        "taken_over_day": number_of(taken_over or told.day("date_of_care")),
        "taken_over": taken_over is not None,
    }
    found, steps = ask(facts, "old_fund_pays", "new_fund_pays", *(("change_told_by",) if taken_over else ()))
    amounts: dict[str, Any] = {"fund": "old" if found["old_fund_pays"] else "new"}
    if taken_over:
        amounts["told_by"] = day_numbered(found["change_told_by"]).isoformat()
    return decided(told, amounts, steps)


def _one(name: str, article: str, says: str, value: bool) -> Steps:
    return [
        {
            "name": name,
            "value": int(value),
            "unit": "flag",
            "article": article,
            "says": says,
            "values": {},
            "status": "sourced",
        }
    ]
