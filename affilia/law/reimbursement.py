"""Deciding care lines: one person's whole history in, one decision a line out, each told in steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

import numpy as np

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.columns import Columns
from affilia.law.days import number_of
from affilia.law.facts import FACTS, WORDS, law
from affilia.law.reader import digest

AMOUNTS = (
    "fee", "base", "rate", "amo", "increase", "flat_charges", "local", "css_part", "paid", "left", "debt", "transferred",
    "charged_to_home",
)  # fmt: skip
REFUSALS = (
    "cancelled_sheet",
    "not_covered",
    "too_late",
    "already_paid",
    "incomplete",
    "planned_care",
    "too_many_sessions",
)
# told only of a line they refuse
UNTOLD = frozenset({*REFUSALS, "last_accepted_day"})
CONTRACT = ("contract_part", "left_to_patient")
# beside the money: what would otherwise be silent
REMARKS = (
    "not_reached", "paid_no_more", "heavy_imaging", "css_withheld", "css_excess", "participations_so_far",
    "participations_full", "franchise_so_far", "franchises_full", "flat_charges_lifted",
)  # fmt: skip
# what the steps of a line end in, in the order it is told
TOLD = (*REMARKS[:3], "amo", "benefit", *REMARKS[3:], "paid", "transferred", "debt", "left")
# told though they are nothing
ALWAYS = frozenset({"paid", "transferred", "left"})
DECIDED = (*REFUSALS, *AMOUNTS, *CONTRACT)
WANTED = (*DECIDED, *REMARKS)


@dataclass(frozen=True)
class LineFacts:
    """One line as the law sees it. Amounts are whole-line cents; `professional` any number that tells two apart."""

    person: int
    professional: int
    care_day: date
    reimbursed_day: date
    received_day: date
    category: str
    fee: int
    tariff: int
    age: int
    covered: bool
    out_of_path: bool
    specialty: str = ""
    by_decree: bool = False
    units: int = 1
    cancelled: bool = False
    same_sheet_before: bool = False
    complete: bool = True
    minor: bool = False
    state_aid: bool = False
    aspa: bool = False
    maternity: bool = False
    full_cover_reason: str = ""
    heavy_act: bool = False
    imaging: bool = False
    css: bool = False
    local_scheme: bool = False
    ehic: bool = False
    s1: bool = False
    planned: bool = False
    participation_due: bool = True
    franchise_due: bool = False
    participations_before: int = 0
    participation_cents_before: int = 0
    franchise_before: int = 0
    contract_percent: int = 0
    contract_share: int = 0
    contract_lump: int = 0
    contract_real_cost: bool = False
    contract_percent_optam: int = 0
    outside_optam: bool = False
    responsible: bool = True
    contract_pays: bool = False
    third_party: bool = False
    debt_before: int = 0
    sessions_before: int = 0
    letter_price: int = 0
    price_status: str = "sourced"
    coefficient: int = 0


@dataclass(frozen=True)
class LineDecision:
    """What the law gives for a line: `amounts` in cents (rate in basis points), a refusal's code, steps, digest."""

    amounts: dict[str, int]
    refused: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""


def columns_of(lines: Sequence[LineFacts]) -> Columns:
    """Lines as columns, in the order they count."""
    columns: Columns = {}
    for name in (item.name for item in fields(LineFacts)):
        values = [getattr(line, name) for line in lines]
        if name in WORDS:
            values = [WORDS[name].index(value) for value in values]
        elif FACTS[name] == "days":
            values = [number_of(value) for value in values]
        columns[name] = np.array(values, dtype=bool if FACTS[name] == "flag" else np.int64)
    return columns


DEFAULTS = {item.name: item.default for item in fields(LineFacts) if item.default is not MISSING}


def completed(columns: Columns, count: int) -> Columns:
    """Columns with what nobody told of `count` lines: each fact as a line has it that says nothing of it."""
    kinds = {name: bool if FACTS[name] == "flag" else np.int64 for name in DEFAULTS if name not in columns}
    told = {name: WORDS[name].index(DEFAULTS[name]) if name in WORDS else DEFAULTS[name] for name in kinds}
    return {**columns, **{name: np.full(count, told[name], dtype=kind) for name, kind in kinds.items()}}


def decide_lines(lines: Sequence[LineFacts], *, told: bool = True) -> list[LineDecision]:
    """One decision a line, in the order given: the order in which lines were accepted. Raises NoLaw."""
    if not lines:
        return []
    columns = law.evaluate(columns_of(lines), *(WANTED if told else DECIDED))
    return [_decision(columns, row, told) for row in range(len(lines))]


# what a sheet of the service may say of its line, among the flags that quantities ask for
OF_A_SHEET = frozenset({"out_of_path", "participation_due", "franchise_due", "heavy_act"})


def has_values(category: str, care_day: date, reimbursed_day: date) -> bool:
    """Whether the law has a value for every quantity a line of a sheet may ask: where it has none, a person decides."""
    eras = {"care_day": care_day, "reimbursed_day": reimbursed_day}
    return has_values_in(category, *(bisect_right(law.changes[fact], day) for fact, day in eras.items()))


@cache
def has_values_in(category: str, care_era: int, reimbursed_era: int) -> bool:
    """The same of the eras the days fall in: the law is constant within one, and few are asked."""
    place = {"care_day": care_era, "reimbursed_day": reimbursed_era}
    asked = (law.quantities[name] for name in law.needed(*DECIDED) if name in law.quantities)
    return all(quantity.known(category, place[quantity.looked_up_by], OF_A_SHEET) for quantity in asked)


def article_of(refusal: str) -> str:
    """The article a refusal rests on, by its code."""
    return law.rules[refusal].cites


def refusal(line: LineFacts, code: str) -> list[dict[str, Any]]:
    """The step that refuses a line for one reason, whatever its price; nothing where the law does not refuse it so."""
    columns = law.evaluate(columns_of([line]), code)
    return steps(columns, 0, code) if columns[code][0] else []


def _decision(columns: Columns, row: int, told: bool) -> LineDecision:
    amounts = {name: int(columns[name][row]) for name in (*AMOUNTS, *CONTRACT)}
    refused = next((code for code in REFUSALS if columns[code][row]), "")
    return LineDecision(amounts, refused, steps(columns, row, refused) if told else [], digest())


def leads_to(refused: str, *, contract: bool) -> tuple[str, ...]:
    """What the steps of a line end in: its refusal, or who pays what."""
    return (refused,) if refused else (*TOLD, *(CONTRACT if contract else ()), "charged_to_home")


def steps(columns: Columns, row: int, refused: str) -> list[dict[str, Any]]:
    """The steps worth telling: all that moved something; for a refused line, why."""

    def worth(name: str, value: int) -> bool:
        return name == refused if refused else name not in UNTOLD and (value != 0 or name in ALWAYS)

    ends = leads_to(refused, contract=bool(columns["contract_pays"][row]))
    return [{**vars(step)} for step in law.explain(columns, row, *ends, worth=worth)]
