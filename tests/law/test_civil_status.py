"""Translations and legalisations by country and language; never a condition the law does not set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from affilia.law import papers
from affilia.law.atlas import look_up
from affilia.law.civil_status import (
    ADVICE,
    APOSTILLE_HELPS,
    LEGALISATION_HELPS,
    Origin,
    legalisation,
    legalisation_told,
    status,
    translation,
)
from affilia.law.orientation import orient, papers_of
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
    assert translation(Origin(country, language)) == answer


@pytest.mark.parametrize(("country", "answer"), [("TN", "none"), ("DE", "none"), ("CN", "advice"), ("HT", "advice")])
def test_a_legalisation_is_advice_at_most(country: str, answer: str) -> None:
    assert legalisation(Origin(country)) == answer


def test_no_paper_of_the_european_area_is_translated_or_legalised() -> None:
    for country in EEA_CH:
        assert translation(Origin(country)) == "not_required"
        assert legalisation(Origin(country)) == "none"


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


def test_who_has_a_fund_is_asked_for_nothing() -> None:
    assert papers_of({**TOLD, "french_number": "attached"}) == []


@pytest.mark.parametrize(("language", "answer"), [("eng", "not_required"), ("EN", "not_required"), ("Ara", "required")])
def test_a_language_is_known_by_two_letters_or_three_in_any_case(language: str, answer: str) -> None:
    assert translation(Origin("TN", language)) == answer


def test_a_form_in_several_languages_needs_no_translation() -> None:
    assert translation(Origin("CN", "zh", multilingual=True)) == "not_required"
    told = papers_of({**TOLD, "civil_status_multilingual": True})
    assert next(one for one in told if one.paper.paper == "DOC-05").translation == "not_required"


def test_whether_greek_papers_are_translated_is_a_reading_shown_with_both_sources() -> None:
    greek = Origin("GR", "el", campus_france=True)
    assert (translation(greek), translation(Origin("GR", campus_france=True))) == ("required", "required")
    assert translation(Origin("GR", "en", campus_france=True)) == "not_required"
    assert translation(Origin("IT", campus_france=True)) == "not_required"
    told = {**TOLD, "nationalities": ["GR"], "born_in": "GR", "year_end": "2027-06-30"}
    by_way = [papers_of(told, readings={"translations": way}) for way in ("law", "campus_france")]
    assert [{one.paper.paper: one.translation for one in way}["DOC-05"] for way in by_way] == [
        "not_required",
        "required",
    ]
    assert {dated.value.split(":")[0] for dated in look_up("translations")[0].history} == {"law", "campus_france"}


@pytest.mark.parametrize(
    ("country", "on", "words"),
    [
        ("CA", date(2023, 9, 1), LEGALISATION_HELPS),
        ("CA", date(2024, 1, 10), LEGALISATION_HELPS),
        ("CA", date(2024, 1, 11), APOSTILLE_HELPS),
        ("CN", date(2023, 11, 6), LEGALISATION_HELPS),
        ("MX", date(2019, 1, 1), APOSTILLE_HELPS),
        ("HT", date(2026, 9, 1), LEGALISATION_HELPS),
    ],
)
def test_an_apostille_is_advised_from_the_day_the_country_gives_them(country: str, on: date, words: str) -> None:
    origin = Origin(country, on=on)
    assert (legalisation(origin), legalisation_told(origin)) == (ADVICE, words)
    asked = papers_of({**TOLD, "born_in": country, "asked_on": on.isoformat()})
    assert words in next(one for one in asked if one.paper.paper == "DOC-05").sentences


@pytest.mark.parametrize("country", ["DZ", "MC", "CN", "AD", "US"])
def test_what_no_source_says_is_told_as_not_verified(country: str) -> None:
    assert "not verified" in legalisation_told(Origin(country))
    assert status(Origin(country, "fr")) == "unsourced"


def test_what_the_sources_say_is_told_as_sure() -> None:
    assert {status(Origin(country, "fr")) for country in ("TN", "DE", "CA", "HT")} == {"sourced"}
    assert status(Origin("TN")) == "unsourced"  # its language is only presumed
    assert status(Origin("IT")) == "sourced"


def test_persona_06_takes_form_passport_birth_certificate_and_bank_details_to_the_fund() -> None:
    told = {**TOLD, "nationalities": ["CA"], "born_in": "CA", "proof": "se401q106", "exchange": True}
    asked = papers_of(told)
    assert [one.paper.paper for one in asked] == ["DOC-09", "DOC-01", "DOC-05", "DOC-06"]
    assert "SE 401-Q-106" in asked[0].paper.title
    assert "your parents" in " ".join(asked[2].sentences)
    assert orient(told).papers == ("DOC-01", "DOC-05", "DOC-06", "DOC-09")


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        (
            {"status": "family", "birth_date": "1999-01-01"},
            ["S1106", "DOC-01", "DOC-02", "MARRIAGE", "DOC-05", "DOC-06"],
        ),
        ({"status": "family", "birth_date": "2023-01-01"}, ["S3705", "DOC-05"]),
        ({"status": "phd_contract"}, ["S1106", "DOC-01", "CONTRACT", "DOC-02", "DOC-05", "DOC-06"]),
        (
            {"status": "phd_contract", "nationalities": ["IT"]},
            ["S1106", "DOC-01", "CONTRACT", "DOC-05", "DOC-06"],
        ),
        ({"organisation": "international"}, ["SCHEME"]),
        ({"stay_until": "2026-10-01"}, ["INSURANCE"]),
    ],
)
def test_who_goes_elsewhere_is_told_what_to_take_along(facts: dict[str, Any], names: list[str]) -> None:
    assert [one.paper.paper for one in papers_of({**TOLD, **facts})] == names


def test_every_paper_says_why_it_stands_where_it_does_and_names_the_titles_accepted() -> None:
    asked = papers_of(TOLD)
    assert all(one.paper.why for one in asked)
    assert "receipt of a renewal" in " ".join(asked[1].sentences)
    strict = papers_of(TOLD, visa_validation="temporary")
    assert [one.paper.why for one in strict if one.paper.paper == "DOC-07"] == [papers.PAPERS["DOC-07"].why]


def test_the_resources_of_a_european_are_a_quantity_of_the_law() -> None:
    italian = {**TOLD, "nationalities": ["IT"], "born_in": "IT", "year_end": "2027-06-30"}
    paper = next(one for one in papers_of(italian) if one.paper.paper == "DOC-04")
    assert paper.values == {"student_resources_month": (61500, "cents")}
    assert "{student_resources_month}" in paper.sentences[0]
    assert look_up("student_resources_month")[0].used_by == ("DOC-04",)
    assert look_up("DOC-04")[0].used_by == ("ORI-13", "ORI-42")
