"""Deciding the cases of a file in the format of `reimbursement_examples.yaml`: what `affilia claims decide` prints.

`expected` and `case` are never read. A case the law cannot decide is undecided and says which rule is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from affilia.law.cases import claims, css, lines, rights, stays
from affilia.law.cases.answer import Answer, undecided
from affilia.law.cases.fields import CaseUnreadable, Fields
from affilia.law.reader import NoLaw

__all__ = ["CSS_KINDS", "CaseUnreadable", "decide_case"]

DECIDERS: dict[str, Callable[[Fields], Answer]] = {
    "reimbursement": lines.decide,
    "hospital_stay": stays.stay,
    "emergency_visit": stays.emergency,
    "css_level": css.level,
    "css_contribution": css.contribution,
    "css_period": css.period,
    "css_housing_flat": css.housing_flat,
    "css_household": css.household,
    "css_resources": css.resources,
    "css_clock": rights.css_clock,
    "css_unpaid": css.unpaid,
    "claim_deadline": claims.deadline,
    "claim_decision": claims.decision,
    "payment_deferral": claims.deferral,
    "fund_change": claims.fund_change,
    "rights": rights.rights,
    "maternity_period": rights.maternity,
    "doctor_grace": rights.doctor_grace,
    "prior_agreement": rights.prior_agreement,
    "undue_contest": rights.undue_contest,
}
CSS_KINDS = frozenset(kind for kind in DECIDERS if kind.startswith("css_"))


def decide_case(case: dict[str, Any], sepa: frozenset[str], countries: frozenset[str] | None = None) -> Answer:
    """The answer to one case: amounts, or what is missing to decide it. Raises CaseUnreadable.

    `sepa`: the countries of the euro payments area, the only ones an account may be in (CSS L114-10-2-1).
    """
    told = Fields(case, str(case.get("id")), countries)
    kind = told.text("kind", default="reimbursement")
    if kind != "payment_account" and kind not in DECIDERS:
        return undecided(told, f"kind {kind}")
    try:
        answer = claims.account(told, sepa) if kind == "payment_account" else DECIDERS[kind](told)
    except NoLaw as error:
        return undecided(told, str(error))
    if answer["undecided"] is None:
        told.refuse_unread()
    return answer
