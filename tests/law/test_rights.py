"""When rights begin and end: the stories of personas 03 and 25, and what holds for any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.law.cases import decide_case
from affilia.law.cases.answer import ask
from affilia.law.days import day_numbered, number_of
from affilia.law.reader import NoLaw

pytestmark = pytest.mark.pure
NEVER = date(1970, 1, 1)
STAYS = {
    "permit_until": number_of(date(2027, 9, 30)), "removal_final_day": number_of(NEVER), "departure_day": number_of(NEVER),
    "letter_day": number_of(date(2028, 8, 10)), "departed": False, "removed": False, "numbered": True,
}  # fmt: skip


def day(name: str, **facts: int) -> date:
    found, steps = ask(facts, name)
    assert steps[-1]["article"].startswith("CSS")
    return day_numbered(found[name])


def begin(studies: date, arrival: date, cover: date = NEVER) -> date:
    return day(
        "rights_begin",
        studies_day=number_of(studies),
        arrival_day=number_of(arrival),
        other_cover_until=number_of(cover),
    )


def test_persona_01_begins_with_his_studies_and_persona_03_the_day_after_his_card() -> None:
    assert begin(date(2026, 9, 7), date(2026, 8, 28)) == date(2026, 9, 7)
    assert begin(date(2026, 9, 14), date(2026, 9, 1), date(2027, 2, 28)) == date(2027, 3, 1)
    assert begin(date(2026, 9, 7), date(2026, 9, 20)) == date(2026, 9, 20)


def test_persona_25a_declares_his_departure_and_his_rights_end_that_day() -> None:
    facts = {**STAYS, "departed": True, "departure_day": number_of(date(2027, 7, 20))}
    assert day("rights_end", **facts) == date(2027, 7, 20)


def test_persona_25b_without_a_definitive_number_closes_when_he_leaves() -> None:
    facts = {**STAYS, "numbered": False, "departure_day": number_of(date(2027, 7, 20))}
    assert day("rights_end", **facts) == date(2027, 7, 20)


def test_persona_25c_keeps_his_rights_to_the_end_of_the_sixth_month() -> None:
    facts = {**STAYS, "permit_until": number_of(date(2028, 1, 31))}
    assert day("rights_end", **facts) == date(2028, 7, 31)
    assert day("control_answer_by", **facts) == date(2028, 9, 10)
    assert day("card_kept_until", **facts) == date(2028, 9, 24)
    assert day("prolonged_until", **facts) == date(2029, 7, 31)


def test_a_final_removal_order_leaves_two_months() -> None:
    facts = {**STAYS, "removed": True, "removal_final_day": number_of(date(2027, 12, 31))}
    assert day("rights_end", **facts) == date(2028, 2, 29)


def test_a_removal_is_counted_by_the_law_of_its_own_day() -> None:
    before = {**STAYS, "removed": True, "permit_until": number_of(date(2020, 6, 30))}
    after = {**before, "removal_final_day": number_of(date(2021, 1, 15))}
    assert ask(after, "removal_end")[0]["removal_end"] == number_of(date(2021, 3, 15))
    with pytest.raises(NoLaw):
        ask({**before, "removal_final_day": number_of(date(2020, 6, 30))}, "removal_end")


@given(permit=st.dates(date(2021, 1, 1), date(2035, 1, 1)))
def test_the_sixth_month_ends_with_its_last_day(permit: date) -> None:
    end = day("rights_kept_until", **{**STAYS, "permit_until": number_of(permit)})
    assert (end + timedelta(days=1)).day == 1
    assert (end.year * 12 + end.month) - (permit.year * 12 + permit.month) == 6


@pytest.mark.parametrize(
    ("care", "taken_over", "fund", "told_by"),
    [
        (date(2026, 10, 31), date(2026, 11, 1), "old", date(2026, 12, 1)),
        (date(2026, 11, 1), date(2026, 11, 1), "new", date(2026, 12, 1)),
        (date(2026, 12, 1), date(2027, 1, 31), "old", date(2027, 2, 28)),
        (date(2026, 12, 1), None, "old", None),
    ],
)
def test_the_old_fund_pays_until_the_new_one_has_taken_over_and_says_so_within_a_month(
    care: date, taken_over: date | None, fund: str, told_by: date | None
) -> None:
    case = {"id": "FC1", "kind": "fund_change", "date_of_care": care.isoformat()}
    answer = decide_case({**case, **({"taken_over": taken_over.isoformat()} if taken_over else {})}, frozenset())
    assert answer["amounts"] == {"fund": fund, **({"told_by": told_by.isoformat()} if told_by else {})}
    assert answer["steps"][0]["name"] == f"{fund}_fund_pays"
    assert {step["article"] for step in answer["steps"]} == {"CSS L160-18, D160-15"}
