"""Cases of the C2S by hand: who counts and who pays in a household, housing, and how far a case may go."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law.cases import CaseUnreadable, decide_case

pytestmark = pytest.mark.pure


def answer(kind: str, **told: Any) -> dict[str, Any]:
    return decide_case({"id": "C", "kind": kind, "request_date": "2026-01-10", **told}, frozenset())


@pytest.mark.parametrize(
    ("ages", "cents"),
    [
        ([18], 800), ([35], 1400), ([35, 17], 2200), ([3, 35], 2200), ([35, 0, 1], 3000), ([150], 3000),
        ([29, 30, 49, 50, 59, 60, 69, 70], 800 + 2 * 1400 + 2 * 2100 + 2 * 2500 + 3000),
    ],
)  # fmt: skip
def test_everybody_of_a_household_pays_by_age_even_the_newborn(ages: list[int], cents: int) -> None:
    """CSS D861-1: 8.00 to 29 years, 14.00 to 49, 21.00 to 59, 25.00 to 69, 30.00 beyond."""
    found = answer("css_contribution", scheme="general", ages_on_1_january=ages)
    assert found["amounts"] == {"month_cents": cents}


@pytest.mark.parametrize(
    "told",
    [
        {"ages_on_1_january": [151]}, {"ages_on_1_january": [17]}, {"ages_on_1_january": [35], "joined_ages_on_1_january": [151]},
    ],
)  # fmt: skip
def test_a_household_of_children_or_of_somebody_older_than_150_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(CaseUnreadable, match="ages_on_1_january"):
        answer("css_contribution", scheme="general", **told)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"household_size": 31}, "household_size"), ({"household_size": 0}, "household_size"),
        # one at least is no minor in shared custody
        ({"household_size": 2, "shared_minors": 2}, "shared_minors"), ({"household_size": 1, "shared_minors": 1}, "shared"),
    ],
)  # fmt: skip
def test_a_household_is_of_thirty_at_most_and_not_of_children_alone(told: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseUnreadable, match=said):
        answer("css_level", resources_year_eur=9000, **told)


def test_a_household_of_thirty_and_one_with_a_single_adult_are_decided() -> None:
    assert answer("css_level", resources_year_eur=9000, household_size=30)["amounts"] == {"level": "free"}
    found = answer("css_level", resources_year_eur=9000, household_size=2, shared_minors=1)
    assert found["amounts"] == {"level": "free"}


# 12 % of the RSA of one person in January 2026
MONTH = 7758


@pytest.mark.parametrize(
    ("housing", "items", "counted"),
    [
        # an own home and free lodging count for twelve flat amounts, aid for what it is
        ("owner", {}, 12 * MONTH), ("free_lodging", {}, 12 * MONTH), ("aid", {}, 0), ("aid", {"apl_total": 500}, 50000),
        ("aid", {"apl_total": 5000}, 12 * MONTH),
    ],
)  # fmt: skip
def test_housing_counts_in_the_resources(housing: str, items: dict[str, int], counted: int) -> None:
    """CSS R861-5, R861-7."""
    found = answer("css_resources", household_size=1, housing=housing, items=items)
    assert found["amounts"] == {"counted_year_cents": counted}


@pytest.mark.parametrize(
    ("items", "aside"),
    [
        ({}, 0),
        ({"study_grant": 1000}, 100000),
        ({"family_help": 20}, 2000),
        ({"study_grant": 1, "family_help": 2}, 300),
    ],
)
def test_grants_and_help_are_left_aside_and_said(items: dict[str, int], aside: int) -> None:
    """CSS R861-10."""
    found = answer("css_resources", household_size=1, housing="owner", items=items)
    assert {step["name"]: step["value"] for step in found["steps"]}["resources_not_counted"] == aside


@pytest.mark.parametrize(("size", "refused"), [(30, False), (31, True)])
def test_the_flat_amount_of_housing_is_of_thirty_at_most(size: int, refused: bool) -> None:
    if refused:
        with pytest.raises(CaseUnreadable, match="household_size"):
            answer("css_housing_flat", household_size=size, housing="aid")
    else:
        assert answer("css_housing_flat", household_size=size, housing="aid")["undecided"] is None


@pytest.mark.parametrize(("age", "refused"), [(150, False), (151, True)])
def test_who_applies_is_of_150_years_at_most(age: int, refused: bool) -> None:
    facts = {"age": age, "lives_with_parents": False, "own_tax_return": True, "parents_deduct_pension": False}
    if refused:
        with pytest.raises(CaseUnreadable, match="age"):
            answer("css_household", facts=facts)
    else:
        assert answer("css_household", facts=facts)["amounts"] == {"own_application": True}
