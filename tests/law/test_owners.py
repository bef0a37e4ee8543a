"""Every cent has an owner: who pays a line in parts, over random histories of every scheme, cover, act and contract."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affilia.law.reimbursement import decide_lines
from tests.law.histories import history
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure
PARTS = ("amo", "local", "css_part", "contract_part", "flat_charges", "increase", "transferred", "debt")


@settings(max_examples=150, deadline=None, print_blob=True)
@given(seed=st.integers(0, 2**32))
def test_the_parts_of_a_line_make_what_is_paid_and_nobody_gives_less_than_nothing(seed: int) -> None:
    chance = Random(seed)
    lines = [one for person in range(30) for one in history(chance, person)]
    for one, found in zip(lines, decide_lines(lines, told=False), strict=True):
        got = found.amounts
        assert min(got[name] for name in PARTS) >= 0, (one, got)
        assert got["amo"] + got["local"] + got["css_part"] - got["flat_charges"] == got["paid"], (one, got)
        assert got["amo"] + got["local"] + got["css_part"] + got["increase"] <= got["base"] <= one.fee, (one, got)
        assert got["paid"] + got["contract_part"] + got["left_to_patient"] == one.fee, (one, got)
        # flat charges and the increase stay hers whatever anybody else pays
        assert got["left_to_patient"] >= got["flat_charges"] + got["increase"], (one, got)


@settings(max_examples=100, deadline=None, print_blob=True)
@given(seed=st.integers(0, 2**32))
def test_of_a_refused_line_nobody_pays_and_nothing_is_counted(seed: int) -> None:
    chance = Random(seed)
    lines = [one for person in range(30) for one in history(chance, person)]
    for one, found in zip(lines, decide_lines(lines, told=False), strict=True):
        if found.refused:
            nothing = {
                name: found.amounts[name] for name in ("base", "paid", *PARTS) if name not in ("debt", "transferred")
            }
            assert not any(nothing.values()), (one, nothing)
            assert found.amounts["left_to_patient"] == one.fee


@pytest.mark.parametrize(
    ("facts", "amo", "local"),
    [
        # 30.00 at 70 %, and 20 % more; in maternity, in ALD and for imaging nothing is left to add to
        ({}, 2100, 600),
        ({"maternity": True}, 3000, 0),
        ({"full_cover_reason": "long_illness"}, 3000, 0),
        ({"heavy_act": True, "imaging": True}, 3000, 0),
        # 200.00: the flat share of 32.00 is all that is left; 20 % would be 40.00
        ({"heavy_act": True, "tariff": 20000, "fee": 20000}, 16800, 3200),
        # an auxiliary of 30.00: ASPA brings the fund to 80 %, the local scheme both to 90 %
        ({"aspa": True, "category": "auxiliary", "participation_due": False}, 2400, 300),
        # out of the path the local part is as it was
        ({"out_of_path": True}, 900, 600),
        # no complement where the local scheme has none
        ({"category": "psychologist_session", "participation_due": False}, 1800, 0),
        ({"category": "spa", "participation_due": False}, 1950, 0),
        ({"category": "pathology", "participation_due": False}, 2100, 600),
    ],
)
def test_the_local_scheme_adds_what_is_left_of_its_total_rate(facts: dict[str, object], amo: int, local: int) -> None:
    (found,) = decide_lines([line(local_scheme=True, **facts)], told=False)
    assert (found.amounts["amo"], found.amounts["local"]) == (amo, local)


@pytest.mark.parametrize(
    "why", [{"maternity": True}, {"full_cover_reason": "long_illness"}, {"full_cover_reason": "donor"}]
)
def test_a_heavy_act_covered_in_full_leaves_no_flat_share(why: dict[str, object]) -> None:
    (found,) = decide_lines([line(heavy_act=True, tariff=20000, fee=20000, **why)])
    assert found.amounts["amo"] == 20000
    assert "heavy_share" not in {step["name"] for step in found.steps}


def test_a_cancelled_sheet_leaves_the_others_as_if_it_had_never_come() -> None:
    chance = Random(9)
    for person in range(60):
        lines = [one for one in history(chance, person) if not one.cancelled]
        cancelled = history(chance, person)[:5]
        among = [replace(one, cancelled=True, debt_before=lines[0].debt_before) for one in cancelled[:2]]
        both = decide_lines([*lines[:3], *among, *lines[3:]], told=False)
        alone = decide_lines(lines, told=False)
        assert [one for one in both if one.refused != "cancelled_sheet"] == alone
