"""Prices by code: a letter times its coefficient, packs and trips by what is printed, and named refusals for the rest."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law.facts import CATEGORIES
from affilia.law.reimbursement import decide_lines
from affilia.law.tariffs import OUTSIDE, SECTOR_1, NoPrice, Price, all_tariffs, price, printed, status_of
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure
NOW = date(2026, 10, 14)


def of(code: str, on: date = NOW, told: int | None = None) -> Price:
    return price(code, "S1/OPTAM", on, told)


@pytest.mark.parametrize(
    ("code", "category", "base", "letter", "coefficient"),
    [
        ("G", "doctor", 3000, 0, 0), ("AMI 1,5", "auxiliary", 0, 315, 150), ("ami x 1.5", "auxiliary", 0, 315, 150),
        ("AMI-1.5", "auxiliary", 473, 0, 0), ("SF 15", "midwife", 0, 320, 1500), ("B 26", "biology", 0, 25, 2600),
        ("B1104", "biology", 650, 0, 0), ("AMS7.5", "auxiliary", 1790, 0, 0), ("SP-REED", "midwife", 2100, 0, 0),
        ("C-SF", "midwife", 2650, 0, 0), ("C-DENT", "dentist", 2300, 0, 0), ("MAU", "auxiliary", 135, 0, 0),
        ("VP-KM 45", "transport", 0, 30, 4500), ("MON-A", "lpp", 900, 0, 0), ("AUD-AD", "lpp", 40000, 0, 0),
        ("PSY", "psychologist_session", 5000, 0, 0),
    ],
)  # fmt: skip
def test_a_code_has_its_category_and_its_price(
    code: str, category: str, base: int, letter: int, coefficient: int
) -> None:
    found = of(code)
    assert (found.category, found.base, found.letter, found.coefficient) == (category, base, letter, coefficient)


@pytest.mark.parametrize(
    ("on", "base"), [(date(2024, 12, 20), 2650), (date(2024, 12, 21), 2650), (date(2024, 12, 22), 3000)]
)
def test_a_price_holds_to_its_last_day(on: date, base: int) -> None:
    """26.50 of a general practitioner to 21 December 2024, then 30.00."""
    assert of("G", on).base == base


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("decree 2024-1", "sourced"), ("UNSOURCED: told by a practice", "unsourced"), ("General knowledge", "unsourced"),
        ("Derived from 2023", "derived"), ("may slip by a day", "derived"), ("so check", "derived"), ("unverified", "derived"),
        ("unsourced, derived", "unsourced"),
    ],
)  # fmt: skip
def test_how_sure_a_price_is_stands_in_the_words_of_its_source(source: str, status: str) -> None:
    assert status_of(source) == status


@pytest.mark.parametrize(
    ("code", "told", "category"),
    [("PH1", 1, "drug_irreplaceable"), ("PH7", 2000, "drug_major"), ("PH4", 500, "drug_moderate"),
     ("PH2", 116, "drug_low"), ("TXI", 3000, "transport")],
)  # fmt: skip
def test_a_pack_or_a_trip_is_priced_by_what_is_printed(code: str, told: int, category: str) -> None:
    assert (of(code, told=told).base, of(code, told=told).category) == (told, category)
    with pytest.raises(NoPrice) as refused:
        of(code)
    assert refused.value.reason == "no_printed_price"


@pytest.mark.parametrize(
    ("code", "on", "reason"),
    [
        ("XYZ", NOW, "no_tariff"), ("XYZ 3", NOW, "no_tariff"), ("AMI", NOW, "no_coefficient"),
        ("AMI 0", NOW, "no_coefficient"), ("VP-KM", NOW, "no_coefficient"), ("G 2", NOW, "no_tariff"),
        ("AMI 1,555", NOW, "no_tariff"), ("AMI -3", NOW, "no_tariff"), ("FJ", NOW, "no_rule"), ("DEQP003", NOW, "no_rule"),
        ("HBQK002", NOW, "no_rule"),
        # the day before a price began: an analysis is never taken for a letter and its coefficient
        ("AMI 1,5", date(2012, 5, 26), "no_tariff"), ("B1104", date(2024, 1, 14), "no_tariff"),
        ("VP-KM 10", date(2015, 4, 18), "no_tariff"),
    ],
)  # fmt: skip
def test_what_has_no_price_that_day_is_refused_by_name_never_guessed(code: str, on: date, reason: str) -> None:
    with pytest.raises(NoPrice) as refused:
        of(code, on)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("letter", "coefficient", "units", "category", "base", "paid"),
    [
        # 1.5 x 3.15 = 4.725, 4.73; 60 % is 2.838, 2.84
        (315, 150, 1, "auxiliary", 473, 284),
        # rounded an act: two are 9.46; 60 % is 5.676
        (315, 150, 2, "auxiliary", 946, 568),
        # 26 x 0.25 = 6.50; 60 % is 3.90
        (25, 2600, 1, "biology", 650, 390),
        # 7.5 x 2.15 = 16.125, 16.13; 60 % is 9.678
        (215, 750, 1, "auxiliary", 1613, 968),
        # a letter of one cent is a letter: 100 x 0.01
        (1, 10000, 1, "biology", 100, 60),
        # 45 km at 0.30 = 13.50; 55 % is 7.425
        (30, 4500, 1, "transport", 1350, 743),
    ],
)  # fmt: skip
def test_a_letter_times_its_coefficient_is_rounded_an_act_and_explained(
    letter: int, coefficient: int, units: int, category: str, base: int, paid: int
) -> None:
    act = line(
        letter_price=letter, coefficient=coefficient, units=units, category=category, tariff=0, fee=5000,
        participation_due=False,
    )  # fmt: skip
    (found,) = decide_lines([act])
    assert (found.amounts["base"], found.amounts["paid"]) == (base, paid)
    (told,) = [step for step in found.steps if step["name"] == "coefficient_price"]
    assert (told["value"] * units, told["values"]["coefficient"]) == (base, (coefficient, "hundredths"))


def test_an_act_with_a_price_of_its_own_tells_no_coefficient() -> None:
    (found,) = decide_lines([line()])
    assert "coefficient_price" not in [step["name"] for step in found.steps]


def test_every_family_is_a_category_of_the_law_or_waits_by_name() -> None:
    for row in all_tariffs():
        assert row.category is None or row.category in CATEGORIES, row
    assert {row.family for row in all_tariffs() if row.category is None} == {"hospital", "technical", "imaging"}
    for code in printed().values():
        assert code.category in CATEGORIES
        assert code.source


def test_a_price_carries_how_sure_its_tariff_is() -> None:
    on = date(2025, 6, 1)
    assert [
        price(code, sector, on).status for code, sector in (("G", SECTOR_1), ("G-NC", OUTSIDE), ("AMO 2", SECTOR_1))
    ] == [
        "sourced",
        "unsourced",
        "unsourced",
    ]
