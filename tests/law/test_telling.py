"""Rows that kept their values only are told as they were told on their day."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from affilia.formats.sentences import sentence
from affilia.law import telling
from affilia.law.facts import law
from affilia.law.reader import STATUSES
from affilia.law.reimbursement import REFUSALS, WANTED, columns_of, decide_lines, steps
from tests.law.histories import history
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("seed", range(300))
def test_a_kept_row_tells_what_the_full_steps_told(seed: int) -> None:
    chance = Random(seed)
    lines = [
        replace(
            line,
            contract_pays=chance.random() < 0.3,
            contract_percent=chance.choice([0, 10000, 15000]),
            price_status=chance.choice(STATUSES),
        )
        for line in history(chance, 1)
    ]
    columns = law.evaluate(columns_of(lines), *WANTED)
    of = json.loads(json.dumps(telling.layout()))
    rows = telling.kept(columns, of)
    narrow = telling.narrow(rows)
    for row in range(len(lines)):
        refused = next((code for code in REFUSALS if columns[code][row]), "")
        kept = rows[row].astype(telling.NARROW if narrow[row] else telling.WIDEST).tobytes()
        assert telling.tell(of, telling.values_of(kept, of), refused) == steps(columns, row, refused)


def test_a_row_is_kept_in_two_bytes_a_value_where_all_of_them_fit() -> None:
    rows = np.array([[0, 32_767], [0, 32_768], [-32_768, 1], [-32_769, 1]])
    assert telling.narrow(rows).tolist() == [True, False, True, False]


def said(**facts: object) -> dict[str, str]:
    """The sentences of one line by the name of their step, in English."""
    (found,) = decide_lines([line(**facts)])
    return {step["name"]: sentence(step["says"], step["values"], "en") for step in found.steps}


def test_steps_are_told_from_the_base_to_what_is_received() -> None:
    assert list(said()) == ["base", "rated_share", "amo", "participation", "participations_so_far", "paid", "left"]


def test_a_heavy_act_is_told_without_a_percentage() -> None:
    steps = said(heavy_act=True, tariff=20000, fee=20000)
    assert "rated_share" not in steps and "rate" not in steps
    assert steps["heavy_share"] == "For a heavy act you keep one flat share of €32.00 instead of a percentage."
    imaging = said(heavy_act=True, imaging=True, tariff=20000, fee=20000)
    assert imaging["heavy_imaging"] == "For imaging of this price no share stays with you: €200.00."
    assert "heavy_share" not in imaging
    # below the threshold imaging is an act like others
    assert not {"heavy_imaging", "heavy_share"} & set(said(imaging=True))


@pytest.mark.parametrize(
    ("facts", "paid", "transferred"),
    [
        ({}, "You receive €19.00.", None),
        ({"third_party": True}, "The fund pays €21.00 to the professional (tiers payant), nothing to you.", None),
        # 70 % of a cent is a cent
        (
            {"third_party": True, "fee": 1, "tariff": 1, "participation_due": False},
            "The fund pays €0.01 to the professional (tiers payant), nothing to you.", None,
        ),
        (
            {"category": "biology", "fee": 100, "tariff": 100},
            "Nothing is paid out: of the €0.60 due, flat contributions of €2.00 come first.", None,
        ),
        (
            {"debt_before": 500},
            "The fund owes you €19.00 for this care; older flat contributions are kept from it first.",
            "Your account receives €14.00.",
        ),
        (
            {"debt_before": 5000},
            "The fund owes you €19.00 for this care; older flat contributions are kept from it first.",
            "Your account receives €0.00.",
        ),
        ({"category": "drug_homeopathy", "participation_due": False, "third_party": True}, "You receive €0.00.", None),
    ],
)  # fmt: skip
def test_what_is_received_is_said_as_it_is(facts: dict[str, object], paid: str, transferred: str | None) -> None:
    steps = said(**facts)
    assert (steps["paid"], steps.get("transferred")) == (paid, transferred)


@pytest.mark.parametrize(("facts", "wait"), [({"third_party": True}, "€2.00"), ({"debt_before": 5000}, "€31.00")])
def test_what_waits_to_be_kept_later_is_said(facts: dict[str, object], wait: str) -> None:
    assert said(**facts)["debt"] == f"{wait} of flat contributions wait: they are kept from a later payment."


PACK = {"category": "drug_major", "participation_due": False, "franchise_due": True}


@pytest.mark.parametrize(
    ("facts", "name", "words"),
    [
        (
            {"participations_before": 23, "participation_cents_before": 4600}, "participations_so_far",
            "Flat contributions of this year, with this one: 24 of 25 at most, €48.00 of €50.00.",
        ),
        (
            {"participations_before": 25}, "participations_full",
            "A limit is reached and no more is kept: 4 flat contributions a day with one professional, 25 a year.",
        ),
        ({"units": 6, "fee": 18000, "tariff": 18000}, "participations_full", "A limit is reached"),
        (PACK, "franchise_so_far", "Franchises of this year, with this one: €1.00 of €50.00 at most."),
        (
            {**PACK, "franchise_before": 5000}, "franchises_full",
            "A limit is reached and less franchise is kept: that of the day, or €50.00 a year.",
        ),
        ({"minor": True}, "flat_charges_lifted", "No flat contribution is kept: minors"),
        ({"category": "drug_homeopathy"}, "paid_no_more", "This care is not paid back any more: its rate is 0%."),
        ({"css": True, "out_of_path": True}, "css_withheld", "Outside the care path the C2S pays nothing of this act."),
        ({"css": True, "fee": 6000}, "css_excess", "With the C2S no fee above the official price"),
    ],
)  # fmt: skip
def test_what_came_to_nothing_is_not_silent(facts: dict[str, object], name: str, words: str) -> None:
    assert said(**facts)[name].startswith(words)
    assert name not in said(category="dentist", participation_due=False)


@pytest.mark.parametrize(
    ("before", "counter"),
    [
        # a cent of the year's 50.00 is left: one more is counted; where none is left, the counter is not told
        (4999, "Flat contributions of this year, with this one: 11 of 25 at most, €50.00 of €50.00."), (5000, None),
    ],
)  # fmt: skip
def test_the_counter_of_the_year_is_told_where_something_was_kept(before: int, counter: str | None) -> None:
    steps = said(participations_before=10, participation_cents_before=before)
    assert (steps.get("participations_so_far"), "participations_full" in steps) == (counter, True)


@pytest.mark.parametrize(
    ("facts", "name", "status"),
    [
        ({"category": "pathology"}, "rated_share", "unsourced"),
        ({"category": "other", "participation_due": False}, "rated_share", "derived"),
        ({"category": "dentist", "local_scheme": True}, "local", "derived"),
        ({"category": "doctor", "local_scheme": True}, "local", "sourced"),
        ({"out_of_path": True}, "increase", "derived"),
        ({}, "rated_share", "sourced"),
    ],
)
def test_a_doubtful_parameter_says_so_wherever_it_decided_an_amount(
    facts: dict[str, object], name: str, status: str
) -> None:
    (found,) = decide_lines([line(**facts)])
    assert {step["name"]: step["status"] for step in found.steps}[name] == status


def test_the_same_law_lays_out_the_same_way() -> None:
    assert telling.layout() == telling.layout()
    assert {"paid", "left", "fee"} <= set(telling.layout()["values"])


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "priced", [{}, {"letter_price": 315, "coefficient": 400, "tariff": 0, "category": "auxiliary"}]
)
def test_a_step_that_starts_from_a_price_says_how_sure_the_price_is(status: str, priced: dict[str, Any]) -> None:
    (found,) = decide_lines([line(price_status=status, **priced)])
    told = {step["name"]: step["status"] for step in found.steps}
    assert told["base"] == status
    assert told.get("coefficient_price", status) == status
    assert told["paid"] == "sourced"
