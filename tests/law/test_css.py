"""The C2S by hand: printed tables, households, housing, resources, the edge of a ceiling, and its clocks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.cases.answer import ask
from affilia.law.cases.css import NOTHING
from affilia.law.days import day_numbered, number_of
from affilia.law.facts import law

pytestmark = pytest.mark.pure
ASKED = {**NOTHING, "request_day": number_of(date(2025, 5, 5)), "household_size": 1}
ALONE = {
    **ASKED, "age": 21, "lives_with_parents": False, "own_tax_return": True, "parents_deduct_pension": False,
    "pension_ordered_by_judge": False, "own_child": False, "crous_yearly_aid": False,
}  # fmt: skip


def value(name: str, **facts: int) -> int:
    return ask({**ASKED, **facts}, name)[0][name]


def day(name: str, **facts: date | int) -> date:
    told = {fact: number_of(at) if isinstance(at, date) else at for fact, at in facts.items()}
    return day_numbered(ask({**ASKED, **told}, name)[0][name])


@pytest.mark.parametrize(
    ("size", "shared", "coefficient"),
    [
        (1, 0, 10000),
        (2, 0, 15000),
        (3, 0, 18000),
        (4, 0, 21000),
        (5, 0, 25000),
        (7, 0, 33000),
        (2, 1, 12500),
        (4, 1, 19500),
    ],
)
def test_a_household_counts_by_rank_and_half_for_shared_custody(size: int, shared: int, coefficient: int) -> None:
    assert value("household_coefficient", household_size=size, shared_minors=shared) == coefficient


@pytest.mark.parametrize(
    ("year", "size", "overseas", "free", "paid"),
    [  # printed tables; where they truncate or round, the exact product decides within a euro
        (2024, 1, False, 10166, 13724), (2024, 2, False, 15249, 20586), (2024, 4, False, 21348, 28820),
        (2024, 1, True, 11315, 15275), (2024, 4, True, 23760, 32077), (2025, 1, False, 10339, 13957),
    ],
)  # fmt: skip
def test_the_printed_tables_are_met_within_a_euro(year: int, size: int, overseas: bool, free: int, paid: int) -> None:
    told = {"request_day": number_of(date(year, 6, 1)), "household_size": size, "overseas": overseas}

    def level(euros: int) -> str:
        found = ask({**ASKED, **told, "other_resources": euros * 100}, "css_free", "css_paid", "css_none")[0]
        return next(name for name, held in found.items() if held)

    assert [level(free - 1), level(free + 2)] == ["css_free", "css_paid"]
    assert [level(paid - 1), level(paid + 2)] == ["css_paid", "css_none"]


def test_equal_is_within_and_a_cent_more_is_not() -> None:
    assert value("css_free", other_resources=1033900) == 1
    assert value("css_free", other_resources=1033901) == 0
    assert value("css_paid", other_resources=1033901) == 1
    assert value("css_paid", other_resources=1395765) == 1
    assert value("css_paid", other_resources=1395766) == 0
    assert value("css_none", other_resources=1395766) == 1
    assert value("css_none", other_resources=1395765) == 0
    assert value("css_paid", other_resources=1033900) == 0


@pytest.mark.parametrize(
    ("resources", "edge"),
    [(1033800, 1), (1034000, 1), (1033799, 0), (1034001, 0), (1395665, 1), (1395865, 1), (1395664, 0), (1395866, 0)],
)
def test_within_a_euro_of_a_ceiling_a_caseworker_looks(resources: int, edge: int) -> None:
    assert value("css_at_the_edge", other_resources=resources) == edge


@pytest.mark.parametrize(
    ("change", "alone"),
    [
        ({}, True), ({"lives_with_parents": True}, False), ({"own_tax_return": False}, False),
        ({"parents_deduct_pension": True}, False), ({"parents_deduct_pension": True, "pension_ordered_by_judge": True}, True),
        ({"lives_with_parents": True, "own_child": True}, True), ({"lives_with_parents": True, "crous_yearly_aid": True}, True),
        ({"lives_with_parents": True, "age": 24}, False), ({"lives_with_parents": True, "age": 25}, True),
        ({"own_tax_return": False, "age": 25}, True),
    ],
)  # fmt: skip
def test_who_applies_alone(change: dict[str, int], alone: bool) -> None:
    found = ask({**ALONE, **change}, "applies_alone", "applies_with_parents")[0]
    assert found == {"applies_alone": alone, "applies_with_parents": not alone}


def test_the_rate_of_housing_goes_by_size_and_by_aid_whatever_the_rates_are() -> None:
    """R861-5, R861-7: of one, of two and of more; today those of one person are the same."""
    rates = {
        "css_lodging_one": 11, "css_lodging_two": 12, "css_lodging_more": 13, "css_housing_aid_one": 21,
        "css_housing_aid_two": 22, "css_housing_aid_more": 23,
    }  # fmt: skip
    sizes, aids = np.repeat([1, 2, 3, 4], 2), np.tile([False, True], 4)
    found = law.rules["housing_rate"].make(sizes, aids, **{name: np.full(8, rate) for name, rate in rates.items()})
    assert found.tolist() == [11, 21, 12, 22, 13, 23, 13, 23]


def test_housing_by_size_and_kind() -> None:
    told = {
        (size, aid): value("housing_month", household_size=size, housing_aid=aid)
        for size in (1, 2, 3, 4)
        for aid in (1, 0)
    }
    assert told == {
        (1, 1): 7758, (1, 0): 7758, (2, 1): 15516, (2, 0): 13577, (3, 1): 19202, (3, 0): 16292, (4, 1): 19202, (4, 0): 16292,
    }  # fmt: skip


def test_aid_counts_up_to_the_flat_amounts_and_free_lodging_for_all_of_them() -> None:
    year = 12 * 7758
    assert value("housing_counted", housing_aid=True, housing_aid_year=50000) == 50000
    assert value("housing_counted", housing_aid=True, housing_aid_year=year + 1) == year
    assert value("housing_counted", housing_free=True) == year
    assert value("housing_counted", housing_free=True, housing_aid=True, housing_aid_year=100) == 100
    assert value("housing_counted") == 0


def test_resources_are_wages_and_the_rest_less_maintenance_and_never_below_nothing() -> None:
    assert value("resources", net_wages=100001, wages_abated=True) == 70001
    assert (
        value("resources", net_wages=100000, other_resources=5000, maintenance_paid=3000, housing_free=True) == 195096
    )
    assert value("resources", maintenance_paid=1) == 0
    assert value("resources_not_counted", study_grant=100, family_help=10) == 110
    assert value("resources", study_grant=100, family_help=10) == 0


def test_the_contribution_goes_by_the_age_of_each() -> None:
    bands = ("aged_to_29", "aged_to_49", "aged_to_59", "aged_to_69", "aged_over_69")
    nobody = dict.fromkeys(bands, 0)
    general = [value("css_month", **{**nobody, band: 2}, local_scheme=False) for band in bands]
    local = [value("css_month", **{**nobody, band: 1}, local_scheme=True) for band in bands]
    assert general == [1600, 2800, 4200, 5000, 6000]
    assert local == [280, 490, 730, 870, 1050]


def test_the_clocks_of_a_request() -> None:
    filed = {"request_day": date(2025, 4, 10), "decided_day": date(2025, 5, 31), "details_day": date(2025, 7, 1)}
    free = {**filed, "urgent": False, "css_is_paid": False}
    assert day("css_answer_by", complete_day=date(2025, 12, 31)) == date(2026, 2, 28)
    assert day("css_starts", **free) == date(2025, 6, 1)
    assert day("css_starts", **{**free, "css_is_paid": True}) == date(2025, 8, 1)
    assert day("css_starts", **{**free, "css_is_paid": True, "details_day": date(2025, 5, 2)}) == date(2025, 6, 1)
    assert day("css_starts", **{**free, "urgent": True}) == date(2025, 4, 1)
    assert day("css_ends", **free) == date(2026, 5, 31)
    assert day("css_renew_from", **free) == date(2026, 2, 1)
    assert day("css_renew_until", **free) == date(2026, 4, 1)
    assert day("css_accept_by", **free) == date(2025, 8, 31)


@given(asked=st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_twelve_months_are_whole_and_end_two_before_the_request(asked: date) -> None:
    first, last = (day(name, request_day=asked) for name in ("css_first_month", "css_last_month"))
    assert (first.day, last.day) == (1, 1)
    months = asked.year * 12 + asked.month
    assert (months - first.year * 12 - first.month, months - last.year * 12 - last.month) == (13, 2)


def told(kind: str, **facts: object) -> dict[str, object]:
    found = decide_case({"id": "x", "kind": kind, "request_date": "2026-01-10", **facts}, frozenset())["amounts"]
    assert isinstance(found, dict)
    return found


def test_children_who_join_pay_nothing_before_they_are_of_age() -> None:
    household_ = {"scheme": "general", "ages_on_1_january": [35]}
    assert told("css_contribution", **household_) == {"month_cents": 1400}
    assert told("css_contribution", **household_, joined_ages_on_1_january=[3, 17]) == {"month_cents": 1400}
    assert told("css_contribution", **household_, joined_ages_on_1_january=[18]) == {"month_cents": 2200}
    # R861-16-5 is said where there are some
    for joined, said in (([17], True), ([18], False), ([3, 17], True)):
        case = {"id": "x", "kind": "css_contribution", "request_date": "2026-01-10", **household_}
        steps = decide_case({**case, "joined_ages_on_1_january": joined}, frozenset())["steps"]
        assert ("css_joining_free" in {step["name"] for step in steps}) is said


def test_an_unpaid_contribution_ends_the_cover_step_by_step() -> None:
    """Two months, thirty days, the first of the next month, thirty days more, two years."""
    assert told("css_unpaid", first_unpaid_on="2026-01-05") == {
        "notice_on": "2026-03-01", "pay_by": "2026-03-31", "suspended_from": "2026-04-01", "closed_on": "2026-05-01",
        "barred_until": "2028-05-01",
    }  # fmt: skip


def test_the_clock_of_a_year_of_cover_is_told_with_a_year_of_third_party_payment_after_it() -> None:
    assert told("css_clock", decided_on="2026-02-20", level="free") == {
        "starts": "2026-03-01", "ends": "2027-02-28", "renew_from": "2026-11-01", "renew_until": "2027-01-01",
        "third_party_until": "2028-02-28", "answer_by": "2026-03-10",
    }  # fmt: skip
    later = told("css_clock", decided_on="2026-02-20", details_on="2026-03-02", level="paid")
    assert later["starts"] == "2026-04-01"


def test_all_resources_can_be_told_and_a_strange_one_is_refused() -> None:
    base = {"household_size": 1, "housing": "owner"}
    housing = told("css_resources", **base, items={})["counted_year_cents"]
    assert isinstance(housing, int)
    items = {"net_wages": 10000, "maintenance_received": 3000, "other": 500, "maintenance_paid": 1000}
    assert told("css_resources", **base, items=items) == {"counted_year_cents": housing + 1250000}
    assert told("css_resources", **base, items=items, wages_abated=True) == {"counted_year_cents": housing + 950000}
    with pytest.raises(CaseUnreadable, match="net_wage"):
        told("css_resources", **base, items={"net_wage": 12000})


def test_minors_in_shared_custody_count_half_in_a_case_too() -> None:
    """10,339 in 2025: two persons 15,508.50; with the second in shared custody 12,923.75."""
    asked = {"household_size": 2, "resources_year_eur": 14000}
    assert told("css_level", **asked)["level"] == "free"
    assert told("css_level", **asked, shared_minors=1)["level"] == "paid"


def test_who_draws_the_rsa_has_it_free_whatever_the_resources() -> None:
    answer = decide_case({"id": "x", "kind": "css_level", "request_date": "2026-01-10", "rsa": True}, frozenset())
    assert answer["amounts"] == {"level": "free"}
    assert [step["name"] for step in answer["steps"]] == ["css_automatic"]
