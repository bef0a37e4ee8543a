"""Cases of sheets and payments by hand: what a sheet lacks, and which small sums wait."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law.cases import CaseUnreadable, decide_case

pytestmark = pytest.mark.pure


def sheet(**facts: Any) -> tuple[str, str, int]:
    """What is decided of a sheet, and the step that says it with its value."""
    case = {"id": "S", "kind": "claim_decision", "request_date": "2026-01-10", "facts": facts}
    answer = decide_case(case, frozenset())
    (step,) = answer["steps"]
    return answer["amounts"]["decision"], step["name"], step["value"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, ("accept", "complete", 1)),
        ({"signed_by_insured": False}, ("return_incomplete", "signed", 0)),
        ({"signed_by_professional": False}, ("return_incomplete", "signed", 0)),
        # nobody signs at a distance but the professional
        ({"act": "telemedicine", "signed_by_insured": False}, ("accept", "complete", 1)),
        ({"act": "telemedicine", "signed_by_professional": False}, ("return_incomplete", "signed", 0)),
        ({"act": "drug"}, ("return_incomplete", "prescription", 0)),
        ({"act": "drug", "prescription": True}, ("accept", "complete", 1)),
        ({"form": "duplicate"}, ("return_incomplete", "marked_duplicate", 0)),
        ({"form": "duplicate", "marked_duplicate": True, "days_after_original": 15}, ("accept", "complete", 1)),
        ({"form": "duplicate", "marked_duplicate": True, "days_after_original": 14}, ("too_early", "duplicate_too_early", 1)),
        ({"form": "duplicate", "marked_duplicate": True, "days_after_original": 91}, ("too_late", "duplicate_too_late", 1)),
    ],
)  # fmt: skip
def test_a_sheet_needs_both_signatures_its_prescription_and_of_a_duplicate_its_time(
    facts: dict[str, Any], told: tuple[str, str, int]
) -> None:
    """CSS R161-40, R161-43, R161-47 III."""
    assert sheet(**facts) == told


def deferral(year: int, cents: int, **told: Any) -> dict[str, Any]:
    case = {"id": "D", "kind": "payment_deferral", "year": year, "amount_due_eur": cents / 100, **told}
    return decide_case(case, frozenset())


@pytest.mark.parametrize(
    ("year", "cents", "told", "amounts", "steps"),
    [
        (2026, 2799, {}, {"may_defer": True, "latest": "2026-12-31"}, ["may_defer"]),
        (2026, 2800, {}, {"may_defer": False}, ["paid_at_once"]),
        (2026, 2799, {"small_sums": "wait"}, {"may_defer": True, "waits": True, "latest": "2026-12-31"}, ["may_defer", "waits"]),
        (2026, 2799, {"small_sums": "pay"}, {"may_defer": True, "waits": False, "latest": "2026-12-31"}, ["may_defer"]),
        (2026, 2800, {"small_sums": "wait"}, {"may_defer": False, "waits": False}, ["paid_at_once"]),
        (2019, 2299, {}, {"may_defer": True, "latest": "2019-12-31"}, ["may_defer"]),
    ],
)  # fmt: skip
def test_a_small_sum_may_wait_and_does_where_the_fund_uses_its_permission(
    year: int, cents: int, told: dict[str, Any], amounts: dict[str, Any], steps: list[str]
) -> None:
    """CSS D133-2."""
    answer = deferral(year, cents, **told)
    assert (answer["amounts"], [step["name"] for step in answer["steps"]]) == (amounts, steps)


def test_a_year_before_the_thresholds_is_undecided_and_one_that_is_no_year_of_ours_is_said() -> None:
    assert "defer_threshold" in deferral(1950, 100)["undecided"]
    assert deferral(2100, 100)["undecided"] is None
    for year in (1949, 2101):
        with pytest.raises(CaseUnreadable, match="year"):
            deferral(year, 100)
