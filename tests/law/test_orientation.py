"""The decision table: no gap, no row that can never answer, six questions at most, and the stories of the field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from affilia.law import orientation
from affilia.law.orientation import orient
from affilia.law.routes import NOTES, TABLE, Row
from affilia.law.told import Facts, Unknown

pytestmark = pytest.mark.pure
FULL: dict[str, Any] = {
    "french_number": "none", "status": "student", "nationalities": ["MA"], "proof": "none", "enrolled_in_france": True,
    "stay_from": "2026-09-01", "stay_until": "2027-06-30", "year_end": "2027-06-30", "asked_on": "2026-09-01",
    "exchange": False, "organisation_family": False,
}  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "french_number": ["none", "attached", "unattached"],
    "status": ["student", "phd_contract", "phd_no_contract", "intern", "family", "asylum", "refugee", "other"],
    "nationalities": [
        ["MA"], ["IT"], ["FR"], ["FR", "MA"], ["NC"], ["PF"], ["PM"], ["YT"], ["DZ"], ["CA"], ["GB"], ["MC"], ["IT", "MA"],
    ],
    "proof": ["none", "ehic", "prc", "ghic", "s1", "se401q102", "se401q104", "se401q106", "andorra", "monaco"],
    "proof_until": ["2026-08-01", "2027-02-28", "2027-10-31"],
    "stay_until": ["2026-10-01", "2027-06-30"],
    "enrolled_in_france": [True, False],
}  # fmt: skip
# facts that matter to few rows: each is tried with all the others at their usual value
MORE: dict[str, list[Any]] = {
    "born_in": [None, "FR", "MA", "NC"],
    "birth_date": [None, "2004-03-27", "2009-05-01", "2012"],
    "insured_in": [None, "GB", "FR", "AD", "MC"],
    "exchange": [True, False],
    "talent_permit": [True, False],
    "organisation": [None, "international"],
    "purpose": [None, "treatment"],
    "organisation_family": [True, False],
}


def every_case() -> Iterator[dict[str, Any]]:
    """The product of the facts that decide most, with each of the others in turn."""
    for case in product(*VALUES.values()):
        usual = {**FULL, **dict(zip(VALUES, case, strict=True))}
        yield usual
    names = ("french_number", "status", "nationalities", "proof")
    for case in product(*(VALUES[name] for name in names)):
        usual = {**FULL, "proof_until": "2027-10-31", **dict(zip(names, case, strict=True))}
        for name, values in MORE.items():
            yield from ({**usual, name: value} for value in values)


def test_every_case_gets_one_answer_and_every_row_can_answer() -> None:
    seen: set[str] = set()
    known = {row.row for row in TABLE}
    for facts in every_case():
        answer = orient(facts)
        assert answer.outcome in ("register", "do_not_register", "other_form", "caseworker")
        assert answer.outcome == "caseworker" or answer.route == answer.row
        assert answer.row in (None, *known)
        assert bool(answer.papers) == (answer.outcome == "register")
        if answer.row:
            seen.add(answer.row)
    assert seen == known
    assert {row.row for row in (*TABLE, *NOTES)} == {f"ORI-{n:02}" for n in range(1, 44)}


def test_each_row_wins_somewhere_even_those_that_share_a_name() -> None:
    waiting = set(range(len(TABLE)))
    for told in every_case():
        facts = Facts(told)
        try:
            waiting.discard(next(place for place, row in enumerate(TABLE) if row.holds(facts)))
        except (StopIteration, Unknown):
            continue
        if not waiting:
            break
    assert waiting == set()


@pytest.mark.parametrize("row", [row for row in TABLE if row.choices], ids=lambda row: row.row)
def test_a_row_in_doubt_answers_as_the_operator_chose(row: Row) -> None:
    facts = next(told for told in every_case() if orient(told).row == row.row)
    for name, choice in row.choices.items():
        answer = orient(facts, {row.row: name})
        assert (answer.outcome, answer.sentence) == (choice.outcome, choice.sentence)
        assert choice.source


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
    ("persona 06, Québec exchange", {"nationalities": ["CA"], "proof": "se401q106", "exchange": True}, "ORI-15"),
    ("persona 08, PhD with contract", {"nationalities": ["IN"], "status": "phd_contract"}, "ORI-26"),
    ("persona 10, refugee", {"nationalities": ["SD"], "status": "refugee"}, "ORI-22"),
    ("persona 15a, New Caledonia", {"nationalities": ["NC"], "born_in": "NC"}, "ORI-05"),
    ("persona 15b, number unattached", {"nationalities": ["NC"], "french_number": "unattached"}, "ORI-03"),
    ("persona 20, British", {"nationalities": ["GB"], "proof": "ghic"}, "ORI-14"),
    ("persona 20 with a pensioner's S1", {"nationalities": ["GB"], "proof": "s1"}, "ORI-12"),
    ("persona 09, PhD without contract", {"nationalities": ["BR"], "status": "phd_no_contract"}, "ORI-28"),
    ("persona 08, talent permit", {"nationalities": ["IN"], "status": "phd_contract", "talent_permit": True}, "ORI-27"),
    ("persona 22, his wife", {"nationalities": ["TN"], "status": "family", "birth_date": "1999-01-01"}, "ORI-37"),
    ("persona 22, his child", {"nationalities": ["TN"], "status": "family", "birth_date": "2023-01-01"}, "ORI-38"),
    ("persona 24b, the friend", {"nationalities": ["JP"], "organisation": "international"}, "ORI-33"),
    ("French, born abroad", {"nationalities": ["FR"], "born_in": "MA"}, "ORI-04"),
    ("French, born in France", {"nationalities": ["FR"], "born_in": "FR"}, "ORI-01"),
    ("Algerian", {"nationalities": ["DZ"]}, "ORI-21"),
    ("Moroccan insured in Spain", {"proof": "ehic", "insured_in": "ES", "proof_until": "2027-10-31"}, "ORI-43"),
    ("asylum, not enrolled", {"nationalities": ["SD"], "status": "asylum", "enrolled_in_france": False}, "ORI-23"),
    ("asylum, enrolled", {"nationalities": ["SD"], "status": "asylum"}, "ORI-24"),
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
        choices = [VALUES.get(name, MORE.get(name, [FULL.get(name)])) for name in names]
        choices = [[value for value in values if value is not None] for values in choices]
        waiting += [({**told, **dict(zip(names, answer, strict=True))}, asked + 1) for answer in product(*choices)]
    assert longest <= orientation.MOST_QUESTIONS
