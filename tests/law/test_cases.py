"""The cases of the field: each is exact to the cent, or undecided for a rule that is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from affilia.formats.iban import sepa_countries
from affilia.law.cases import CaseUnreadable, cents, decide_case

pytestmark = pytest.mark.pure
FILE = yaml.load((Path(__file__).parent / "cases" / "reimbursement_examples.yaml").read_text(), yaml.CSafeLoader)
CASES = [case for section in ("reimbursements", "hospital", "css", "claims") for case in FILE[section]]
UNDECIDED = {case["id"] for section in ("hospital", "css") for case in FILE[section]} | {"KX012"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_exact_to_the_cent_or_says_which_rule_is_missing(case: dict[str, Any]) -> None:
    answer = decide_case(case, sepa_countries())
    if case["id"] in UNDECIDED:
        assert answer["undecided"]
        assert answer["amounts"] == {}
        return
    assert answer["undecided"] is None
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
    assert cents(text) == amount


@pytest.mark.parametrize("text", [1.234, "x", None, True, "1.2.3", [1]])
def test_what_is_no_amount_is_said(text: object) -> None:
    with pytest.raises(ValueError, match="amount"):
        cents(text)


def test_a_case_that_lacks_a_field_is_said_with_its_name() -> None:
    with pytest.raises(CaseUnreadable, match="RX001"):
        decide_case({"id": "RX001", "lines": []}, sepa_countries())
