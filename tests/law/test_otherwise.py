"""Other cases: the same law with one fact changed, worked by hand, and equal to deciding that history."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from affilia.claims.pathways import way
from affilia.formats.sentences import sentence
from affilia.law.otherwise import CHANGES, Way, otherwise, path_changes
from affilia.law.reimbursement import LineFacts, decide_lines
from tests.law.histories import history
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


def of(one: LineFacts) -> Way:
    """A visit to her own doctor, or to somebody who might have been."""
    return Way(declared=not one.out_of_path, out_with_doctor=False, out_without_doctor=True)


def others(one: LineFacts, *before: LineFacts, of_it: Way | None = None) -> dict[str, int]:
    lines = [*before, one]
    found = decide_lines(lines, told=False)[-1]
    told = otherwise(lines, len(lines) - 1, found.amounts["paid"], found.refused, of_it or of(one))
    return {other.name: other.received for other in told}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        # 30.00 at 70 % less 2.00 is 19.00; a contract adds the share of 9.00; the C2S lifts the participation too
        ({}, {"without_doctor": 700, "with_css": 3000, "with_contract": 2800, "in_full_cover": 2800}),
        ({"out_of_path": True}, {"with_doctor": 1900, "with_css": 900, "with_contract": 1600, "in_full_cover": 1600}),
        # an auxiliary has no care path: 60 % of 20.00 less 1.00
        (
            {"category": "auxiliary", "tariff": 2000, "participation_due": False, "franchise_due": True},
            {"with_css": 2000, "with_contract": 1900, "in_full_cover": 1900},
        ),
        # all is paid already, but for the participation
        ({"css": True}, {"without_doctor": 900}),
        # refused: only what would lift the refusal
        ({"covered": False}, {"within_rights": 1900}),
        ({"complete": False}, {"complete": 1900}),
        ({"covered": False, "complete": False}, {}),
        ({"same_sheet_before": True}, {}),
    ],
)
def test_each_other_case_is_worked_by_hand(facts: dict[str, object], told: dict[str, int]) -> None:
    assert others(line(**facts)) == told


def test_counters_of_the_lines_before_hold_in_the_other_cases_too() -> None:
    """Four acts of that day with that doctor have borne the day's four participations: none is left for the fifth."""
    before = [line() for _n in range(4)]
    assert others(line(), *before) == {
        "without_doctor": 900,
        "with_css": 3000,
        "with_contract": 3000,
        "in_full_cover": 3000,
    }


def test_an_other_case_is_what_deciding_that_history_gives() -> None:
    chance = Random(5)
    for person in range(30):
        lines = history(chance, person)
        place = chance.randrange(len(lines))
        decided = decide_lines(lines, told=False)[place]
        changes = [*path_changes(of(lines[place]), out_of_path=lines[place].out_of_path), *CHANGES]
        for other in otherwise(lines, place, decided.amounts["paid"], decided.refused, of(lines[place])):
            (facts,) = [change.facts for change in changes if change.name == other.name]
            changed = [*lines[:place], replace(lines[place], **facts), *lines[place + 1 :]]  # type: ignore[arg-type]
            found = decide_lines(changed, told=False)[place].amounts
            assert other.received == found["paid"] + (found["contract_part"] if other.name == "with_contract" else 0)
            assert other.received != decided.amounts["paid"]


def test_every_other_case_cites_and_fills_its_sentence() -> None:
    found = [one for facts in ({}, {"out_of_path": True}, {"covered": False}, {"complete": False})
             for way_ in (Way(True, False, True), Way(False, True, True))
             for one in otherwise([line(**facts)], 0, -1, decide_lines([line(**facts)])[0].refused, way_)]  # fmt: skip
    doctors = {"with_doctor", "without_doctor", "through_doctor"}
    assert {one.name for one in found} == {change.name for change in CHANGES} | doctors
    for one in found:
        assert one.article.startswith("CSS ")
        assert "€" in sentence(one.says, one.values, "en")


def of_sheet(pathway: str, doctor: str, number: str, declared: list[str]) -> Way:
    return way(pathway, doctor, declared=bool(declared), another=number not in declared)


MINE, ANOTHER = "10000001916", "10003879623"


@pytest.mark.parametrize(
    ("pathway", "declared", "out", "told"),
    [
        # nobody declared: away from home, at the university or in an emergency a doctor would change nothing
        ("away", [], False, {}), ("university", [], False, {}), ("emergency", [], False, {}),
        ("own", [], True, {"with_doctor": 1900}), ("referred", [], True, {"with_doctor": 1900}),
        # having a doctor changes nothing for who goes past him
        ("none", [], True, {"through_doctor": 1900}), ("none", [ANOTHER], True, {"through_doctor": 1900}),
        ("own", [ANOTHER], True, {"through_doctor": 1900}),
        ("own", [MINE], False, {"without_doctor": 700}), ("referred", [ANOTHER], False, {"without_doctor": 700}),
        ("away", [MINE], False, {}), ("university", [MINE], False, {}),
    ],
)  # fmt: skip
def test_what_a_doctor_would_change_is_said_of_the_path_she_took(
    pathway: str, declared: list[str], out: bool, told: dict[str, int]
) -> None:
    found = others(line(out_of_path=out), of_it=of_sheet(pathway, "", MINE, declared))
    assert {name: received for name, received in found.items() if "doctor" in name} == told


def test_a_specialist_who_may_be_seen_directly_is_paid_the_same_with_and_without_a_doctor() -> None:
    seen = line(out_of_path=True, specialty="gynaecology")
    for declared in ([], [MINE]):
        found = others(seen, of_it=of_sheet("direct", "gynaecology", ANOTHER, declared))
        assert not any("doctor" in name for name in found)
