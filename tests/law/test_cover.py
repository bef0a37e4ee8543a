"""Care covered in full: each reason by hand, with its article, and what it does not reach."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.facts import CATEGORIES, REASONS
from affilia.law.reasons import WHY
from affilia.law.reimbursement import decide_lines
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


def told(**facts: object) -> tuple[int, dict[str, str]]:
    """The fund's share of 30.00, and each step with its article."""
    (found,) = decide_lines([line(participation_due=False, **facts)])
    return found.amounts["amo"], {step["name"]: step["article"] for step in found.steps}


@pytest.mark.parametrize("reason", REASONS[1:])
def test_a_reason_covers_a_visit_in_full_and_cites_its_own_article(reason: str) -> None:
    amo, steps = told(full_cover_reason=reason)
    assert (amo, steps["full_cover"]) == (3000, WHY[reason][0])
    assert "R160-5" not in steps["full_cover"]


@pytest.mark.parametrize(
    ("reason", "article"),
    [
        ("maternity", "CSS L160-9, D160-3"), ("long_illness", "CSS L160-14, D160-4, R160-11"),
        ("hiv_screening", "CSS R160-17 I 8 bis"), ("abortion", "CSS R160-17 I 4"), ("contraception", "CSS R160-17 I 5"),
        ("emergency_contraception", "CSS R160-17 I 5 bis"), ("hepatitis_c_screening", "CSS R160-8"),
        ("prevention", "CSS R160-17 I 8"), ("newborn", "CSS R160-17 I 1"),
    ],
)  # fmt: skip
def test_the_articles_are_those_of_the_sources(reason: str, article: str) -> None:
    assert WHY[reason][0] == article


def test_the_period_of_maternity_comes_before_any_other_reason() -> None:
    amo, steps = told(maternity=True, full_cover_reason="hiv_screening")
    assert (amo, steps["full_cover"]) == (3000, "CSS L160-9, D160-3")


REACHED = {"maternity", "long_illness", "hepatitis_c_screening", "infertility", "donor", "abused_minor"}


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("reason", REASONS[1:])
def test_drugs_of_the_lower_labels_keep_their_share_in_the_cases_of_r160_18(reason: str, category: str) -> None:
    usual, _steps = told(category=category)
    amo, steps = told(category=category, full_cover_reason=reason)
    if category in ("drug_moderate", "drug_low", "drug_homeopathy") and reason not in REACHED:
        assert (amo, steps.get("not_reached"), "full_cover" in steps) == (usual, "CSS R160-18", False)
    else:
        assert (amo, "not_reached" in steps) == (3000, False)


@pytest.mark.parametrize(("age", "amo", "status"), [(25, 3000, None), (26, 2100, "derived")])
def test_contraception_is_covered_in_full_for_the_young(age: int, amo: int, status: str | None) -> None:
    (found,) = decide_lines([line(age=age, full_cover_reason="contraception")])
    assert found.amounts["amo"] == amo
    steps = {step["name"]: step for step in found.steps}
    assert (steps["outgrown"]["status"] if "outgrown" in steps else None) == status


def test_the_aspa_is_said_with_its_article() -> None:
    amo, steps = told(aspa=True, category="auxiliary")
    assert (amo, steps["eased"]) == (2400, "CSS R160-9")
    assert "eased" not in told(aspa=True)[1] and "eased" not in told(aspa=True, category="biology", maternity=True)[1]


def case(**line_: Any) -> dict[str, Any]:
    return {
        "id": "c", "date_of_care": "2026-01-10", "scheme": "general", "care_path": "in_path", "patient": {"age": 22},
        "lines": [{"code": "X", "base_eur": 20, "rate_category": "drug.low", **line_}],
    }  # fmt: skip


def test_a_case_hears_the_reason_it_tells() -> None:
    kept = decide_case(case(full_cover=True, full_cover_reason="contraception"), frozenset())
    whole = decide_case(case(full_cover=True, full_cover_reason="donor"), frozenset())
    assert (kept["amounts"]["amo_gross_cents"], whole["amounts"]["amo_gross_cents"]) == (300, 2000)
    with pytest.raises(CaseUnreadable, match="full_cover_reason"):
        decide_case(case(full_cover=True, full_cover_reason="charity"), frozenset())
    with pytest.raises(CaseUnreadable, match="full_cover_reason"):
        decide_case(case(full_cover=True), frozenset())
