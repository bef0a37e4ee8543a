"""Codes people type and codes machines read."""

from __future__ import annotations

import base64
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats import certificate_code as codes

pytestmark = pytest.mark.pure
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
KEY = "01020304"


def older_code(body: str) -> str:
    """As the first release made them."""
    return body + codes.check_character(body, codes.OLDER, 31)


def older_square(told: codes.Statement) -> str:
    """As the first release packed them: days since 2020 in two bytes each."""
    days = [(day - date(2020, 1, 1)).days.to_bytes(2, "big") for day in (told.from_day, told.until_day, told.issued_on)]
    birth = told.birth.replace("-", "").ljust(8, "0").encode()
    head = b"A1" + bytes([codes.KINDS.index(told.kind)]) + bytes.fromhex(told.key_id)
    body = head + b"".join(days) + birth + told.code.encode() + told.name.encode()
    return base64.urlsafe_b64encode(body + b"s" * 64).decode().rstrip("=")


def test_a_fresh_code_is_well_formed_and_each_is_another() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(codes.well_formed(code) for code in made)


@given(st.integers(0, 13), st.sampled_from(codes.ALPHABET))
def test_any_one_wrong_letter_is_a_typo(place: int, letter: str) -> None:
    code = codes.new_code()
    if code[place] != letter:
        assert not codes.well_formed(code[:place] + letter + code[place + 1 :])


@given(st.integers(0, 12), st.integers(0, 12))
def test_any_two_letters_in_each_others_place_are_a_typo(one: int, other: int) -> None:
    letters = list(codes.new_code())
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        assert not codes.well_formed("".join(letters))


@pytest.mark.parametrize("twins", ["1IL", "2Z", "5S", "8B"])
def test_letters_that_look_alike_are_one(twins: str) -> None:
    assert len(set(twins) & set(codes.ALPHABET)) == 1
    assert len({codes.cleaned(letter) for letter in twins}) == 1
    assert set(codes.cleaned(twins)) < set(codes.ALPHABET)


@given(st.text(codes.ALPHABET, min_size=13, max_size=13), st.data())
def test_a_code_is_read_whatever_look_alikes_are_typed(body: str, data: st.DataObject) -> None:
    code = body + codes.check_character(body)
    twins = {"L": "1IiLl", "2": "2Zz", "5": "5Ss", "8": "8Bb"}
    typed = "".join(data.draw(st.sampled_from(twins.get(letter, letter))) for letter in code)
    assert codes.readings(typed)[0] == code


def test_a_code_is_read_with_or_without_dashes_and_from_any_keyboard() -> None:
    code = codes.new_code()
    assert codes.cleaned(codes.grouped(code).lower()) == code
    assert codes.cleaned(codes.grouped(code).replace("-", " – ")) == code
    assert codes.cleaned("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code, "full width"


@given(st.text(codes.OLDER, min_size=13, max_size=13), st.integers(0, 13))
def test_a_code_of_an_older_release_is_found_also_with_one_letter_taken_for_its_twin(body: str, place: int) -> None:
    code = older_code(body)
    assert code in codes.readings(codes.grouped(code))
    twin = codes.OLDER_TWINS.get(code[place], code[place])
    assert code in codes.readings(code[:place] + twin + code[place + 1 :])


@given(st.text(max_size=60))
def test_any_text_means_few_codes_or_none(text: str) -> None:
    assert len(codes.readings(text)) <= 16


@given(st.text(min_size=1, max_size=30), st.sampled_from(["2004", "2004-03", "2004-03-27"]), DAYS, DAYS, DAYS)
def test_a_statement_of_any_days_is_read_back(name: str, birth: str, start: date, end: date, issued: date) -> None:
    told = codes.Statement("temporary", codes.new_code(), name, birth, start, end, issued, KEY)
    if len(name.encode()) <= 60:
        statement, body, signature = codes.decode(codes.encode(told, lambda data: b"s" * 64))
        assert (statement, signature) == (told, b"s" * 64)
        assert body == codes.packed(told)
        assert len(body) == 36 + len(name.encode()), "one byte more than the older version"


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2151, 1, 1)])
def test_a_day_outside_is_said_not_written_as_another(day: date) -> None:
    told = codes.Statement("temporary", codes.new_code(), "A", "2004", day, day, day, KEY)
    with pytest.raises(ValueError, match="between 1900 and 2150"):
        codes.packed(told)


@given(st.integers(0, 65535), st.sampled_from(codes.KINDS))
def test_a_square_of_an_older_release_stays_readable(days: int, kind: str) -> None:
    day = date(2020, 1, 1) + timedelta(days=days)
    told = codes.Statement(kind, older_code("K7Q29FDM4XTRZ"), "EL AMRANI Salma", "2004", day, day, day, KEY)
    assert codes.decode(older_square(told))[0] == told


def test_days_no_calendar_of_ours_has_are_not_ours() -> None:
    told = codes.Statement("temporary", codes.new_code(), "A", "2004", *[date(2026, 1, 1)] * 3, KEY)
    raw = bytearray(codes.packed(told) + b"s" * 64)
    for days in (b"\x08" + b"\x00" * 6, b"\x00" * 4 + b"\x01\xff\xff"):
        raw[7:14] = days
        with pytest.raises(codes.NotOurs):
            codes.decode(base64.urlsafe_b64encode(bytes(raw)).decode())


@given(st.text(max_size=80))
def test_any_text_is_a_statement_or_not_ours(text: str) -> None:
    try:
        codes.decode(text)
    except codes.NotOurs:
        return
