"""Who must register, and where: the first row of the table that holds wins (law.routes).

A condition that meets a fact nobody told stops there: the answer waits for a caseworker, or for the next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from affilia.law import papers
from affilia.law.entitlement import months_later
from affilia.law.routes import ASK, CASEWORKER, DO_NOT, NOTES, OTHER_FORM, REGISTER, TABLE, Row
from affilia.law.told import Facts, Unknown

__all__ = ["CASEWORKER", "DO_NOT", "OTHER_FORM", "REGISTER", "Orientation", "next_question", "orient"]

MOST_QUESTIONS = 6
# a card that ends in mid-year: told 44 days before, as in the story of persona 03
REMINDER = timedelta(days=44)


@dataclass(frozen=True)
class Orientation:
    """The answer. `route` is None where a caseworker will tell; `row` names the rule that answered, if one did."""

    route: str | None
    row: str | None
    outcome: str
    sentence: str
    article: str
    papers: tuple[str, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()
    notes: tuple[str, ...] = ()


def orient(told: Mapping[str, Any], choices: Mapping[str, str] | None = None) -> Orientation:
    """The answer to what was told (the facts of `affilia orient`); `choices`: the operator's, by row."""
    facts = Facts(told)
    try:
        row = next((row for row in TABLE if row.holds(facts)), None)
    except Unknown:
        row = None
    if row is None:
        return Orientation(None, None, CASEWORKER, ASK, "CSS L160-1")
    outcome, sentence = _chosen(row, choices or {})
    if outcome == CASEWORKER:
        return Orientation(None if row.doubt else row.row, row.row, CASEWORKER, sentence, row.article)
    wanted = papers.required(route=row.row, under_16=_under_16(facts)) if outcome == REGISTER else []
    names = tuple(sorted((paper.paper for paper in wanted), key=_place))
    notes = tuple(note.sentence for note in NOTES if outcome == REGISTER and note.holds(facts))
    return Orientation(row.row, row.row, outcome, sentence, row.article, names, _dates(row, facts), notes)


def papers_of(
    told: Mapping[str, Any], choices: Mapping[str, str] | None = None, *, visa_validation: str = "definitive"
) -> list[papers.Asked]:
    """The papers asked of somebody who told this, in the order they are wanted; none where she does not register.

    Beyond the facts of the orientation: `civil_status_from` (else where she was born) and `civil_status_language`.
    """
    found = orient(told, choices)
    if found.outcome != REGISTER or found.row is None:
        return []
    wanted = papers.required(route=found.row, under_16=_under_16(Facts(told)), visa_validation=visa_validation)
    return papers.asked(wanted, told.get("civil_status_from") or told.get("born_in"), told.get("civil_status_language"))


def _chosen(row: Row, choices: Mapping[str, str]) -> tuple[str, str]:
    """What a row answers by the operator's choice; without one, what the table prefers."""
    choice = row.choices.get(choices.get(row.row, ""))
    return (choice.outcome, choice.sentence) if choice else (row.outcome, row.sentence)


def next_question(told: Mapping[str, Any]) -> str | None:
    """The fact that is worth asking now; None when the answer stands. At most six on any path."""
    facts = Facts(told, asking=True)
    try:
        row = next((row for row in TABLE if row.holds(facts)), None)
    except Unknown as unknown:
        return str(unknown)
    # an embassy's family is told from other students by this alone: asked last, as it concerns few
    few = row is not None and row.row == "ORI-20" and told["proof"] == "none" and told["status"] == "student"
    known = told.get("organisation_family") is not None or "CA" in told.get("nationalities", ())
    return "organisation_family" if few and not known else None


def _place(paper: str) -> str:
    return {"S1": "DOC-02", "OFPRA": "DOC-05"}.get(paper, paper)


def _under_16(facts: Facts) -> bool:
    return facts.age is not None and facts.age < 16


def _dates(row: Row, facts: Facts) -> tuple[tuple[str, date], ...]:
    if row.row in ("ORI-10", "ORI-11", "ORI-43"):
        ends = facts.day("proof_until")
        later = (("reminder", ends - REMINDER), ("register_from", ends + timedelta(days=1)))
        return (("card_ends", ends), *(later if row.row == "ORI-11" else ()))
    if row.row in ("ORI-20", "ORI-21", "ORI-28") and facts.told.get("stay_from"):
        return (("validate_visa_before", months_later(facts.day("stay_from"), 3)),)
    if row.row == "ORI-13" and facts.told.get("proof_until"):
        return (("register_from", facts.day("proof_until") + timedelta(days=1)),)
    return ()
