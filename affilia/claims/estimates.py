"""What would come back, before a sheet is sent: for anybody and one visit, or for a person after her other lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from affilia.claims import doubts, facts
from affilia.claims.models import Claim, Line
from affilia.claims.queries import told_otherwise, told_step
from affilia.claims.views import OtherwiseView, StepView
from affilia.coverage.queries import doctors_of
from affilia.law.flat_charges import franchise_due, participation_due
from affilia.law.heavy import heavy
from affilia.law.otherwise import Way, otherwise
from affilia.law.reader import NoLaw
from affilia.law.reimbursement import LineFacts, decide_lines
from affilia.law.specialties import specialty
from affilia.law.tariffs import SECTOR_1, NoPrice, price
from affilia.people.models import Person
from affilia.people.queries import identity_of


@dataclass(frozen=True)
class Estimate:
    """What comes back of a fee, why, and what it would be in other cases; cents."""

    paid: int
    left: int
    steps: tuple[StepView, ...]
    otherwise: tuple[OtherwiseView, ...]


@dataclass(frozen=True)
class SheetEstimate:
    """What a sheet would give in cents; or, in words, why a person would look at it first."""

    paid: int
    doubt: str | Promise = ""


def estimate_visit(
    *, code: str, care_day: date, fee: int, age: int, out_of_path: bool, css: bool, on: date, language: str,
    printed: int | None = None,
) -> Estimate | None:  # fmt: skip
    """The estimate of one visit in full cover of nothing else; None where the law knows no price."""
    try:
        act = price(code, SECTOR_1, care_day, printed)
    except NoPrice:
        return None
    line = LineFacts(
        person=1, professional=1, care_day=care_day, received_day=max(on, care_day), reimbursed_day=max(on, care_day),
        category=act.category, fee=fee, tariff=act.base, letter_price=act.letter, coefficient=act.coefficient, age=age,
        price_status=act.status,
        covered=True, out_of_path=out_of_path, css=css, minor=age < 18, heavy_act=heavy(act, care_day),
        specialty=specialty("", act.specialty, care_day), by_decree=facts.by_decree(),
        participation_due=participation_due(act.category, act.family, act.code),
        franchise_due=franchise_due(act.category, act.family, act.code),
    )  # fmt: skip
    try:
        (found,) = decide_lines([line])
        # who is asked says whether her own doctor saw or sent her: without him she would be out of the path
        way = Way(declared=not out_of_path, out_with_doctor=out_of_path, out_without_doctor=True)
        others = otherwise([line], 0, found.amounts["paid"], found.refused, way)
    except NoLaw:
        return None
    return Estimate(
        paid=found.amounts["paid"],
        left=found.amounts["left"],
        steps=tuple(told_step(step, language) for step in found.steps),
        otherwise=told_otherwise(others, language),
    )


def estimate_sheet(
    person: Person,
    *,
    acts: Sequence[tuple[str, int]],
    care_day: date,
    pathway: str,
    rpps: str,
    at: datetime,
    doctor: str = "",
    sector: str = "",
    professional: str = "?",
) -> SheetEstimate | None:
    """What a sheet of (code, cents) would give, by the same law and after her other lines, or why a person looks first."""
    claim = Claim(
        person=person, professional=professional, rpps=rpps, specialty=doctor, sector=sector, pathway=pathway,
        received_at=at,
    )  # fmt: skip
    new = [Line(claim=claim, code=code, care_day=care_day, fee_cents=cents) for code, cents in acts]
    if not new:
        return None
    doctors, identity = doctors_of(person), identity_of(person)
    birth = identity.birth_date if identity else ""
    found = [doubts.doubt_of(line, doctors, birth=birth, beside=new) for line in new]
    if doubt := next(filter(None, found), ""):
        return SheetEstimate(0, doubts.DOUBTS[doubt])
    old = Line.objects.filter(claim__person=person, order__isnull=False).select_related("claim")
    history = list(old.prefetch_related("decisions").order_by("order"))
    decided = decide_lines(facts.of(person, [*history, *new], at), told=False)[len(history) :]
    if any(decision.refused == "already_paid" for decision in decided):
        return SheetEstimate(0, doubts.DOUBTS[doubts.REPEAT])
    return SheetEstimate(sum(decision.amounts["paid"] for decision in decided))
