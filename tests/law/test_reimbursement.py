"""The money: an oracle written from the text, invariants, coverage in time, and the shape of the rules themselves."""

from __future__ import annotations

import ast
import os
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affilia.law import columns, entitlement, reader
from affilia.law.days import day_numbered, number_of
from affilia.law.facts import law
from affilia.law.reimbursement import LineFacts, decide_lines
from tests.law import oracle
from tests.law.histories import history

pytestmark = pytest.mark.pure
RULES = Path(__file__).parent.parent.parent / "affilia" / "law" / "rules"
HISTORIES = int(os.environ.get("AFFILIA_HISTORIES", "20000"))


def line(**told: object) -> LineFacts:
    facts: dict[str, object] = {
        "person": 1, "professional": 1, "care_day": date(2026, 10, 14), "reimbursed_day": date(2026, 10, 21),
        "received_day": date(2026, 10, 16), "category": "doctor", "fee": 3000, "tariff": 3000, "age": 22,
        "covered": True, "out_of_path": False,
    }  # fmt: skip
    return LineFacts(**{**facts, **told})  # type: ignore[arg-type]


DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
LINES = st.builds(
    line,
    person=st.integers(1, 3),
    professional=st.integers(1, 2),
    care_day=st.sampled_from([date(2024, 5, 14), date(2024, 5, 15), date(2024, 12, 21), date(2025, 1, 2)]) | DAYS,
    fee=st.integers(1, 20000),
    tariff=st.sampled_from([2500, 2650, 3000, 1515, 6000]),
    units=st.integers(1, 6),
    age=st.sampled_from([15, 16, 22]),
    covered=st.sampled_from([True, True, True, False]),
    out_of_path=st.booleans(),
    same_sheet_before=st.sampled_from([False, False, True]),
    complete=st.sampled_from([True, True, False]),
    minor=st.sampled_from([False, False, True]),
    participation_due=st.sampled_from([True, True, False]),
)


def dated(lines: list[LineFacts]) -> list[LineFacts]:
    """Reimbursed soon after the care, received in or after the limit."""
    return [
        replace(
            one,
            reimbursed_day=one.care_day + timedelta(days=7),
            received_day=one.care_day + timedelta(days=n * 97 % 900),
        )
        for n, one in enumerate(lines)
    ]


def agree(history: list[LineFacts]) -> None:
    """Line by line, the columns and the plain loop."""
    for place, (given_, expected) in enumerate(
        zip(decide_lines(history, told=False), oracle.decide(history), strict=True)
    ):
        found = {**{name: given_.amounts[name] for name in oracle.ANSWERED}, "refused": given_.refused}
        assert found == expected, history[place]


@settings(max_examples=200, deadline=None, print_blob=True)
@given(st.lists(LINES, min_size=1, max_size=60))
def test_the_columns_agree_with_the_plain_loop_on_every_line(lines: list[LineFacts]) -> None:
    agree(dated(lines))


@settings(max_examples=HISTORIES // 50, deadline=None, print_blob=True)
@given(seed=st.integers(0, 2**32))
def test_the_columns_agree_with_the_plain_loop_on_twenty_thousand_histories(seed: int) -> None:
    """Fifty persons a seed, all the rules; Hypothesis prints the seed of a difference."""
    chance = Random(seed)
    agree([one for person in range(50) for one in history(chance, person)])


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40))
def test_a_person_alone_or_among_others_gets_the_same_rows(lines: list[LineFacts]) -> None:
    history = dated(lines)
    together = decide_lines(history, told=False)
    for person in {one.person for one in history}:
        alone = decide_lines([one for one in history if one.person == person], told=False)
        assert alone == [found for one, found in zip(history, together, strict=True) if one.person == person]


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40))
def test_every_cent_has_an_owner_and_nobody_gets_more_than_the_fee(lines: list[LineFacts]) -> None:
    for one, found in zip(lines, decide_lines(dated(lines), told=False), strict=True):
        assert found.amounts["paid"] + found.amounts["left"] == one.fee
        assert found.amounts["paid"] <= one.fee


def test_a_cap_that_rises_in_mid_year_gives_what_the_loop_gives() -> None:
    """300, 300, 300 under 400, 400, then 800: 300, 100, 300; the clipped difference would say 200."""
    import numpy as np

    taken = columns.capped(
        np.array([300] * 3), np.array([400, 400, 800]), columns.together(np.zeros(3, dtype=np.int64))
    )
    assert taken.tolist() == [300, 100, 300]


@pytest.mark.parametrize(
    ("care", "last"),
    [
        ("2024-02-10", "2026-03-31"),
        ("2025-09-30", "2027-09-30"),
        ("2024-12-31", "2026-12-31"),
        ("2024-01-01", "2026-03-31"),
    ],
)
def test_the_limit_is_two_years_from_the_quarter_after(care: str, last: str) -> None:
    day = date.fromisoformat(care)
    found = law.one({"care_day": number_of(day)}, "last_accepted_day")
    assert day_numbered(found["last_accepted_day"][0]) == date.fromisoformat(last)
    on_time = decide_lines([line(care_day=day, received_day=date.fromisoformat(last))])[0]
    late = decide_lines([line(care_day=day, received_day=date.fromisoformat(last) + timedelta(days=1))])[0]
    assert (on_time.refused, late.refused) == ("", "too_late")
    assert late.amounts["paid"] == 0


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-30", 3, "2027-02-28"), ("2026-10-05", 3, "2027-01-05"), ("2024-02-29", 12, "2025-02-28")],
)
def test_months_are_clamped_to_the_last_day(day: str, months: int, later: str) -> None:
    assert entitlement.months_later(date.fromisoformat(day), months).isoformat() == later


def test_a_refused_line_counts_in_no_counter() -> None:
    refused, good = decide_lines([line(covered=False), line()])
    assert (refused.amounts["flat_charges"], good.amounts["flat_charges"]) == (0, 200)


def test_every_step_has_an_article_and_a_sentence_whose_places_are_filled() -> None:
    for step in decide_lines([line(out_of_path=True, fee=4000)])[0].steps:
        assert step["article"].startswith("CSS ")
        step["says"].format(**dict.fromkeys(step["values"], 0))


def test_on_the_first_day_of_every_quarter_the_law_answers_or_says_it_did_not_exist() -> None:
    for parameter in reader.parameters():
        for year, month in product(range(2019, 2029), (1, 4, 7, 10)):
            try:
                parameter.on(date(year, month, 1))
            except reader.NotYetLaw:
                assert parameter.created


def test_a_day_before_the_law_is_an_error_never_a_default() -> None:
    with pytest.raises(reader.NoLaw, match="rate_general"):
        decide_lines([line(care_day=date(2000, 1, 1), reimbursed_day=date(2000, 1, 2), received_day=date(2000, 1, 2))])


def test_every_argument_of_a_rule_has_a_provider_and_every_rule_cites() -> None:
    for rule in law.rules.values():
        assert rule.cites, rule.name
        assert all(need in law.units for need in rule.needs), rule.name


def test_rules_are_expressions_without_if_loop_or_division() -> None:
    forbidden = (ast.If, ast.For, ast.While, ast.IfExp, ast.Div, ast.FloorDiv, ast.Try, ast.ListComp)
    for path in RULES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not isinstance(node, forbidden), f"{path.name}:{getattr(node, 'lineno', 0)}"


def test_the_digest_names_the_law_as_it_stands() -> None:
    assert len(reader.digest()) == 64
    assert decide_lines([line()])[0].digest == reader.digest()


BEFORE = [
    # what was counted before the first line, the lines, and (flat charges, debt) of each
    ({"participations_before": 23}, 3, [(200, 0), (200, 0), (0, 0)]),
    ({"participations_before": 25}, 1, [(0, 0)]),
    ({"participations_before": 99}, 1, [(0, 0)]),
    ({"participation_cents_before": 4900}, 2, [(100, 0), (0, 0)]),
    ({"participation_cents_before": 6000}, 1, [(0, 0)]),
    ({"debt_before": 500}, 1, [(200, 0)]),
    ({"debt_before": 5000}, 1, [(200, 3100)]),
    ({"third_party": True}, 2, [(200, 200), (200, 400)]),
]


@pytest.mark.parametrize(("before", "count", "told"), BEFORE)
def test_counters_start_from_what_was_counted_before(
    before: dict[str, int], count: int, told: list[tuple[int, int]]
) -> None:
    lines = [line(professional=n, **before) for n in range(count)]
    found = [(one.amounts["flat_charges"], one.amounts["debt"]) for one in decide_lines(lines, told=False)]
    assert found == told


def test_an_act_that_bears_no_franchise_bears_none_whatever_is_told() -> None:
    assert decide_lines([line(franchise_due=True)], told=False)[0].amounts["flat_charges"] == 200


@pytest.mark.parametrize(("before", "kept"), [(0, 100), (4950, 50), (5000, 0), (9000, 0)])
def test_franchises_of_the_year_start_from_what_was_withheld_before(before: int, kept: int) -> None:
    pack = line(category="drug_major", participation_due=False, franchise_due=True, franchise_before=before)
    assert decide_lines([pack], told=False)[0].amounts["flat_charges"] == kept


@pytest.mark.parametrize(
    ("before", "refused"), [(0, ""), (11, ""), (12, "too_many_sessions"), (20, "too_many_sessions")]
)
def test_sessions_start_from_those_taken_before(before: int, refused: str) -> None:
    session = line(category="psychologist_session", participation_due=False, sessions_before=before)
    assert decide_lines([session], told=False)[0].refused == refused


@pytest.mark.parametrize(
    ("before", "units", "fee", "beyond", "base", "paid"),
    [
        # 50 euros a session, 60 %: of three, those within the year's twelve
        (9, 3, 15000, 0, 15000, 9000), (10, 3, 15000, 1, 10000, 6000), (11, 3, 15000, 2, 5000, 3000),
        # a third of 140.01 is 46.67; of 140.00, 46.666 rounds up
        (11, 3, 14001, 2, 4667, 2800), (11, 3, 14000, 2, 4667, 2800), (10, 3, 14000, 1, 9333, 5600),
    ],
)  # fmt: skip
def test_of_several_sessions_on_a_line_those_within_the_number_are_paid(
    before: int, units: int, fee: int, beyond: int, base: int, paid: int
) -> None:
    sessions = line(
        category="psychologist_session", participation_due=False, sessions_before=before, units=units, fee=fee,
        tariff=5000 * units,
    )  # fmt: skip
    (found,) = decide_lines([sessions])
    assert (found.refused, found.amounts["base"], found.amounts["paid"]) == ("", base, paid)
    assert found.amounts["left"] == fee - paid
    told = {step["name"]: step["value"] for step in found.steps}
    assert told.get("sessions_beyond", 0) == beyond


def test_a_line_that_passes_the_number_leaves_nothing_for_the_next() -> None:
    of_three = {"category": "psychologist_session", "participation_due": False, "sessions_before": 11}
    lines = [line(units=3, fee=15000, tariff=15000, **of_three), line(fee=5000, tariff=5000, **of_three)]
    found = decide_lines(lines, told=False)
    assert [(one.refused, one.amounts["paid"]) for one in found] == [("", 3000), ("too_many_sessions", 0)]


def test_a_debt_told_on_every_line_of_a_person_is_owed_once() -> None:
    """30.00 owed before; each visit gives 21.00 and keeps 2.00: 19.00 and then 13.00 go to the debt."""
    lines = [line(professional=n, debt_before=3000) for n in (1, 2, 3)]
    found = [(one.amounts["debt"], one.amounts["transferred"]) for one in decide_lines(lines, told=False)]
    assert found == [(1100, 0), (0, 800), (0, 1900)]


def test_what_is_recovered_is_the_debt_that_went() -> None:
    first, second = decide_lines([line(third_party=True), line(professional=2, debt_before=0)], told=False)
    assert (first.amounts["transferred"], second.amounts["transferred"]) == (0, 1700)
    (alone,) = decide_lines([line(debt_before=500)], told=False)
    assert alone.amounts["transferred"] == 1400


@pytest.mark.parametrize(
    ("days", "debts", "received", "dead"),
    [
        # two participations owed of a day in 2024 (third-party payment), paid from what comes later
        (730, [200, 400, 0], 1500, 0),
        # past two years the first has died, a day later the second too
        (731, [200, 400, 0], 1700, 200), (732, [200, 400, 0], 1900, 400),
    ],
)  # fmt: skip
def test_a_debt_dies_after_two_years(days: int, debts: list[int], received: int, dead: int) -> None:
    first = date(2025, 1, 10)
    lines = [
        line(third_party=n < 2, professional=n, reimbursed_day=first + timedelta(days=after))
        for n, after in enumerate((0, 1, days))
    ]
    found = decide_lines([replace(one, care_day=one.reimbursed_day, received_day=one.reimbursed_day) for one in lines])
    assert [one.amounts["debt"] for one in found] == debts
    assert found[-1].amounts["transferred"] == received
    assert {step["name"]: step["value"] for step in found[-1].steps}.get("debt_barred", 0) == dead
