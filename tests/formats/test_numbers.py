"""Numbers of persons: the vectors of affiliation.md 4.2, and what no vector says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats import numbers

pytestmark = pytest.mark.pure
VALID = [
    "2840588321025", "255081416802538", "2 84 05 88 321 025", "2 84 05 88 321 025 32", "2 84 05 2A 321 025 52",
    "2 84 05 2B 321 025 79", "2 84 20 2B 321 025 28", "2 84 99 2B 321 025 31", "103059921699022", "204019922399136",
    "202099935099240", "199039935299330", "205129940199458", "206209921299682", "102209934399783", "104069920599127",
    "104069920599226", "203029881899030", "105089750299079", "103059921604101",
]  # fmt: skip
WRONG = [
    ("2 84 05 88 321 30", "LENGTH_ERROR"), ("8 84 05 88 321 025 23", "NIR_INVALID"),
    ("2 55 08 14 168 025 00", "NIR_KEY_INVALID"), ("103059921699023", "NIR_KEY_INVALID"), ("", "LENGTH_ERROR"),
    ("2 84 05 88 321 025 30", "NIR_KEY_INVALID"), ("284138832102532", "NIR_INVALID"), ("٢840588321025", "NIR_INVALID"),
]  # fmt: skip


@pytest.mark.parametrize("text", VALID)
def test_a_true_number_is_valid(text: str) -> None:
    assert numbers.check(text, "NIR").reason is None


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_a_wrong_number_says_why(text: str, reason: str) -> None:
    assert numbers.check(text, "NIR").reason == reason


@pytest.mark.parametrize("text", ["5112312345678", "6278965432189", "6144100008502", "5 1 123 12345678"])
def test_a_migrant_number_is_told_by_its_first_digit(text: str) -> None:
    assert (numbers.check(text).kind, numbers.check(text).valid) == ("MIG", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("5 2 789 654321890", "LENGTH_ERROR"), ("2 2 789 65432189", "MIG_INVALID")],
)
def test_a_wrong_migrant_number_says_why(text: str, reason: str) -> None:
    assert numbers.check(text, "MIG").reason == reason


@pytest.mark.parametrize("text", ["7112312345678", "8278965432189", "8 2 789 65432189"])
def test_an_old_provisional_number_is_told_by_its_first_digit(text: str) -> None:
    assert (numbers.check(text).kind, numbers.check(text).valid) == ("NNP", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("8 2 789 654321890", "LENGTH_ERROR"), ("2 2 789 65432189", "NNP_INVALID"), ("7012312345678", "NNP_INVALID")],
)
def test_a_wrong_provisional_number_says_why(text: str, reason: str) -> None:
    assert numbers.check(text, "NNP").reason == reason


def test_before_2012_a_provisional_number_could_have_a_nought_in_second_place() -> None:
    assert numbers.check("7012312345678", "NNP", before_2012=True).valid
    assert not numbers.check("7312312345678", "NNP", before_2012=True).valid


@pytest.mark.parametrize(
    ("text", "key"),
    [("2550814168025", 38), ("2940375120005", 91), ("1531245007231", 60), ("284052A321025", 52), ("284052a321025", 52)],
)
def test_the_key_of_a_number(text: str, key: int) -> None:
    assert numbers.key(text) == key


@given(
    st.sampled_from("FM"), st.integers(1920, 2026), st.none() | st.integers(1, 12), st.sampled_from(["99350", "98818", "2A004"]),
    st.integers(1, 999),
)  # fmt: skip
def test_a_built_number_is_valid_and_keeps_its_parts(
    sex: str, year: int, month: int | None, place: str, order: int
) -> None:
    number = numbers.build(sex=sex, birth_year=year, birth_month=month, place=place, order=order)
    assert numbers.check(number, "NIR").valid
    assert number[3:5] == (f"{month:02d}" if month else "20")
    assert numbers.cleaned(numbers.grouped(number)) == number


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    assert numbers.check(text).valid in (True, False)
