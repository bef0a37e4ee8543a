"""Private contracts by hand: each way a guarantee is expressed, and what a responsible contract may not do."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law.facts import law
from affilia.law.reimbursement import LineFacts, columns_of, decide_lines

pytestmark = pytest.mark.pure


def visit(**told: object) -> LineFacts:
    """A specialist's visit of 60 euros, base 31.50."""
    facts: dict[str, object] = {
        "person": 1, "professional": 1, "care_day": date(2025, 3, 1), "reimbursed_day": date(2025, 3, 9),
        "received_day": date(2025, 3, 3), "category": "doctor", "fee": 6000, "tariff": 3150, "age": 22, "covered": True,
        "out_of_path": False, "contract_pays": True,
    }  # fmt: skip
    return LineFacts(**{**facts, **told})  # type: ignore[arg-type]


def kept(**told: object) -> tuple[int, int]:
    """(the contract's part, what stays with the person) of that visit."""
    found = decide_lines([visit(**told)])[0].amounts
    assert found["paid"] + found["contract_part"] + found["left_to_patient"] == found["fee"]
    return found["contract_part"], found["left_to_patient"]


@pytest.mark.parametrize(
    ("told", "part", "left"),
    [
        ({"contract_percent": 10000}, 945, 3050),
        ({"contract_percent": 15000}, 2520, 1475),
        ({"contract_percent": 30000}, 3795, 200),
        ({"contract_share": 10000}, 945, 3050),
        ({"contract_share": 5000, "responsible": False}, 473, 3522),
        # a responsible contract pays the whole share, whatever it says
        ({"contract_share": 5000}, 945, 3050),
        ({"contract_percent": 3000}, 945, 3050),
        ({"contract_percent": 3000, "category": "drug_low", "participation_due": False}, 472, 5055),
        ({"contract_lump": 1000}, 1000, 2995),
        ({"contract_lump": 9000}, 3795, 200),
        ({"contract_real_cost": True}, 3795, 200),
        ({"contract_percent": 10000, "css": True}, 0, 2850),
        ({"contract_percent": 10000, "local_scheme": True}, 315, 3050),
        ({"contract_percent": 10000, "out_of_path": True}, 945, 4250),
        ({"contract_percent": 30000, "contract_pays": False}, 0, 3995),
        ({"contract_percent": 15000, "fee": 3150}, 945, 200),
    ],
)
def test_a_guarantee_adds_to_the_share_of_the_fund_and_never_to_flat_charges_or_the_increase(
    told: dict[str, object], part: int, left: int
) -> None:
    assert kept(**told) == (part, left)


@pytest.mark.parametrize(
    ("told", "part"),
    [  # 220 % under OPTAM allows 200 % outside it; excess fees up to the base itself
        ({"contract_percent": 30000, "contract_percent_optam": 22000}, 3795),
        ({"contract_percent": 30000, "contract_percent_optam": 15000}, 945 + 945),
        ({"contract_percent": 30000, "contract_percent_optam": 12000}, 945),
        ({"contract_percent": 30000, "contract_percent_optam": 0}, 945),
        ({"contract_percent": 30000, "contract_percent_optam": 40000, "fee": 9000}, 945 + 3150),
        ({"contract_percent": 30000, "contract_percent_optam": 15000, "responsible": False}, 3795),
        # below the OPTAM cover nothing is left of the excess, not one point: of a base of 200.00 the share alone
        ({"contract_percent": 30000, "contract_percent_optam": 10000, "fee": 30000, "tariff": 20000}, 6000),
    ],
)
def test_outside_optam_a_responsible_contract_is_limited(told: dict[str, object], part: int) -> None:
    assert kept(outside_optam=True, **told)[0] == part


@pytest.mark.parametrize(
    ("told", "withheld", "excess"),
    [
        # 60.00 asked of 31.50: 28.50 too much in the care path; outside it the C2S pays nothing, and says so
        ({}, 0, 2850), ({"out_of_path": True}, 1, 0), ({"out_of_path": True, "css": False}, 0, 0), ({"css": False}, 0, 0),
        ({"fee": 3150}, 0, 0), ({"fee": 3000}, 0, 0), ({"fee": 3151}, 0, 1), ({"covered": False}, 0, 0),
        # the care path asks nothing of others than doctors, and no excess is theirs
        ({"category": "dentist"}, 0, 0), ({"category": "dentist", "out_of_path": True}, 0, 0),
    ],
)  # fmt: skip
def test_with_the_c2s_no_excess_in_the_care_path_and_nothing_is_paid_outside_it(
    told: dict[str, object], withheld: int, excess: int
) -> None:
    """CSS L861-3."""
    asked = visit(**{"css": True, "contract_pays": False, **told})
    found = law.evaluate(columns_of([asked]), "css_withheld", "css_excess")
    assert (int(found["css_withheld"][0]), int(found["css_excess"][0])) == (withheld, excess)
