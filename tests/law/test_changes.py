"""One change at a time: what is changed in a function, and in which functions."""

from __future__ import annotations

import pkgutil

import pytest

from affilia import law
from affilia.law import columns
from affilia.law.facts import law as book
from tests.law.changes import LINE, OTHER, functions, modules, mutants, parsed, same

pytestmark = pytest.mark.pure


def sample(a: int, b: int, *, up: bool = False) -> int:
    if 0 <= a < b and not up:
        return -min(a, b) // 2
    return a if a in (b, 3) else b


def test_each_operator_number_sign_word_and_branch_is_changed_once() -> None:
    told = sorted((mutant.told, mutant.text) for mutant in mutants("sample", sample))
    assert told == [
        ("branches", "return b if a in (b, 3) else a"),
        ("comparison In", "return a if a not in (b, 3) else b"),
        ("comparison Lt 2", "if 0 <= a <= b and (not up):"),
        ("comparison LtE", "if 0 < a < b and (not up):"),
        ("flag", "def sample(a, b, *, up=True):"),
        ("not", "if 0 <= a < b and up:"),
        ("number", "if 1 <= a < b and (not up):"),
        ("number", "return -min(a, b) // 3"),
        ("number", "return a if a in (b, 4) else b"),
        ("operator And", "if 0 <= a < b or not up:"),
        ("operator FloorDiv", "return -min(a, b) * 2"),
        ("sign", "return min(a, b) // 2"),
        ("word", "return -max(a, b) // 2"),
    ]


def test_a_changed_function_differs_in_one_place_and_the_same_one_in_none() -> None:
    whole = same("sample", sample).source.splitlines()
    assert parsed(sample).decorator_list == []
    for mutant in mutants("sample", sample):
        assert sum(was != now for was, now in zip(whole, mutant.source.splitlines(), strict=True)) == 1


def test_a_long_statement_is_shown_around_its_change() -> None:
    texts = [mutant.text for name in ("cases.stays.stay", "base") for mutant in mutants(name, functions()[name])]
    assert all(len(text.strip("…")) <= LINE for text in texts)
    assert any(text.startswith("…") and "'stay_tariff_long': 1" in text for text in texts)


def test_every_rule_and_every_module_that_decides_is_changed() -> None:
    found = functions()
    assert set(book.rules) <= set(found)
    assert {
        "columns.capped",
        "debts.barred",
        "rules.css._coefficient",
        "heavy.heavy_by",
        "tariffs.Tariff.status",
    } <= set(found)
    assert columns in modules()
    # what is left out is named, and is there
    there = {one.name for one in pkgutil.walk_packages(law.__path__)} | {
        one.name.removeprefix("affilia.law.") for one in pkgutil.walk_packages(law.__path__, "affilia.law.")
    }
    assert there >= OTHER
