"""Translations and legalisations by country and language; never a condition the law does not set."""

from __future__ import annotations

from typing import Any

import pytest

from affilia.law import civil_status
from affilia.law.orientation import papers_of
from affilia.law.told import EEA_CH

pytestmark = pytest.mark.pure
TOLD: dict[str, Any] = {
    "french_number": "none", "status": "student", "nationalities": ["CN"], "proof": "none", "stay_from": "2026-08-28",
    "stay_until": "2027-06-30", "asked_on": "2026-09-01", "born_in": "CN",
}  # fmt: skip


@pytest.mark.parametrize(
    ("country", "language", "answer"),
    [
        ("CN", "zh", "required"),  # persona 01
        ("IT", None, "not_required"),  # persona 03
        ("BR", "pt", "not_required"),  # persona 09
        ("AF", "fa", "required"),  # persona 12
        ("GB", "en", "not_required"),  # persona 20
        ("TN", "ar", "required"),  # persona 22
        ("TN", None, "ask"),
        ("TN", "fr", "not_required"),
        ("GR", "el", "not_required"),
        ("QQ", None, "ask"),
        (None, None, "ask"),
    ],
)
def test_a_translation_is_asked_for_by_country_and_language(
    country: str | None, language: str | None, answer: str
) -> None:
    assert civil_status.translation(country, language) == answer


@pytest.mark.parametrize(("country", "answer"), [("TN", "none"), ("DE", "none"), ("CN", "advice"), ("HT", "advice")])
def test_a_legalisation_is_advice_at_most(country: str, answer: str) -> None:
    assert civil_status.legalisation(country) == answer


def test_no_paper_of_the_european_area_is_translated_or_legalised() -> None:
    for country in EEA_CH:
        assert civil_status.translation(country, None) == "not_required"
        assert civil_status.legalisation(country) == "none"


def test_the_papers_of_a_chinese_student_come_in_order_with_what_each_needs() -> None:
    asked = papers_of(TOLD)
    assert [one.paper.paper for one in asked] == ["DOC-01", "DOC-02", "DOC-03", "DOC-05", "DOC-06", "DOC-07"]
    assert {one.paper.paper: (one.translation, one.legalisation) for one in asked}["DOC-05"] == ("required", "advice")
    strict = papers_of(TOLD, visa_validation="temporary")
    assert next(one for one in strict if one.paper.paper == "DOC-07").paper.group == "temporary"


def test_a_refugee_is_asked_nothing_of_his_country() -> None:
    asked = papers_of(
        {**TOLD, "status": "refugee", "enrolled_in_france": True, "born_in": "SD", "nationalities": ["SD"]}
    )
    assert "DOC-05" not in [one.paper.paper for one in asked]
    assert all((one.translation, one.legalisation) == ("not_required", "none") for one in asked)


def test_under_sixteen_a_parent_signs() -> None:
    young = papers_of({**TOLD, "birth_date": "2011-05-01"})
    assert "DOC-08" in [one.paper.paper for one in young]


def test_who_does_not_register_is_asked_for_nothing() -> None:
    assert papers_of({**TOLD, "french_number": "attached"}) == []
