"""Whatever stands in a case: an answer, or its place and a reason; never a breakdown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from affilia.formats.iban import sepa_countries
from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.cases.fields import Fields
from affilia.law.written import NotPlain, read
from tests.console.wrong import twisted
from tests.law.test_cases import CASES

pytestmark = pytest.mark.pure
# of each kind the richest case: it has the most places
ONE_OF_EACH = {
    kind: max((case for case in CASES if case.get("kind", "") == kind), key=lambda case: len(str(case)))
    for kind in sorted({case.get("kind", "") for case in CASES})
}
LINES = {**ONE_OF_EACH[""], "contract": {"percent_of_base": 100, "responsible": True, "not_covered": ["doctor"]}}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_wrong_value_anywhere_in_a_case_is_answered_or_said_with_its_case(kind: str) -> None:
    case = {name: value for name, value in ONE_OF_EACH[kind].items() if name not in ("expected", "case")}
    for wrong in twisted(case if kind else LINES):
        if not isinstance(wrong["id"], str):
            continue  # the door looks at ids
        try:
            json.dumps(decide_case(wrong, sepa_countries()), allow_nan=False)
        except CaseUnreadable as error:
            assert str(error).startswith(f"{wrong['id']}: ")
            assert len(str(error)) < 6000 + 400


@pytest.mark.parametrize("text", ["٣٠", "9" * 5000, ".5", "", "1_0", "+3", " 3", "3 ", "1e3", "9" * 13, "0x10"])
def test_an_amount_is_of_plain_digits_and_not_endless(text: str) -> None:
    with pytest.raises(CaseUnreadable, match=r"^case: fee: ") as refused:
        Fields({"fee": text}, "case").cents("fee")
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize(
    "day", ["0001-01-01", date(1, 1, 1), "9999-12-31", date(9999, 12, 31), "1899-12-31", "2101-01-01"]
)
def test_a_day_at_the_ends_of_the_calendar_is_refused(day: object) -> None:
    with pytest.raises(CaseUnreadable, match=r"^case: day: .* is not from 1900 to 2100$"):
        Fields({"day": day}, "case").day("day")


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_taken(day: str) -> None:
    assert Fields({"day": day}, "case").day("day").isoformat() == day


@pytest.mark.parametrize("text", ["2026-W36-2", "20260901", "２０２６-09-01", "2026-02-30"])
def test_a_day_is_written_one_way(text: str) -> None:
    with pytest.raises(CaseUnreadable, match="is not a day YYYY-MM-DD"):
        Fields({"day": text}, "case").day("day")


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[" * 60 + "]" * 60, 0, "nested"),
        ("[" * 100_000, 1, "nesting"),
        ("- " * 60 + "a", 0, "nested"),
        ("&a [*a]", 0, "nested"),
        (BOMB, 0, "aliases"),
        ("a: 1\nb: 2026-13-01", 2, "'2026-13-01' is no timestamp"),
        ("a: 1\nb: !!timestamp x", 2, "'x' is no timestamp"),
        ("a:\n  !!bool x", 2, "'x' is no bool"),
        (f"a: {'9' * 5000}", 1, "is no int"),
        (f"a: {'9' * 30}", 0, "18 digits"),
        ("a: 1\nc: 2\na: 3", 3, "'a' stands twice"),
        ("a: \x07", 0, "control characters"),
        ("? [a]\n: 1", 1, "unhashable"),
    ],
)
def test_a_text_that_is_not_plain_yaml_is_said_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(NotPlain, match=reason) as refused:
        read(text)
    assert refused.value.line == line
    assert len(str(refused.value)) < 200


def test_aliases_are_read_where_they_stay_small() -> None:
    shared: Any = read("a: &a {x: 2026-01-01}\nb: [*a, *a]")
    assert shared["b"] == [{"x": date(2026, 1, 1)}] * 2


@pytest.mark.parametrize("text", ["12:30", "030", "0x1E", "1_000", "0b11", ".5", "1."])
def test_a_number_nobody_would_write_so_is_no_number(text: str) -> None:
    assert read(f"fee: {text}") == {"fee": text}


@pytest.mark.parametrize(("text", "value"), [("30", 30), ("-7", -7), ("0", 0), ("30.50", 30.5), ("true", True)])
def test_plain_numbers_are_numbers(text: str, value: object) -> None:
    assert read(f"fee: {text}") == {"fee": value}
