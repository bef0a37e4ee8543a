"""The decision table: no gap, no row that can never answer, six questions at most, and the stories of the field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from affilia.law import orientation
from affilia.law.atlas import look_up
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
    "organisation": [None, "international", "embassy"],
    "works": [None, True, False],
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


def answered_by(told: dict[str, Any]) -> Row | None:
    facts = Facts(told)
    try:
        return next((row for row in TABLE if row.holds(facts)), None)
    except Unknown:
        return None


def test_every_case_gets_one_answer_and_every_row_can_answer() -> None:
    seen: set[str] = set()
    known = {row.row for row in TABLE}
    for facts in every_case():
        answer = orient(facts)
        assert answer.outcome in ("register", "do_not_register", "other_form", "caseworker")
        assert answer.outcome == "caseworker" or answer.route == answer.row
        assert answer.row in (None, *known)
        assert bool(answer.papers) == (answer.outcome in ("register", "other_form"))
        if answer.row:
            seen.add(answer.row)
    assert seen == known
    assert {row.row for row in (*TABLE, *NOTES)} == {f"ORI-{n:02}" for n in range(1, 44)}


def test_each_row_wins_somewhere_even_those_that_share_a_name() -> None:
    waiting = set(range(len(TABLE)))
    for told in every_case():
        row = answered_by(told)
        if row is not None:
            waiting.discard(next(place for place, one in enumerate(TABLE) if one is row))
        if not waiting:
            break
    assert waiting == set()


@pytest.mark.parametrize("row", [row for row in TABLE if row.choices], ids=lambda row: row.row)
def test_a_row_in_doubt_answers_as_the_operator_chose(row: Row) -> None:
    facts = next(told for told in every_case() if answered_by(told) is row)
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
    ("his embassy's word alone", {"nationalities": ["JP"], "organisation": "embassy"}, "ORI-32"),
    (
        "an embassy's family with own work",
        {"nationalities": ["JP"], "organisation_family": True, "works": True},
        "ORI-20",
    ),
    (
        "Algerian with a talent permit",
        {"nationalities": ["DZ"], "status": "phd_contract", "talent_permit": True},
        "ORI-26",
    ),
    (
        "Italian with a talent permit",
        {"nationalities": ["IT"], "status": "phd_contract", "talent_permit": True},
        "ORI-26",
    ),
    ("Moroccan insured in Monaco", {"proof": "monaco", "birth_date": "2004-01-01"}, "ORI-20"),
    ("Monegasque of 25", {"nationalities": ["MC"], "proof": "monaco", "birth_date": "2001-01-01"}, "ORI-19"),
    ("Monegasque of 46", {"nationalities": ["MC"], "proof": "monaco", "birth_date": "1980-01-01"}, "ORI-20"),
    (
        "visiting PhD of ten months",
        {"status": "phd_no_contract", "enrolled_in_france": False, "stay_until": "2027-06-30"},
        "ORI-29",
    ),
    (
        "visiting PhD of four and a half months",
        {"status": "phd_no_contract", "enrolled_in_france": False, "stay_until": "2027-01-15"},
        None,
    ),
    (
        "Québec intern without the form",
        {"nationalities": ["CA"], "status": "intern", "enrolled_in_france": False},
        "ORI-17",
    ),
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


def test_six_months_are_over_on_the_day_after_them() -> None:
    visiting = {**FULL, "status": "phd_no_contract", "enrolled_in_france": False}
    assert orient({**visiting, "stay_until": "2027-02-28"}).outcome == "caseworker"
    assert orient({**visiting, "stay_until": "2027-03-01"}).route == "ORI-29"


def test_a_canadian_intern_is_told_of_the_form_of_quebec_and_of_the_rules_elsewhere() -> None:
    answer = orient({**FULL, "nationalities": ["CA"], "status": "intern", "enrolled_in_france": False})
    assert answer.outcome == "caseworker"
    assert "SE 401-Q-104" in answer.sentence
    without = orient({**FULL, "nationalities": ["CA"], "exchange": True})
    assert "SE 401-Q-106" in without.sentence


def test_an_intern_from_outside_europe_is_told_of_the_form_under_an_agreement() -> None:
    answer = orient({**FULL, "nationalities": ["VN"], "status": "intern", "enrolled_in_france": False})
    assert "S1106" in answer.sentence


def test_who_was_born_in_france_without_knowing_a_number_is_not_told_she_has_a_fund() -> None:
    answer = orient({**FULL, "nationalities": ["FR"], "born_in": "FR"})
    assert answer.route == "ORI-01"
    assert "already have a French number and a fund" not in answer.sentence


@pytest.mark.parametrize("nations", [["GB"], ["MA"], ["DZ"]])
def test_a_visa_is_validated_within_three_months_whoever_needs_one(nations: list[str]) -> None:
    told = dict(orient({**FULL, "nationalities": nations}).dates)
    assert told["validate_visa_before"].isoformat() == "2026-12-01"


def test_a_british_card_that_ends_too_early_leaves_no_choice() -> None:
    ghic = {**FULL, "nationalities": ["GB"], "proof": "ghic"}
    chosen = {"ORI-14": "like_ehic"}
    assert orient({**ghic, "proof_until": "2027-12-31"}, chosen).outcome == "do_not_register"
    assert dict(orient({**ghic, "proof_until": "2027-12-31"}, chosen).dates)["card_ends"].year == 2027
    assert orient({**ghic, "proof_until": "2027-02-28"}, chosen).outcome == "register"
    assert orient({**FULL, "nationalities": ["GB"]}, chosen).outcome == "register"


def test_an_asylum_seeker_is_asked_nothing_of_the_authorities_of_his_country() -> None:
    answer = orient({**FULL, "nationalities": ["SD"], "status": "asylum"}, {"ORI-24": "register"})
    assert answer.papers == ("DOC-01", "DOC-02", "DOC-03", "OFPRA", "DOC-06")


@pytest.mark.parametrize(
    ("facts", "notes"),
    [
        ({"birth_date": "2009-05-01"}, ["ORI-36"]),
        ({"birth_date": "2011-05-01"}, ["ORI-35"]),
        ({"works": True}, ["ORI-39"]),
    ],
)
def test_what_is_said_beside_the_answer_is_a_row_with_its_article(facts: dict[str, Any], notes: list[str]) -> None:
    answer = orient({**FULL, **facts})
    assert [note.row for note in answer.notes] == notes
    assert all(note.article.startswith("CSS") for note in answer.notes)


def test_a_stay_that_ends_before_it_begins_is_no_short_stay() -> None:
    assert orient({**FULL, "stay_until": "2026-08-01"}).outcome == "caseworker"


def test_the_reminder_of_a_card_is_a_quantity_of_the_law() -> None:
    (entry,) = look_up("card_reminder_days")
    assert (entry.history[0].value, entry.history[0].status, entry.used_by) == ("44", "unsourced", ("ORI-11",))


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
