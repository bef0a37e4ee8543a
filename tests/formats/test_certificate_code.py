"""Codes people type and codes machines read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats import certificate_code as codes

pytestmark = pytest.mark.pure


def test_a_fresh_code_is_well_formed_and_each_is_another() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(codes.well_formed(code) for code in made)


@given(st.integers(0, 12), st.sampled_from(codes.ALPHABET))
def test_one_wrong_letter_is_a_typo(place: int, letter: str) -> None:
    code = codes.new_code()
    if code[place] != letter and abs(codes.ALPHABET.index(code[place]) - codes.ALPHABET.index(letter)) != 31:
        assert not codes.well_formed(code[:place] + letter + code[place + 1 :])


def test_a_code_is_read_with_or_without_dashes() -> None:
    code = codes.new_code()
    assert codes.cleaned(codes.grouped(code).lower()) == code


@given(st.text(min_size=1, max_size=30), st.sampled_from(["2004", "2004-03", "2004-03-27"]))
def test_a_statement_is_read_back(name: str, birth: str) -> None:
    told = codes.Statement(
        "temporary", codes.new_code(), name, birth, date(2026, 9, 1), date(2027, 8, 31), date(2026, 9, 14), "01020304"
    )
    if len(name.encode()) <= 60:
        statement, body, signature = codes.decode(codes.encode(told, lambda data: b"s" * 64))
        assert (statement, signature) == (told, b"s" * 64)
        assert body == codes.packed(told)


@given(st.text(max_size=80))
def test_any_text_is_a_statement_or_not_ours(text: str) -> None:
    try:
        codes.decode(text)
    except codes.NotOurs:
        return
