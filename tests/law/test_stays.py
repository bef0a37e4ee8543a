"""Stays, emergencies, small sums, duplicates, care abroad, and the days of the care path, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.cases.answer import ask
from affilia.law.days import day_numbered, number_of
from affilia.law.facts import REASONS, law

pytestmark = pytest.mark.pure
STAY = {
    "care_day": number_of(date(2026, 3, 10)), "stay_tariff": 200000, "stay_tariff_long": 0, "stay_days": 4, "psychiatry": False,
    "heavy_act": False, "maternity": False, "full_cover_reason": 0, "daily_charge_exempt": False, "css": False,
    "local_scheme": False, "long_illness": False, "emergency_exempt": False,
}  # fmt: skip


def told(*names: str, **facts: int) -> tuple[int, ...]:
    found = ask({**STAY, **facts}, *names)[0]
    return tuple(found[name] for name in names)


def day(name: str, **facts: date) -> date:
    found = ask({fact: number_of(at) for fact, at in facts.items()}, name)[0]
    return day_numbered(found[name])


ALD = REASONS.index("long_illness")
KEPT = ("insured_share", "daily_charges", "stay_patient", "stay_paid", "stay_local", "stay_css", "stay_left")


@pytest.mark.parametrize(
    ("facts", "flat"),
    [({}, 0), ({"heavy_act": True}, 2400), ({"heavy_act": True, "maternity": True}, 0), ({"maternity": True}, 0)],
)
def test_the_flat_share_of_a_stay_is_for_heavy_acts_outside_maternity(facts: dict[str, int], flat: int) -> None:
    assert told("stay_flat", **facts) == (flat,)


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ({}, (40000, 9200, 40000, 160000, 0, 0, 40000)),
        ({"stay_tariff": 30000}, (6000, 9200, 9200, 20800, 0, 0, 9200)),
        ({"psychiatry": True}, (40000, 6800, 40000, 160000, 0, 0, 40000)),
        ({"care_day": number_of(date(2026, 2, 28))}, (40000, 8000, 40000, 160000, 0, 0, 40000)),
        ({"heavy_act": True}, (2400, 9200, 11600, 197600, 0, 0, 11600)),
        ({"heavy_act": True, "care_day": number_of(date(2026, 4, 22))}, (3200, 9200, 12400, 196800, 0, 0, 12400)),
        ({"heavy_act": True, "stay_tariff": 1000}, (1000, 9200, 10200, 0, 0, 0, 10200)),
        ({"heavy_act": True, "maternity": True}, (0, 0, 0, 200000, 0, 0, 0)),
        ({"maternity": True}, (0, 0, 0, 200000, 0, 0, 0)),
        ({"full_cover_reason": ALD}, (0, 9200, 9200, 190800, 0, 0, 9200)),
        ({"full_cover_reason": ALD, "heavy_act": True}, (0, 9200, 9200, 200000, 0, 0, 9200)),
        ({"daily_charge_exempt": True}, (40000, 0, 40000, 160000, 0, 0, 40000)),
        ({"stay_tariff_long": 50000}, (30000, 9200, 30000, 170000, 0, 0, 30000)),
        # the C2S has no daily charge (F200) and pays the share; the local scheme pays share and charge
        ({"css": True}, (40000, 0, 40000, 160000, 0, 40000, 0)),
        ({"css": True, "stay_tariff": 30000}, (6000, 0, 6000, 24000, 0, 6000, 0)),
        ({"local_scheme": True}, (40000, 9200, 40000, 160000, 40000, 0, 0)),
        ({"local_scheme": True, "stay_tariff": 30000}, (6000, 9200, 9200, 20800, 9200, 0, 0)),
        ({"local_scheme": True, "css": True, "heavy_act": True}, (2400, 0, 2400, 197600, 2400, 0, 0)),
    ],
)
def test_a_stay_is_shared_between_the_person_and_the_fund(facts: dict[str, int], kept: tuple[int, ...]) -> None:
    assert told(*KEPT, **facts) == kept


def test_of_a_long_stay_each_part_has_its_own_rate_whatever_the_rates_are() -> None:
    """R160-5 2, R160-16 V 3: 20 % of the first 1,500.00, and if the law left 5 % from the 31st day on, of 500.00: 25.00."""
    asked = {
        "stay_tariff": 200000, "stay_tariff_long": 50000, "rate_hospital": 8000, "rate_hospital_long": 9500, "stay_flat": 0,
        "heavy_act": False, "stay_in_full": False,
    }  # fmt: skip
    (share,) = law.rules["insured_share"].make(**{name: np.array([value]) for name, value in asked.items()})
    assert share == 30000 + 2500


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ({}, 2300), ({"long_illness": True}, 996), ({"maternity": True}, 0), ({"emergency_exempt": True}, 0),
        ({"care_day": number_of(date(2026, 2, 28))}, 1961), ({"care_day": number_of(date(2025, 1, 1)), "long_illness": True}, 849),
    ],
)  # fmt: skip
def test_an_emergency_visit_costs_a_charge_that_some_pay_less_of(facts: dict[str, int], kept: int) -> None:
    assert told("emergency_kept", **facts) == (kept,)


@pytest.mark.parametrize(
    ("told", "kept", "silent"),
    [
        ({}, 20000, "stay_css"),
        ({"patient": {"css": "free"}}, 0, "stay_local"),
        ({"patient": {"ald_related": True}}, 6000, "stay_css"),
        ({"scheme": "alsace_moselle"}, 0, "stay_css"),
        ({"exempt": "newborn"}, 0, "stay_flat"),
        ({"exempt": "work_accident"}, 20000, "stay_flat"),
    ],
)
def test_a_case_of_a_stay_hears_all_that_is_told_of_the_patient(
    told: dict[str, object], kept: int, silent: str
) -> None:
    case = {"id": "stay", "kind": "hospital_stay", "date_of_care": "2026-01-10", "stay_tariff_eur": 1000, "days": 3}
    answer = decide_case({**case, "psychiatry": False, "heavy_act": False, **told}, frozenset())
    assert answer["amounts"]["patient_cents"] == kept
    names = {step["name"] for step in answer["steps"]}
    assert "stay_left" in names and not {silent, "stay_flat"} & names
    assert ("daily_charge_lifted" in names) == (not answer["amounts"]["daily_charges_cents"])


@pytest.mark.parametrize(("tariff", "share"), [(1000, 20000), (0.98, 20), (0.97, 19), (0.02, 0)])
def test_a_case_of_a_stay_has_no_day_beyond_the_thirtieth(tariff: float, share: int) -> None:
    """80 % of 0.98 is 0.784, 0.78; of 0.97 it is 0.776, 0.78."""
    case = {"id": "stay", "kind": "hospital_stay", "date_of_care": "2026-01-10", "stay_tariff_eur": tariff, "days": 30}
    answer = decide_case({**case, "psychiatry": False, "heavy_act": False}, frozenset())
    assert answer["amounts"]["insured_share_cents"] == share
    with pytest.raises(CaseUnreadable, match="days"):
        decide_case({**case, "psychiatry": False, "heavy_act": False, "days": 31}, frozenset())


@pytest.mark.parametrize(
    ("told", "kept"),
    [({}, 1961), ({"patient": {"css": "paid"}}, 0), ({"exempt": "newborn"}, 0), ({"patient": {"ald": True}}, 849)],
)
def test_a_case_of_an_emergency_visit_hears_them_too(told: dict[str, object], kept: int) -> None:
    case = {"id": "visit", "kind": "emergency_visit", "date_of_care": "2026-01-10", **told}
    assert decide_case(case, frozenset())["amounts"] == {"patient_before_private_cover_cents": kept}


@pytest.mark.parametrize(
    ("year", "cents", "waits"), [(2025, 2699, 1), (2025, 2700, 0), (2026, 2799, 1), (2023, 2500, 0)]
)
def test_sums_under_the_threshold_may_wait(year: int, cents: int, waits: int) -> None:
    facts = {"reimbursed_day": number_of(date(year, 1, 1)), "amount_due": cents}
    found = ask(facts, "may_defer", "paid_at_once")[0]
    assert found == {"may_defer": waits, "paid_at_once": 1 - waits}


@pytest.mark.parametrize(
    ("cents", "wait", "told"), [(2799, 1, (1, 1)), (2799, 0, (1, 0)), (2800, 1, (0, 0)), (2800, 0, (0, 0))]
)
def test_a_small_sum_waits_to_the_end_of_the_year_where_the_fund_uses_its_permission(
    cents: int, wait: int, told: tuple[int, int]
) -> None:
    facts = {"reimbursed_day": number_of(date(2026, 3, 9)), "amount_due": cents, "small_sums_wait": wait}
    found, steps = ask(facts, "may_defer", "waits")
    assert tuple(found.values()) == told
    if told[1]:
        assert (steps[-1]["article"], steps[-1]["values"]["waits_until"]) == (
            "CSS D133-2", (number_of(date(2026, 12, 31)), "days"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "end"), [(date(2026, 1, 1), date(2026, 12, 31)), (date(2024, 12, 31), date(2024, 12, 31))]
)
def test_the_year_of_a_sum_ends_on_its_31_december(on: date, end: date) -> None:
    assert day("waits_until", reimbursed_day=on) == end


@pytest.mark.parametrize(("after", "early", "late"), [(14, 1, 0), (15, 0, 0), (90, 0, 0), (91, 0, 1)])
def test_a_duplicate_comes_between_day_15_and_day_90(after: int, early: int, late: int) -> None:
    facts = {"received_day": number_of(date(2025, 10, 6)), "duplicate": True, "days_after_original": after}
    names = ("duplicate_too_early", "duplicate_too_late")
    assert tuple(ask(facts, *names)[0].values()) == (early, late)
    assert tuple(ask({**facts, "duplicate": False}, *names)[0].values()) == (0, 0)


@pytest.mark.parametrize(
    ("invoice", "french", "europe", "sudden", "most"),
    [(5000, 2000, 1, 0, 2000), (1000, 2000, 1, 0, 1000), (5000, 2000, 0, 1, 2000), (5000, 2000, 0, 0, 0)],
)
def test_care_abroad_is_paid_never_above_the_french_refund_nor_the_cost(
    invoice: int, french: int, europe: int, sudden: int, most: int
) -> None:
    facts = {
        "invoice": invoice, "french_refund": french, "in_europe": europe, "sudden_illness": sudden, "planned": False,
        "night_or_equipment": True, "authorised": False,
    }  # fmt: skip
    assert ask(facts, "abroad_at_most")[0] == {"abroad_at_most": most}


@pytest.mark.parametrize(
    ("told", "most"),
    [
        ({}, 400000), ({"planned": True}, 400000), ({"planned": True, "night_in_hospital": True}, 0),
        ({"planned": True, "costly_equipment": True}, 0), ({"night_in_hospital": True}, 400000),
        ({"planned": True, "night_in_hospital": True, "authorised": True}, 400000),
    ],
)  # fmt: skip
def test_a_night_in_hospital_planned_abroad_needs_the_agreement_of_the_fund(told: dict[str, bool], most: int) -> None:
    facts = {"country": "DE", "invoice_eur": 5000, "french_refund_eur": 4000, **told}
    answer = decide_case(
        {"id": "x", "kind": "claim_decision", "request_date": "2026-01-10", "facts": facts}, frozenset()
    )
    assert answer["amounts"]["max_paid_cents"] == most
    assert ("not_authorised" in {step["name"] for step in answer["steps"]}) == (most == 0)


def test_the_days_of_agreements_notices_maternity_and_doctors() -> None:
    assert day("agreed_silently_on", asked_day=date(2026, 1, 20)) == date(2026, 2, 4)
    assert day("undue_contest_until", noticed_day=date(2026, 1, 20)) == date(2026, 2, 9)
    care = {"care_day": date(2026, 1, 1)}
    assert day("maternity_from", presumed_delivery=date(2026, 6, 30), **care) == date(2026, 2, 28)
    assert day("maternity_until", delivery=date(2026, 6, 30), **care) == date(2026, 7, 12)
    assert day("grace_after_leaving", doctor_left_day=date(2024, 2, 29), **care) == date(2025, 2, 28)
    assert day("grace_of_new_doctor", doctor_installed_day=date(2024, 5, 1), **care) == date(2029, 5, 1)


@pytest.mark.parametrize(
    ("tariff", "coefficient", "excluded", "heavy"),
    [(11999, 0, 0, 0), (12000, 0, 0, 1), (100, 5999, 0, 0), (100, 6000, 0, 1), (12000, 6000, 1, 0)],
)
def test_an_act_is_heavy_by_its_tariff_or_its_coefficient(
    tariff: int, coefficient: int, excluded: int, heavy: int
) -> None:
    facts = {
        "tariff": tariff,
        "coefficient": coefficient,
        "heavy_excluded": excluded,
        "care_day": number_of(date(2026, 1, 1)),
    }
    assert ask(facts, "is_heavy")[0] == {"is_heavy": heavy}
