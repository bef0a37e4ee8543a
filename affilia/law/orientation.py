"""Who must register, and where: the first row of the table that holds wins (law.routes).

A condition that meets a fact nobody told stops there: the answer waits for a caseworker, or for the next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from affilia.law import papers
from affilia.law.civil_status import Origin
from affilia.law.entitlement import months_later
from affilia.law.readings import TRANSLATIONS
from affilia.law.routes import ASK, CASEWORKER, DO_NOT, NOTES, OTHER_FORM, REGISTER, TABLE, Row
from affilia.law.routes.papers import elsewhere
from affilia.law.told import EEA_CH, FRENCH, Facts, Unknown

__all__ = ["CASEWORKER", "DO_NOT", "OTHER_FORM", "REGISTER", "Orientation", "next_question", "orient"]

MOST_QUESTIONS = 6


@dataclass(frozen=True)
class Orientation:
    """The answer. `route` is None where a caseworker will tell; `row` names the rule that answered, if one did; `notes`
    are rows said beside it, `wanted` the papers to have ready, `papers` their names; `missing` is the fact nobody told."""

    route: str | None
    row: str | None
    outcome: str
    sentence: str
    article: str
    wanted: tuple[papers.Paper, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()
    notes: tuple[Row, ...] = ()
    missing: str | None = None

    @property
    def papers(self) -> tuple[str, ...]:
        """The names of the papers, in the order of their numbers."""
        return tuple(sorted((paper.paper for paper in self.wanted), key=_place))


def orient(told: Mapping[str, Any], choices: Mapping[str, str] | None = None) -> Orientation:
    """The answer to what was told (the facts of `affilia orient`); `choices`: the operator's, by row. Raises NoLaw."""
    facts, missing = Facts(told), None
    try:
        row = next((row for row in TABLE if row.holds(facts)), None)
    except Unknown as unknown:
        row, missing = None, str(unknown)
    if row is None:
        return Orientation(None, None, CASEWORKER, ASK, "CSS L160-1", missing=missing)
    outcome, sentence = _chosen(row, choices or {})
    if outcome == CASEWORKER:
        return Orientation(None if row.doubt else row.row, row.row, CASEWORKER, sentence, row.article)
    wanted = tuple(_wanted(row.row, outcome, facts)) if outcome != DO_NOT else ()
    notes = tuple(note for note in NOTES if outcome == REGISTER and note.holds(facts))
    return Orientation(row.row, row.row, outcome, sentence, row.article, wanted, _dates(row, outcome, facts), notes)


def papers_of(
    told: Mapping[str, Any],
    choices: Mapping[str, str] | None = None,
    *,
    visa_validation: str = "definitive",
    readings: Mapping[str, str] | None = None,
) -> list[papers.Asked]:
    """The papers asked of somebody who told this, in the order they are wanted; none where a caseworker decides.

    Beyond the facts of the orientation: `civil_status_from` (else where she was born), `civil_status_language` and
    `civil_status_multilingual`; the rules are those of `asked_on`. Raises NoLaw.
    """
    found, facts = orient(told, choices), Facts(told)
    if found.outcome == CASEWORKER or found.row is None:
        return []
    wanted = _wanted(found.row, found.outcome, facts, visa_validation)
    return papers.asked(wanted, _origin(facts, readings or {}))


def _wanted(row: str, outcome: str, facts: Facts, visa_validation: str = "definitive") -> list[papers.Paper]:
    if outcome == REGISTER:
        return papers.required(route=row, under_16=_under_16(facts), visa_validation=visa_validation)
    nations = frozenset(facts.told.get("nationalities") or ())
    return elsewhere(row, needs_title=not nations & (EEA_CH | FRENCH))


def _origin(facts: Facts, readings: Mapping[str, str]) -> Origin:
    told = facts.told
    return Origin(
        told.get("civil_status_from") or told.get("born_in"),
        told.get("civil_status_language"),
        facts.day("asked_on") if told.get("asked_on") else date.max,
        told.get("civil_status_multilingual") is True,
        TRANSLATIONS.chosen(readings) == "campus_france",
    )


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
    return {"S1": "DOC-02", "OFPRA": "DOC-05", "S1106": "", "S3705": ""}.get(paper, paper)


def _under_16(facts: Facts) -> bool:
    return facts.age is not None and facts.age < 16


def _dates(row: Row, outcome: str, facts: Facts) -> tuple[tuple[str, date], ...]:
    if outcome == REGISTER and "DOC-07" in papers.names_of(row.row) and facts.told.get("stay_from"):
        return (("validate_visa_before", months_later(facts.day("stay_from"), 3)),)
    if row.row == "ORI-13" and facts.told.get("proof_until"):
        return (("register_from", facts.day("proof_until") + timedelta(days=1)),)
    if row.row == "ORI-11":
        return _card_dates(facts)
    covered = row.row in ("ORI-10", "ORI-43", "ORI-14") and outcome == DO_NOT
    return (("card_ends", facts.day("proof_until")),) if covered and facts.told.get("proof_until") else ()


def _card_dates(facts: Facts) -> tuple[tuple[str, date], ...]:
    ends = facts.day("proof_until")
    days, _unit = papers.worth("card_reminder_days", facts.day("asked_on") if facts.told.get("asked_on") else ends)
    reminder, after = ends - timedelta(days=days), ends + timedelta(days=1)
    return (("card_ends", ends), ("reminder", reminder), ("register_from", after))
