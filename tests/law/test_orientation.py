"""The decision table: no gap, no row that can never answer, six questions at most, and the stories of the field."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from affilia.law import orientation
from affilia.law.orientation import TABLE, orient

pytestmark = pytest.mark.pure
DECIDED = {"ORI-02", "ORI-10", "ORI-11", "ORI-12", "ORI-13", "ORI-20", "ORI-22", "ORI-26", "ORI-30", "ORI-31", "ORI-32"}
FULL: dict[str, Any] = {
    "french_number": "none", "status": "student", "nationalities": ["MA"], "proof": "none", "enrolled_in_france": True,
    "stay_from": "2026-09-01", "stay_until": "2027-06-30", "year_end": "2027-06-30", "asked_on": "2026-09-01",
    "exchange": False, "organisation_family": False,
}  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "french_number": ["none", "attached", "unattached"],
    "status": ["student", "phd_contract", "phd_no_contract", "intern", "family", "asylum", "refugee", "other"],
    "nationalities": [["MA"], ["IT"], ["FR"], ["NC"], ["DZ"], ["CA"], ["GB"], ["MC"], ["IT", "MA"]],
    "proof": ["none", "ehic", "prc", "ghic", "s1", "se401q106", "andorra", "monaco"],
    "proof_until": ["2026-08-01", "2027-02-28", "2027-10-31"],
    "stay_until": ["2026-10-01", "2027-06-30"],
    "enrolled_in_france": [True, False],
    "exchange": [True, False],
    "organisation_family": [True, False],
    "insured_in": [None, "GB", "FR", "AD"],
}


def every_case() -> list[dict[str, Any]]:
    return [{**FULL, **dict(zip(VALUES, case, strict=True))} for case in product(*VALUES.values())]


def test_every_case_gets_one_answer_and_every_row_can_answer() -> None:
    seen = set()
    for facts in every_case():
        answer = orient(facts)
        assert answer.outcome in ("register", "do_not_register", "other_form", "caseworker")
        assert (answer.route is None) == (answer.outcome == "caseworker")
        assert answer.route in (None, *DECIDED)
        assert bool(answer.papers) == (answer.outcome == "register")
        if answer.row:
            seen.add(answer.row)
    assert seen == {row.row for row in TABLE}


@pytest.mark.parametrize("missing", ["french_number", "status", "nationalities", "proof"])
def test_an_unknown_decisive_fact_goes_to_a_caseworker_never_to_a_wrong_route(missing: str) -> None:
    assert orient({name: value for name, value in FULL.items() if name != missing}).outcome == "caseworker"


STORIES: list[tuple[str, dict[str, Any], str | None]] = [
    ("persona 01, Chinese student", {"nationalities": ["CN"]}, "ORI-20"),
    (
        "persona 02, EHIC for the year",
        {"nationalities": ["ES"], "proof": "ehic", "proof_until": "2027-10-31"},
        "ORI-10",
    ),
    ("persona 03, EHIC to February", {"nationalities": ["IT"], "proof": "ehic", "proof_until": "2027-02-28"}, "ORI-11"),
    ("persona 03 later", {"nationalities": ["IT"]}, "ORI-13"),
    ("persona 05, S1", {"nationalities": ["DE"], "proof": "s1"}, "ORI-12"),
    ("persona 06, Québec exchange", {"nationalities": ["CA"], "proof": "se401q106", "exchange": True}, None),
    ("persona 08, PhD with contract", {"nationalities": ["IN"], "status": "phd_contract"}, "ORI-26"),
    ("persona 10, refugee", {"nationalities": ["SD"], "status": "refugee"}, "ORI-22"),
    ("persona 15a, New Caledonia", {"nationalities": ["NC"]}, None),
    ("persona 15b, number unattached", {"nationalities": ["NC"], "french_number": "unattached"}, None),
    ("persona 20, British", {"nationalities": ["GB"], "proof": "ghic"}, None),
    ("persona 24a, summer school", {"nationalities": ["US"], "stay_until": "2026-10-27"}, "ORI-31"),
    ("persona 24b, embassy family", {"nationalities": ["JP"], "organisation_family": True}, "ORI-32"),
    ("persona 24c, intern", {"nationalities": ["VN"], "status": "intern", "enrolled_in_france": False}, "ORI-30"),
    ("persona 24d, has a number", {"nationalities": ["DZ"], "french_number": "attached"}, "ORI-02"),
]


@pytest.mark.parametrize(("story", "facts", "route"), STORIES, ids=[story[0] for story in STORIES])
def test_a_story_gets_its_route(story: str, facts: dict[str, Any], route: str | None) -> None:
    assert orient({**FULL, **facts}).route == route


def test_the_card_that_ends_in_february_is_told_with_its_days() -> None:
    answer = orient({**FULL, "nationalities": ["IT"], "proof": "ehic", "proof_until": "2027-02-28"})
    told = {name: day.isoformat() for name, day in answer.dates}
    assert told == {"card_ends": "2027-02-28", "reminder": "2027-01-15", "register_from": "2027-03-01"}


@pytest.mark.parametrize(
    ("birth", "asked"), [("2011-05-01", True), ("2010-08-31", False), ("2010-09-02", True), ("2010", True)]
)
def test_under_sixteen_adds_a_paper_and_wins_no_route(birth: str, asked: bool) -> None:
    answer = orient({**FULL, "birth_date": birth})
    assert answer.route == "ORI-20"
    assert ("DOC-08" in answer.papers) is asked


def test_every_path_asks_six_questions_at_most() -> None:
    pages = {"proof_until": ("proof_until", "year_end"), "stay_from": ("stay_from", "stay_until")}
    longest = 0
    waiting: list[tuple[dict[str, Any], int]] = [({"asked_on": "2026-09-01"}, 0)]
    while waiting:
        told, asked = waiting.pop()
        question = orientation.next_question(told)
        longest = max(longest, asked)
        if question is None:
            continue
        assert question not in told, "a question is asked once"
        names = pages.get(question, (question,))
        choices = [VALUES.get(name, [FULL.get(name)]) for name in names]
        waiting += [({**told, **dict(zip(names, answer, strict=True))}, asked + 1) for answer in product(*choices)]
    assert longest <= orientation.MOST_QUESTIONS
