"""The official list, whole; and direct access by its two readings."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.qualifiers import CASEWORKER, OUT_OF_PATH, QUALIFIERS
from affilia.law.readings import READINGS
from affilia.law.reimbursement import decide_lines
from affilia.law.specialties import named, specialty
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


def test_the_list_has_its_24_letters_each_in_one_place() -> None:
    places: dict[str, str] = {}
    for letter, qualifier in QUALIFIERS.items():
        places[qualifier.place] = places.get(qualifier.place, "") + letter
    assert {place: "".join(sorted(letters)) for place, letters in places.items()} == {
        "in_path": "ABDGHJKLNORTUVY", "out_of_path": "CEFIPSZ", "caseworker": "W", "outside": "X",
    }  # fmt: skip
    assert len(QUALIFIERS) == 24


@pytest.mark.parametrize(
    ("specialty", "age", "practice", "decree"),
    [
        ("gynaecology", 40, True, True), ("ophthalmology", 40, True, True), ("psychiatry", 16, True, True),
        ("psychiatry", 25, True, True), ("psychiatry", 26, False, True), ("psychiatry", 60, False, True),
        ("stomatology", 40, True, False), ("neurology", 20, False, False), ("other", 20, False, False),
        ("general", 20, False, False), ("", 20, False, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_decree", [False, True])
def test_direct_access_by_the_funds_practice_and_by_the_decree(
    specialty: str, age: int, practice: bool, decree: bool, by_decree: bool
) -> None:
    """30.00 outside the care path: 40 % would be kept, 12.00; where the specialist is seen directly, nothing."""
    (found,) = decide_lines([line(out_of_path=True, specialty=specialty, age=age, by_decree=by_decree)])
    direct = decree if by_decree else practice
    assert found.amounts["increase"] == (0 if direct else 1200)
    assert ("seen_directly" in [step["name"] for step in found.steps]) is direct


def test_a_specialist_seen_in_the_path_or_who_is_no_doctor_tells_nothing_of_direct_access() -> None:
    in_path = line(specialty="gynaecology")
    midwife = line(specialty="gynaecology", out_of_path=True, category="midwife", participation_due=False)
    for found in decide_lines([in_path, midwife]):
        assert "seen_directly" not in [step["name"] for step in found.steps]


def test_a_psychiatrist_of_15_is_decided_by_age_alone_in_both_readings() -> None:
    """Under 16 nobody is sanctioned: whether the psychiatrist is seen directly does not matter."""
    lines = [line(out_of_path=True, specialty="psychiatry", age=15, minor=True, by_decree=way) for way in (False, True)]
    assert [one.amounts["increase"] for one in decide_lines(lines, told=False)] == [0, 0]


@pytest.mark.parametrize(
    ("told", "name"),
    [("psychiatry", "psychiatry"), (" Gynaecology ", "gynaecology"), ("33", "psychiatry"), ("07", "gynaecology"),
     ("32", "neurology"), ("3", "other"), ("0", ""), ("99", ""), ("dr", ""), ("", "")],
)  # fmt: skip
def test_a_specialty_is_a_name_or_a_code_of_the_national_list(told: str, name: str) -> None:
    assert named(told) == name


@pytest.mark.parametrize(
    ("told", "of_tariff", "on", "name"),
    [
        ("neurology", "psychiatry/neurology", date(2026, 1, 1), "neurology"),
        # neurologists have a code of their own from 22 December 2024 on
        ("", "psychiatry/neurology", date(2024, 12, 22), "psychiatry"), ("", "psychiatry/neurology", date(2024, 12, 21), ""),
        ("", "cardiology", date(2026, 1, 1), "other"), ("", "specialist", date(2026, 1, 1), ""),
        ("", "general practice", date(2026, 1, 1), "general"), ("", "ophthalmology", date(2026, 1, 1), "ophthalmology"),
    ],
)  # fmt: skip
def test_what_is_told_goes_before_what_the_act_says(told: str, of_tariff: str, on: date, name: str) -> None:
    assert specialty(told, of_tariff, on) == name


def test_every_reading_has_two_ways_or_more_each_with_its_source() -> None:
    for reading in READINGS.values():
        assert len(reading.ways) >= 2
        assert all(way.words and way.source for way in reading.ways.values())
        assert reading.article.startswith("CSS")
        assert reading.chosen({}) == next(iter(reading.ways))


def case(**told: object) -> dict[str, object]:
    line_ = {"code": "G", "base_eur": 30, "rate_category": "doctor"}
    return {
        "id": "q", "date_of_care": "2026-01-10", "scheme": "general", "care_path": "out_of_path", "patient": {"age": 22},
        "lines": [line_], **told,
    }  # fmt: skip


@pytest.mark.parametrize("letter", [*QUALIFIERS])
def test_each_qualifier_can_be_told_in_a_case_and_says_where_it_puts_the_act(letter: str) -> None:
    settled = {"doctor_installed_day": "2025-01-01"} if letter in ("J", "B") else {}
    answer = decide_case(case(qualifier=letter, **settled), frozenset())
    place = QUALIFIERS[letter].place
    if place == CASEWORKER:
        assert "R160-6 2" in answer["undecided"]
    else:
        assert answer["amounts"]["paid_by_fund_cents"] == (700 if place == OUT_OF_PATH else 1900)


@pytest.mark.parametrize(
    ("told", "paid"),
    [
        ({"qualifier": "J", "doctor_installed_day": "2021-01-10"}, 1900),
        ({"qualifier": "J", "doctor_installed_day": "2021-01-09"}, 700),
        ({"qualifier": "S", "doctor_left_day": "2025-01-10"}, 1900),
        ({"qualifier": "S", "doctor_left_day": "2025-01-09"}, 700),
        ({}, 700),
    ],
)
def test_a_time_of_grace_is_reckoned_from_the_day_the_case_tells(told: dict[str, str], paid: int) -> None:
    answer = decide_case(case(**told), frozenset())
    assert answer["amounts"]["paid_by_fund_cents"] == paid
    assert any(step["name"].startswith("grace") for step in answer["steps"]) == bool(told)


def test_a_new_doctor_without_the_day_he_settled_is_said() -> None:
    with pytest.raises(CaseUnreadable, match="doctor_installed_day"):
        decide_case(case(qualifier="J"), frozenset())
