"""Rows that kept their values only are told as they were told on their day."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from affilia.law import telling
from affilia.law.facts import law
from affilia.law.reimbursement import AMOUNTS, CONTRACT, REFUSALS, columns_of, steps
from tests.law.histories import history

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("seed", range(300))
def test_a_kept_row_tells_what_the_full_steps_told(seed: int) -> None:
    chance = Random(seed)
    lines = [
        replace(line, contract_pays=chance.random() < 0.3, contract_percent=chance.choice([0, 10000, 15000]))
        for line in history(chance, 1)
    ]
    columns = law.evaluate(columns_of(lines), *REFUSALS, *AMOUNTS, *CONTRACT)
    of = json.loads(json.dumps(telling.layout()))
    rows = telling.kept(columns, of)
    for row in range(len(lines)):
        refused = next((code for code in REFUSALS if columns[code][row]), "")
        assert telling.tell(of, rows[row].tolist(), refused) == steps(columns, row, refused)


def test_the_same_law_lays_out_the_same_way() -> None:
    assert telling.layout() == telling.layout()
    assert {"paid", "left", "fee"} <= set(telling.layout()["values"])
