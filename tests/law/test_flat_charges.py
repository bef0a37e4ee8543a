"""Which acts owe the participation, which the franchise."""

from __future__ import annotations

import pytest

from affilia.law.facts import CATEGORIES
from affilia.law.flat_charges import franchise_due, participation_due


def test_doctors_and_laboratories_owe_the_participation_packs_auxiliaries_and_trips_the_franchise() -> None:
    owe = {name for name in CATEGORIES if participation_due(name)}
    assert owe == {"doctor", "biology"}
    owe = {name for name in CATEGORIES if franchise_due(name)}
    assert owe == {name for name in CATEGORIES if name.startswith("drug_")} | {"auxiliary", "transport"}


@pytest.mark.parametrize(
    ("category", "family", "code"),
    [("doctor", "increase", "MCS"), ("biology", "biology", "B9005"), ("auxiliary", "allowance", "IFA"),
     ("transport", "transport", "VP"), ("transport", "transport", "VPK")],
)  # fmt: skip
def test_what_comes_on_top_a_laboratory_s_fee_and_one_s_own_car_owe_neither(
    category: str, family: str, code: str
) -> None:
    assert not participation_due(category, family, code)
    assert not franchise_due(category, family, code)
