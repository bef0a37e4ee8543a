"""The page of the changes no test notices is true: each is one of today's code, with its reason, and few there are."""

from __future__ import annotations

import re

import pytest

from tests.law import survivors
from tests.law.changes import functions, mutants
from tests.law.mutants import LEAST

pytestmark = pytest.mark.pure
ROW = re.compile(r"\| `([\w.]+)` \| ([\w ]+) \| `(.*)` \| (.*) \|")


def on_the_page() -> dict[survivors.Survivor, str]:
    rows = [ROW.fullmatch(line) for line in survivors.PAGE.read_text().splitlines() if line.startswith("| `")]
    assert all(rows), "every row is one of ours"
    return {(row[1], row[2], row[3].replace("\\|", "|")): row[4] for row in rows if row}


def test_each_survivor_of_the_page_is_a_change_of_today_and_has_its_reason() -> None:
    found = functions()
    told = on_the_page()
    assert told == survivors.reasons()
    for name, change, text in told:
        assert (change, text) in {(mutant.told, mutant.text) for mutant in mutants(name, found[name])}, name
    assert survivors.NO_REASON not in told.values()


def test_the_share_of_the_page_is_reckoned_and_enough() -> None:
    killed, total = map(int, re.findall(r"\*\*(\d+) of (\d+) changes", survivors.PAGE.read_text())[0])
    assert total - killed >= len(on_the_page())
    assert killed >= LEAST * total


def test_what_has_no_reason_is_said() -> None:
    told = survivors.page(9, 10, [("base", "number", "return 1 | 2")])
    assert "**9 of 10 changes are noticed (90.0%).**" in told
    assert f"| `base` | number | `return 1 \\| 2` | {survivors.NO_REASON} |" in told
