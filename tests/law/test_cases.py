"""The cases of the field: each is exact to the cent, or undecided for a rule that is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from affilia.formats.iban import sepa_countries
from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.cases.fields import Fields

pytestmark = pytest.mark.pure
FILE = yaml.load((Path(__file__).parent / "cases" / "reimbursement_examples.yaml").read_text(), yaml.CSafeLoader)
CASES = [case for section in ("reimbursements", "hospital", "css", "claims") for case in FILE[section]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_exact_to_the_cent(case: dict[str, Any]) -> None:
    answer = decide_case(case, sepa_countries())
    assert answer["undecided"] is None
    assert answer["steps"], "an answer says why"
    expected = dict(case["expected"])
    left = expected.get("left_before_private_cover_cents")
    for name, amount in answer["amounts"].items():
        assert amount == expected.pop(name, left if name == "left_to_patient_cents" else 0), name
    assert expected == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_was_expected_is_never_read(case: dict[str, Any]) -> None:
    without = {name: value for name, value in case.items() if name not in ("expected", "case")}
    assert decide_case(without, sepa_countries()) == decide_case(case, sepa_countries())


@pytest.mark.parametrize(("text", "amount"), [(30, 3000), (15.15, 1515), (1.1, 110), ("30.5", 3050), (0, 0)])
def test_an_amount_is_read_exactly(text: object, amount: int) -> None:
    assert Fields({"fee": text}, "case").cents("fee") == amount


@pytest.mark.parametrize("text", [1.234, "x", None, True, "1.2.3", [1]])
def test_what_is_no_amount_is_said(text: object) -> None:
    with pytest.raises(CaseUnreadable, match="case: fee"):
        Fields({"fee": text}, "case").cents("fee")


def test_a_case_that_lacks_a_field_is_said_with_its_name() -> None:
    with pytest.raises(CaseUnreadable, match="RX001"):
        decide_case({"id": "RX001", "lines": []}, sepa_countries())


GOOD = CASES[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scheme": "bismarck"}, "scheme"),
        ({"care_path": "left"}, "care_path"),
        ({"date_of_care": "2020-02-30"}, "date_of_care"),
        ({"date_of_reimbursement": "2019-01-01"}, "date_of_reimbursement"),
        ({"patient": {"age": "x"}}, "age"),
        ({"patient": {}}, "age"),
        ({"patient": 3}, "patient"),
        ({"lines": []}, "lines"),
        ({"lines": [{"code": "G", "base_eur": -5, "rate_category": "doctor"}]}, "base_eur"),
        ({"lines": [{"code": "G", "base_eur": 10**9, "rate_category": "doctor"}]}, "base_eur"),
        ({"lines": [{"code": "G", "base_eur": 25, "fee_eur": 0, "rate_category": "doctor"}]}, "lines 1: fee_eur: 0"),
        ({"lines": [{"code": "G", "base_eur": "0.00", "rate_category": "doctor"}]}, "base_eur"),
        ({"lines": [{"code": "G", "base_eur": 25.123, "rate_category": "doctor"}]}, "base_eur"),
        ({"lines": [{"code": "G", "base_eur": 25, "units": 10**9, "rate_category": "doctor"}]}, "units"),
        ({"kind": "css_level", "request_date": "2025-01-01", "household_size": 0}, "household_size"),
        ({"kind": "css_contribution", "request_date": "2025-01-01", "scheme": "general", "ages_on_1_january": []}, "ages"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_said_with_its_case_and_name(change: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseUnreadable, match=f"^RX001.*{said}"):
        decide_case({**GOOD, **change}, sepa_countries())


def test_a_day_before_the_law_and_an_unknown_category_are_undecided_never_guessed() -> None:
    early = decide_case({**GOOD, "date_of_care": "1990-01-01"}, sepa_countries())
    strange = {"code": "X", "base_eur": 10, "rate_category": "magic"}
    assert "no value on 1990-01-01" in early["undecided"]
    assert decide_case({**GOOD, "lines": [strange]}, sepa_countries())["undecided"] == "rate of magic"


def test_participations_counted_in_2024_are_decided_where_their_euros_cannot_matter() -> None:
    case = {**GOOD, "date_of_care": "2024-11-05", "lines": [{"code": "G", "base_eur": 26.5, "rate_category": "doctor"}]}
    few = decide_case({**case, "participations_already_counted_this_year": 10}, sepa_countries())
    many = decide_case({**case, "participations_already_counted_this_year": 40}, sepa_countries())
    full = decide_case({**case, "participations_already_counted_this_year": 50}, sepa_countries())
    assert (few["amounts"]["flat_charges_cents"], full["amounts"]["flat_charges_cents"]) == (200, 0)
    assert "2024" in many["undecided"]
