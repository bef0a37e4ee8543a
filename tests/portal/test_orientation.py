"""The questions of the orientation: no answer of the law from a mistyped day, and a way back."""

from __future__ import annotations

import pytest
from django.test import Client

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
    assert "When do you arrive in France? Enter day, month and year, for example 14 9 2026." in page
    assert "2004" not in page
