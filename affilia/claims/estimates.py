"""What a visit would give back, for anybody: the rules of the decisions, nothing stored, nobody known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from affilia.claims.queries import StepView, told_step
from affilia.law.reader import NoLaw
from affilia.law.reimbursement import LineFacts, decide_lines
from affilia.law.tariffs import tariff


@dataclass(frozen=True)
class Estimate:
    """What comes back of a fee, why, and what it would be in two other cases; cents."""

    paid: int
    left: int
    steps: tuple[StepView, ...]
    other_path: int
    with_css: int | None


def estimate(
    *, code: str, care_day: date, fee: int, age: int, out_of_path: bool, css: bool, on: date, language: str
) -> Estimate | None:
    """The estimate of one visit in full cover of nothing else; None where the law knows no price."""
    price = tariff(code, "S1/OPTAM", care_day)
    if price is None or price.category is None:
        return None
    line = LineFacts(
        person=1, professional=1, care_day=care_day, received_day=max(on, care_day), reimbursed_day=max(on, care_day),
        category=price.category, fee=fee, tariff=price.base, age=age, covered=True, out_of_path=out_of_path, css=css,
        minor=age < 18, participation_due=price.category in ("doctor", "biology"),
    )  # fmt: skip
    cases = [line, replace(line, out_of_path=not out_of_path), replace(line, css=True)]
    try:
        found, path, covered = (decide_lines([case])[0] for case in cases)
    except NoLaw:
        return None
    return Estimate(
        paid=found.amounts["paid"],
        left=found.amounts["left"],
        steps=tuple(told_step(step, language) for step in found.steps),
        other_path=path.amounts["paid"],
        with_css=None if css else covered.amounts["paid"],
    )
