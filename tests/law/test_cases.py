"""The cases of the field: each is exact to the cent, or undecided for a rule that is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from affilia.formats.countries import codes
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


LEVEL = {"id": "L", "kind": "css_level", "request_date": "2025-06-10", "household_size": 1, "resources_year_eur": 9000}
ABROAD = {
    "id": "A", "kind": "claim_decision", "request_date": "2025-06-10",
    "facts": {"country": "MA", "invoice_eur": 50, "french_refund_eur": 20, "sudden_illness": True},
}  # fmt: skip
ACCOUNT = {"id": "B", "kind": "payment_account", "request_date": "2025-06-10", "facts": {"iban_country": "FR"}}
MONTH = {
    "id": "C", "kind": "css_contribution", "request_date": "2025-06-10", "scheme": "general", "ages_on_1_january": [30],
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "change", "said"),
    [
        (GOOD, {"cs": True}, "RX001: cs: no field"),
        (GOOD, {"maternity": True}, "RX001: maternity: no field"),
        (GOOD, {"patient": {"age": 22, "matternity": True}}, "RX001: patient: matternity"),
        (GOOD, {"lines": [{**GOOD["lines"][0], "unit": 3}]}, "RX001: lines 1: unit"),
        (GOOD, {"date_of_care": "2099-01-01"}, "date_of_care: '2099-01-01' comes after 2028-12-31"),
        (GOOD, {"date_of_reimbursement": "2099-01-01"}, "date_of_reimbursement"),
        (LEVEL, {"request_date": "2099-01-01"}, "request_date"),
        (LEVEL, {"net_wage": 100}, "L: net_wage"),
        (MONTH, {"ages_on_1_january": [3, 5]}, "without an adult"),
        (ABROAD, {"facts": {**ABROAD["facts"], "country": "XX"}}, "A: facts: country: 'XX' is no country"),
        (ACCOUNT, {"facts": {"iban_country": "QQ"}}, "B: facts: iban_country: 'QQ' is no country"),
        (ACCOUNT, {"request_date": "soon"}, "B: request_date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(case: dict[str, Any], change: dict[str, Any], said: str) -> None:
    assert decide_case(case, sepa_countries(), codes())["undecided"] is None
    with pytest.raises(CaseUnreadable, match=said):
        decide_case({**case, **change}, sepa_countries(), codes())


@pytest.mark.parametrize("country", ["RE", "GP", "re", "FR"])
def test_care_in_an_overseas_department_is_care_in_france(country: str) -> None:
    told = {**ABROAD, "facts": {**ABROAD["facts"], "country": country}}
    assert decide_case(told, sepa_countries(), codes())["amounts"]["max_paid_cents"] == 0


def test_a_foreign_account_before_the_rule_is_undecided() -> None:
    before = {**ACCOUNT, "request_date": "2023-06-30", "facts": {"iban_country": "MA"}}
    assert "2023-06-30" in decide_case(before, sepa_countries(), codes())["undecided"]
    assert decide_case({**before, "request_date": "2023-07-01"}, sepa_countries())["amounts"] == {"accepted": False}


def test_every_field_of_the_format_is_taken_where_it_stands() -> None:
    fields = FILE["meta"]["fields"]
    for case in CASES:
        idle = {name: "a word" for name in ("case", "title", "source", "note") if name in fields}
        assert decide_case({**case, **idle, "tags": ["x"], "status": "derived"}, sepa_countries())["undecided"] is None
    values = {"text": "free", "integer": 20, "boolean": True}
    for name, field in FILE["meta"]["patient_fields"].items():
        told = {
            "id": "P",
            "kind": "emergency_visit",
            "date_of_care": "2024-01-10",
            "patient": {name: values[field["type"]]},
        }
        assert decide_case(told, sepa_countries())["undecided"] is None


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
