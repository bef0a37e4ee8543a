"""Other cases: the same law with one fact changed, worked by hand, and equal to deciding that history."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from affilia.formats.sentences import sentence
from affilia.law.otherwise import CHANGES, otherwise
from affilia.law.reimbursement import LineFacts, decide_lines
from tests.law.histories import history
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


def others(one: LineFacts, *before: LineFacts) -> dict[str, int]:
    lines = [*before, one]
    found = decide_lines(lines, told=False)[-1]
    told = otherwise(lines, len(lines) - 1, found.amounts["paid"], found.refused)
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
        for other in otherwise(lines, place, decided.amounts["paid"], decided.refused):
            (facts,) = [change.facts for change in CHANGES if change.name == other.name]
            changed = [*lines[:place], replace(lines[place], **facts), *lines[place + 1 :]]  # type: ignore[arg-type]
            found = decide_lines(changed, told=False)[place].amounts
            assert other.received == found["paid"] + (found["contract_part"] if other.name == "with_contract" else 0)
            assert other.received != decided.amounts["paid"]


def test_every_other_case_cites_and_fills_its_sentence() -> None:
    found = [one for facts in ({}, {"out_of_path": True}, {"covered": False}, {"complete": False})
             for one in otherwise([line(**facts)], 0, -1, decide_lines([line(**facts)])[0].refused)]  # fmt: skip
    assert {one.name for one in found} == {change.name for change in CHANGES}
    for one in found:
        assert one.article.startswith("CSS ")
        assert "€" in sentence(one.says, one.values, "en")
