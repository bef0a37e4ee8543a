"""The machine-readable zone: ICAO's own specimens, partial dates, one-word names, what readers confuse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats import mrz

pytestmark = pytest.mark.pure
ON = date(2026, 9, 14)
TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)


@pytest.mark.parametrize(("form", "lines"), [("TD3", TD3), ("TD2", TD2), ("TD1", TD1)])
def test_the_specimens_of_icao_are_read(form: str, lines: list[str]) -> None:
    zone = mrz.find(["some text", *lines], ON)
    assert zone is not None
    assert (zone.format, zone.valid) == (form, True)
    assert (zone.surname, zone.given_names, zone.birth_date) == ("ERIKSSON", "ANNA MARIA", "1974-08-12")
    assert (zone.expiry_date, zone.sex, zone.issuer) == ("2012-04-15", "F", "UTO")


def passport(**told: str) -> tuple[str, str]:
    facts = {
        "kind": "P", "issuer": "MAR", "surname": "El Amrani", "given_names": "Salma", "number": "AB1234567",
        "nationality": "MAR", "birth_date": "2004-03-27", "sex": "F", "expiry_date": "2031-05-01",
    }  # fmt: skip
    return mrz.render(**{**facts, **told})


@pytest.mark.parametrize("birth", ["2006", "2006-05", "2006-05-17"])
def test_unknown_parts_of_a_birth_stay_unknown(birth: str) -> None:
    zone = mrz.find(passport(birth_date=birth), ON)
    assert zone is not None
    assert (zone.birth_date, zone.valid) == (birth, True)


@pytest.mark.parametrize("letter", ["X", "<"])
def test_a_zone_that_states_no_sex_reads_as_x(letter: str) -> None:
    first, second = passport(sex="X")
    assert second[20] == "<"
    zone = mrz.find([first, second[:20] + letter + second[21:]], ON)
    assert zone is not None
    assert (zone.sex, zone.valid) == ("X", True)


def test_a_one_word_name_has_no_given_names() -> None:
    zone = mrz.find(passport(surname="Suharto", given_names=""), ON)
    assert zone is not None
    assert (zone.surname, zone.given_names) == ("SUHARTO", "")


@given(NAMES, NAMES, st.dates(date(1940, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 1), date(2036, 1, 1)))
def test_what_is_written_is_read_back(surname: str, given: str, birth: date, expiry: date) -> None:
    lines = passport(surname=surname, given_names=given, birth_date=birth.isoformat(), expiry_date=expiry.isoformat())
    zone = mrz.find(lines, ON)
    assert zone is not None
    assert (zone.surname, zone.given_names, zone.valid) == (surname, given, True)
    assert (zone.birth_date, zone.expiry_date) == (birth.isoformat(), expiry.isoformat())


@given(st.integers(0, 43), st.sampled_from("ABCDEFGHJKMNPRTUVWXY23456789"))
def test_a_changed_character_never_makes_another_zone_valid(place: int, other: str) -> None:
    first, second = passport()
    checked = [*range(0, 10), *range(13, 20), *range(21, 28)]
    if place not in checked or second[place] == other or abs(mrz._value(other) - mrz._value(second[place])) % 10 == 0:
        return
    forged = second[:place] + other + second[place + 1 :]
    zone = mrz.parse([first, forged], ON)
    assert zone is None or not zone.valid or zone.lines == (first, second), "read as it was, or a person looks"


@pytest.mark.parametrize(("wrong", "right"), [("O", "0"), ("|", "1")])
def test_a_digit_misread_as_a_letter_is_mended(wrong: str, right: str) -> None:
    first, second = passport(number="AB1230567", birth_date="2001-01-10")
    misread = second[:13] + second[13:20].replace(right, wrong) + second[20:]
    zone = mrz.find([first, misread], ON)
    assert zone is not None
    assert (zone.birth_date, zone.valid) == ("2001-01-10", True)


def test_lost_chevrons_are_put_back() -> None:
    first, second = passport()
    zone = mrz.find([first[:38], second[:28] + second[34:]], ON)
    assert zone is not None
    assert zone.valid


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_gets_an_answer(lines: list[str]) -> None:
    mrz.find(lines, ON)
