"""Rights and clocks as cases: each rule of a day is asked for by a kind of case, and answers as the stories do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats.iban import sepa_countries
from affilia.law import atlas, endings
from affilia.law.cases import CaseUnreadable, decide_case

pytestmark = pytest.mark.pure


def decide(kind: str, **told: Any) -> dict[str, Any]:
    answer = decide_case({"id": "R", "kind": kind, **told}, sepa_countries())
    assert answer["undecided"] is None
    assert all(step["article"].startswith("CSS") and step["says"] for step in answer["steps"])
    return dict(answer["amounts"])


def rights(**facts: Any) -> dict[str, Any]:
    return decide("rights", facts=facts)


def test_persona_03_begins_the_day_after_his_card() -> None:
    told = {"studies_from": "2026-09-14", "arrived_on": "2026-09-01", "other_cover_until": "2027-02-28"}
    assert rights(**told) == {"begin": "2027-03-01"}
    assert rights(studies_from="2026-09-07") == {"begin": "2026-09-07"}


def test_persona_25_ends_in_each_of_three_ways() -> None:
    left = rights(permit_until="2027-09-30", left_on="2027-07-20")
    assert (left["end"], left["kept_until"]) == ("2027-07-20", "2028-03-31")
    assert rights(final_number=False, left_on="2027-07-20")["end"] == "2027-07-20"
    stays = rights(permit_until="2028-01-31", letter_on="2028-08-10")
    assert stays == {
        "end": "2028-07-31", "kept_until": "2028-07-31", "prolonged_until": "2029-07-31", "answer_by": "2028-09-10",
        "card_kept_until": "2028-09-24",
    }  # fmt: skip


def test_a_removal_ends_them_after_two_months_with_or_without_a_permit() -> None:
    told = {"removal_final_on": "2027-12-31"}
    assert rights(**told)["end"] == "2028-02-29"
    assert rights(**told, permit_until="2027-09-30")["end"] == "2028-02-29"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"permit_until": "2027-09-30"}, ["rights_kept_until", "rights_end", "prolonged_until"]),
        ({"permit_until": "2027-09-30", "left_on": "2027-07-20"}, ["rights_end"]), ({"left_on": "2027-07-20"}, ["rights_end"]),
        ({"removal_final_on": "2027-12-31"}, ["removal_end", "rights_end", "prolonged_until"]),
        ({"removal_final_on": "2027-12-31", "left_on": "2028-01-10"}, ["rights_end"]),
        (
            {"removal_final_on": "2027-12-31", "permit_until": "2027-09-30"},
            ["rights_kept_until", "removal_end", "rights_end", "prolonged_until"],
        ),
    ],
)  # fmt: skip
def test_of_an_end_that_is_told_which_decides(facts: dict[str, str], told: list[str]) -> None:
    """END-1: who left hears of no permit and no order; END-4 tells the permit's six months and the order's two."""
    answer = decide_case({"id": "R", "kind": "rights", "facts": facts}, sepa_countries())
    assert [step["name"] for step in answer["steps"]] == told


def test_persona_23_is_suspended_and_restored_with_each_day_and_rule() -> None:
    told = rights(noticed_on="2026-10-05", decision="definitive_impossibility", decided_on="2027-07-01")
    assert (told["suspended_from"], told["suspended_until"]) == ("2027-04-07", "2027-06-30")
    assert (told["restored_from"], told["at_register_until"]) == ("2027-07-01", "2027-09-01")
    steps = decide_case({"id": "R", "kind": "rights", "facts": {"noticed_on": "2026-10-05"}}, sepa_countries())["steps"]
    assert [step["article"].split("(")[1] for step in steps] == ["STA-2)", "STA-3)", "STA-4)", "STA-8)", "STA-9)"]


def test_a_sheet_lapses_two_years_after_its_quarter() -> None:
    assert rights(date_of_care="2024-02-10") == {"claims_until": "2026-03-31"}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "has none of"),
        ({"noticed_on": "2026-10-05", "decided_on": "2027-07-01"}, "its word and its day"),
        ({"noticed_on": "2026-10-05", "decision": "perhaps", "decided_on": "2027-07-01"}, "decision"),
        ({"permit_until": "2027-09-30", "final_number": False}, "left_on"),
        ({"studies_from": "2026-09-14", "arived_on": "2026-09-01"}, "arived_on"),
    ],
)
def test_what_cannot_be_answered_is_said_with_its_place(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseUnreadable, match=f"R: facts.*{said}"):
        rights(**facts)


def test_a_permit_that_ended_before_the_rule_is_undecided() -> None:
    told = {"id": "R", "kind": "rights", "facts": {"permit_until": "2019-01-31"}}
    assert "permit_grace_months" in decide_case(told, sepa_countries())["undecided"]


def test_the_request_for_the_c2s_has_its_days() -> None:
    asked = {"request_date": "2026-03-10"}
    assert decide("css_clock", **asked) == {"answer_by": "2026-05-10"}
    free = decide("css_clock", **asked, decided_on="2026-04-20")
    assert free == {
        "answer_by": "2026-05-10", "starts": "2026-05-01", "ends": "2027-04-30", "renew_from": "2027-01-01",
        "renew_until": "2027-03-01", "third_party_until": "2028-04-30",
    }  # fmt: skip
    paid = {**asked, "level": "paid", "decided_on": "2026-04-20"}
    assert decide("css_clock", **paid) == {"answer_by": "2026-05-10", "accept_by": "2026-07-20"}
    assert decide("css_clock", **paid, details_on="2026-06-02")["starts"] == "2026-07-01"
    assert decide("css_clock", **asked, decided_on="2026-04-20", urgent=True)["starts"] == "2026-03-01"


def test_maternity_doctors_agreements_and_undue_sums_have_theirs() -> None:
    assert decide("maternity_period", presumed_delivery="2026-08-20", delivery="2026-08-25") == {
        "from": "2026-04-20",
        "until": "2026-09-06",
    }
    assert decide("doctor_grace", doctor_left_on="2026-03-01") == {"doctor_left_until": "2027-03-01"}
    assert decide("doctor_grace", doctor_installed_on="2026-03-01") == {"doctor_installed_until": "2031-03-01"}
    # nobody told the care: the law is asked as of the later of two days (the year after a doctor left is of 2023-12-29)
    assert decide("doctor_grace", doctor_left_on="2023-06-01", doctor_installed_on="2024-01-05") == {
        "doctor_left_until": "2024-06-01", "doctor_installed_until": "2029-01-05",
    }  # fmt: skip
    assert decide("prior_agreement", asked_on="2026-03-01") == {"agreed_on": "2026-03-16"}
    assert decide("undue_contest", noticed_on="2026-03-01") == {"contest_until": "2026-03-21"}


def test_a_stay_is_covered_by_the_c2s_or_the_local_scheme() -> None:
    stay = {
        "date_of_care": "2024-03-10", "stay_tariff_eur": 1000, "days": 3, "psychiatry": False, "heavy_act": False,
    }  # fmt: skip
    alone = decide("hospital_stay", **stay)
    assert (alone["css_cents"], alone["local_scheme_cents"]) == (0, 0)
    covered = decide("hospital_stay", **stay, patient={"css": "free"})
    assert covered["css_cents"] > 0
    assert covered["patient_cents"] == 0
    assert decide("hospital_stay", **stay, scheme="alsace_moselle")["local_scheme_cents"] > 0


def test_a_rule_nobody_asks_for_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = atlas.asked_for()
    monkeypatch.setattr(atlas, "asked_for", lambda: asked - {"agreed_silently_on"})
    assert "agreed_silently_on: leads nowhere, no case, page or job asks for it" in atlas.faults()


@given(permit=st.dates(date(2020, 11, 2), date(2060, 1, 1)), letter=st.dates(date(2020, 11, 2), date(2060, 1, 1)))
def test_the_days_the_service_ends_rights_by_are_those_of_the_rules(permit: date, letter: date) -> None:
    told = rights(permit_until=permit.isoformat(), letter_on=letter.isoformat())
    assert told["kept_until"] == endings.stay_floor(permit).isoformat()
    assert told["answer_by"] == endings.control_answer_by(letter).isoformat()
    assert told["card_kept_until"] == endings.card_until(letter, permit).isoformat()
