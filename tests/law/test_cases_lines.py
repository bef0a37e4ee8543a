"""Cases of care lines by hand: who is a minor, what was counted before, contracts, and how far a line may go."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law.cases import CaseUnreadable, decide_case

pytestmark = pytest.mark.pure


def answer(line: dict[str, Any] | None = None, **told: Any) -> dict[str, Any]:
    """A visit of 30.00 on 10 January 2026, told in a case."""
    case = {
        "id": "V", "date_of_care": "2026-01-10", "scheme": "general", "care_path": "in_path", "patient": {"age": 22},
        "lines": [{"code": "G", "base_eur": 30, "rate_category": "doctor", **(line or {})}], **told,
    }  # fmt: skip
    return decide_case(case, frozenset())


def values(found: dict[str, Any], name: str) -> dict[str, int]:
    """What the step of a name was told with."""
    return {
        need: value for step in found["steps"] if step["name"] == name for need, (value, _u) in step["values"].items()
    }


@pytest.mark.parametrize(("age", "kept"), [(17, 0), (18, 200), (19, 200)])
def test_minors_keep_no_flat_charge_to_the_day_they_are_of_age(age: int, kept: int) -> None:
    """CSS L160-15: minors are exempt."""
    assert answer(patient={"age": age})["amounts"]["flat_charges_cents"] == kept


@pytest.mark.parametrize(
    ("on", "counted", "kept"),
    [
        # 25 a year of 2.00 from 2025 on: the last one whole; 50 of 1.00 before 2024
        ("2026-01-10", 24, 200), ("2026-01-10", 25, 0), ("2026-01-10", 60, 0), ("2023-01-10", 49, 100), ("2023-01-10", 50, 0),
        ("2023-01-10", 30, 100),
        # in 2024 some were of 1.00 and some of 2.00: decided where either gives the same
        ("2024-11-05", 24, 200),
    ],
)  # fmt: skip
def test_flat_contributions_counted_before_are_worth_what_they_were_in_their_year(
    on: str, counted: int, kept: int
) -> None:
    """L160-13, D160-6."""
    found = answer(date_of_care=on, participations_already_counted_this_year=counted)
    assert (found["undecided"], found["amounts"]["flat_charges_cents"]) == (None, kept)


@pytest.mark.parametrize("counted", [25, 40])
def test_where_the_euros_of_2024_would_decide_it_is_left_to_a_person(counted: int) -> None:
    """24 of them came to 24.00 to 48.00: 2.00 more either way; 25 may have reached the 50.00 already."""
    assert "2024" in answer(date_of_care="2024-11-05", participations_already_counted_this_year=counted)["undecided"]


@pytest.mark.parametrize(("counted", "count", "cents"), [(None, 1, 200), (3, 4, 800)])
def test_the_counters_told_begin_with_what_was_counted(counted: int | None, count: int, cents: int) -> None:
    told = {} if counted is None else {"participations_already_counted_this_year": counted}
    told_with = values(answer(**told), "participations_so_far")
    assert (told_with["participations_so_far"], told_with["participation_so_far"]) == (count, cents)


def test_franchises_told_begin_with_what_was_withheld() -> None:
    pack = {"rate_category": "drug.major"}
    assert values(answer(pack), "franchise_so_far")["franchise_so_far"] == 100
    before = answer(pack, franchise_already_withheld_this_year_eur=12.5)
    assert values(before, "franchise_so_far")["franchise_so_far"] == 1350


def test_maternity_may_be_the_reason_told_of_a_line() -> None:
    found = answer({"full_cover": True, "full_cover_reason": "maternity"})
    assert found["amounts"]["amo_gross_cents"] == 3000


@pytest.mark.parametrize(
    ("contract", "part"),
    [
        ({"percent_of_base": 100}, 900), ({"percent_of_base": 30}, 900), ({"percent_of_base": 30, "responsible": True}, 900),
        # who is not responsible need not pay the whole share
        ({"percent_of_base": 80, "responsible": False}, 300), ({"percent_of_base": 100, "not_covered": ["doctor"]}, 0),
        ({"percent_of_base": 1000}, 900),
    ],
)  # fmt: skip
def test_a_contract_is_responsible_where_nobody_says_otherwise(contract: dict[str, Any], part: int) -> None:
    """R871-2: the whole share at least."""
    assert answer(contract=contract)["amounts"]["amc_cents"] == part


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"units": 1000}, "units"), ({"units": 0}, "units"), ({"units": 501, "base_eur": 2000}, "units"),
        ({"units": 501, "base_eur": 30, "fee_eur": 2000}, "units"), ({"units": 501, "base_eur": 2000, "fee_eur": 30}, "units"),
        ({"base_eur": 1_000_000.01}, "base_eur"),
    ],
)  # fmt: skip
def test_a_line_of_more_than_a_million_or_a_thousand_acts_is_a_slip_of_the_pen(line: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseUnreadable, match=f"^V: lines 1: {said}"):
        answer(line)


@pytest.mark.parametrize("line", [{"units": 999}, {"units": 500, "base_eur": 2000}, {"base_eur": 1_000_000}])
def test_a_line_of_a_million_is_decided(line: dict[str, Any]) -> None:
    assert answer(line)["undecided"] is None


@pytest.mark.parametrize(
    ("told", "said"),
    [({"patient": {"age": 131}}, "age"), ({"contract": {"percent_of_base": 1001}}, "percent_of_base"),
     ({"contract": {"percent_of_base": 1000.01}}, "percent_of_base")],
)  # fmt: skip
def test_nobody_is_older_than_130_and_no_contract_pays_more_than_ten_times_the_base(
    told: dict[str, Any], said: str
) -> None:
    assert answer(patient={"age": 130})["undecided"] is None
    with pytest.raises(CaseUnreadable, match=said):
        answer(**told)
