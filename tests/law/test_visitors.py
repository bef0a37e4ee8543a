"""Whose care another country of Europe pays: a card for a stay, form S1 for residents."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law.cases import decide_case
from affilia.law.reimbursement import decide_lines
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure
CASE = {
    "id": "E1", "date_of_care": "2026-10-14", "scheme": "general", "care_path": "out_of_path",
    "lines": [{"code": "G", "base_eur": 30, "rate_category": "doctor"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "paid", "charged"),
    [
        # 30.00: 21.00 less 2.00, the same as a local, and no médecin traitant is asked
        ({"ehic": True, "out_of_path": True}, 1900, 1900),
        ({"ehic": True, "out_of_path": False}, 1900, 1900),
        # a resident with form S1 is in the care path like everybody: 12.00 are kept
        ({"s1": True, "out_of_path": True}, 700, 700),
        ({"s1": True}, 1900, 1900),
        ({}, 1900, 0),
        # what was not paid here is charged nowhere: 15 % of 1.16 goes to the franchise, or the sheet is refused
        ({"ehic": True, "fee": 1, "tariff": 1}, -199, 0),
        ({"s1": True, "covered": False}, 0, 0),
    ],
)
def test_the_country_that_insures_is_charged_what_was_paid(facts: dict[str, Any], paid: int, charged: int) -> None:
    (found,) = decide_lines([line(**facts)])
    assert (found.amounts["paid"], found.amounts["charged_to_home"]) == (paid, charged)
    told = [step["name"] for step in found.steps]
    assert ("visits" in told) is (
        facts.get("ehic", False) and facts["out_of_path"] if "out_of_path" in facts else False
    )
    assert ("charged_to_home" in told) is (charged > 0)


def test_the_card_does_not_cover_planned_treatment_and_form_s1_does() -> None:
    card, form, none = decide_lines([line(ehic=True, planned=True), line(s1=True, planned=True), line(planned=True)])
    assert (card.refused, form.refused, none.refused) == ("planned_care", "", "")
    assert card.amounts["paid"] == 0
    assert [step["name"] for step in card.steps] == ["planned_care"]


def test_an_auxiliary_seen_by_a_visitor_tells_nothing_of_the_care_path() -> None:
    (found,) = decide_lines([line(ehic=True, out_of_path=True, category="auxiliary", participation_due=False)])
    assert "visits" not in [step["name"] for step in found.steps]


@pytest.mark.parametrize(
    ("patient", "paid"),
    [
        ({"age": 22, "ehic": True}, 1900), ({"age": 22, "ehic": True, "card_until": "2026-10-14"}, 1900),
        ({"age": 22, "ehic": True, "card_until": "2026-10-13"}, 0), ({"age": 22, "s1": True}, 700),
    ],
)  # fmt: skip
def test_a_case_tells_the_card_and_its_last_day(patient: dict[str, Any], paid: int) -> None:
    assert decide_case({**CASE, "patient": patient}, frozenset())["amounts"]["paid_by_fund_cents"] == paid


def test_a_case_of_planned_care_with_a_card_is_refused() -> None:
    answer = decide_case({**CASE, "planned": True, "patient": {"age": 22, "ehic": True}}, frozenset())
    assert answer["amounts"]["paid_by_fund_cents"] == 0
    assert answer["steps"][0]["article"] == "CSS L160-1; règlement (CE) n° 883/2004"
