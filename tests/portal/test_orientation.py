"""The questions of the orientation: no answer of the law from a mistyped day, and a way back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from affilia.formats import countries

pytestmark = pytest.mark.django_db


def days(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


def moroccan(client: Client) -> None:
    """Asked up to the days of the stay."""
    client.get("/orientation/")
    client.post("/orientation/french_number/", {"french_number": "none"})
    client.post("/orientation/status/", {"status": "student"})
    client.post("/orientation/nationalities/", {"nationality": "MA"})
    client.post("/orientation/proof/", {"proof": "none"})


def test_a_stay_that_ends_before_it_begins_gets_no_answer(client: Client) -> None:
    moroccan(client)
    told = {**days("stay_from", 1, 9, 2026), **days("stay_until", 1, 6, 2025)}
    page = client.post("/orientation/stay_from/", told).content.decode()
    assert "The end lies before the start. Check both years." in page
    assert 'value="2025"' in page
    assert "stay_from" not in client.session["orientation"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("stay_from", {**days("stay_from", 1, 9, 1926), **days("stay_until", 1, 6, 2027)}),
        ("stay_from", {**days("stay_from", 1, 9, 2026), **days("stay_until", 1, 6, 2099)}),
        ("proof_until", {**days("proof_until", 1, 9, 1926), **days("year_end", 30, 6, 2027)}),
        ("proof_until", {**days("proof_until", 1, 9, 2027), **days("year_end", 30, 6, 1927)}),
        ("birth_date", days("birth_date", 1, 9, 2096)),
    ],
)
def test_a_day_of_another_century_is_asked_again(client: Client, question: str, told: dict[str, str]) -> None:
    page = client.post(f"/orientation/{question}/", told)
    assert page.status_code == 200
    assert "This year is far away. Check it." in page.content.decode()


def test_an_empty_day_is_asked_with_an_example_of_such_a_day(client: Client) -> None:
    page = client.post("/orientation/stay_from/", {"stay_from_day": ""}).content.decode()
    assert "When do you arrive in France? – Enter day, month and year, for example 14 9 2026." in page
    assert "2004" not in page


def number(page: str) -> str:
    found = re.search(r"Question (\d+), six at most", page)
    assert found is not None
    return found[1]


def test_a_question_keeps_its_number_and_its_answer_when_one_comes_back(client: Client) -> None:
    moroccan(client)
    page = client.get("/orientation/stay_from/").content.decode()
    assert number(page) == "5"
    assert 'href="/orientation/proof/"' in page
    told = {**days("stay_from", 14, 9, 2026), **days("stay_until", 30, 6, 2027)}
    client.post("/orientation/stay_from/", told)
    again = client.get("/orientation/stay_from/").content.decode()
    assert number(again) == "5"
    assert 'name="stay_from_year" value="2026"' in again
    first = client.get("/orientation/nationalities/").content.decode()
    assert number(first) == "3"
    assert '<option value="MA" selected>' in first


def test_the_first_question_leads_back_to_the_start(client: Client) -> None:
    client.get("/orientation/")
    assert '<a href="/">Back</a>' in client.get("/orientation/french_number/").content.decode()


def test_a_changed_answer_asks_anew_what_follows(client: Client) -> None:
    moroccan(client)
    assert client.post("/orientation/nationalities/", {"nationality": "MA"}).url == "/orientation/stay_from/"
    assert client.post("/orientation/nationalities/", {"nationality": "DE"}).url == "/orientation/proof/"
    assert "proof" not in client.session["orientation"]
    assert re.search('value="none"[^>]*checked', client.get("/orientation/proof/").content.decode())


def test_the_answer_says_its_title_once_and_no_code_of_a_paper(client: Client) -> None:
    moroccan(client)
    client.post("/orientation/stay_from/", {**days("stay_from", 14, 9, 2026), **days("stay_until", 30, 6, 2027)})
    client.post("/orientation/organisation_family/", {"organisation_family": "no"})
    page = client.get("/orientation/answer/").content.decode()
    assert page.count("You must register, and it is free") == 1
    assert "International students are covered from the start" in page
    assert "DOC-" not in page
    assert "Have ready" in page


def test_whoever_is_sent_to_the_fund_of_an_address_can_find_it(client: Client) -> None:
    client.get("/orientation/")
    for question, told in (
        ("french_number", {"french_number": "none"}), ("status", {"status": "student"}),
        ("nationalities", {"nationality": "CA"}), ("proof", {"proof": "se401q102"}),
    ):  # fmt: skip
        client.post(f"/orientation/{question}/", told)
    page = client.get("/orientation/answer/").content.decode()
    assert 'href="/help/#fund"' in page
    assert "CPAM de Maine-et-Loire" in client.get("/help/?postcode=49000").content.decode()
    assert "five digits" in client.get("/help/?postcode=x").content.decode()


def test_nationalities_are_of_people_and_a_person_of_no_country_has_one(client: Client) -> None:
    page = client.get("/orientation/nationalities/").content.decode()
    for nobody in ("Antarctica", "Bouvet Island", "Åland Islands"):
        assert nobody not in page
    for word in ("Stateless", "Refugee travel document", "Morocco"):
        assert word in page
    client.get("/orientation/")
    client.post("/orientation/french_number/", {"french_number": "none"})
    client.post("/orientation/status/", {"status": "student"})
    assert client.post("/orientation/nationalities/", {"nationality": "XA"}).url == "/orientation/proof/"
    assert countries.iso2_of("XXB") == "XB"
    assert countries.name("XA", "fr") == "Apatride"
