"""The estimator: open to anybody, by the rules of the decisions, kind to what cannot be."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db
VISIT = {
    "code": "G", "fee": "30,00", "care_day_day": "14", "care_day_month": "10", "care_day_year": "2026", "age": "22",
    "doctor": "yes",
}  # fmt: skip


def page(**told: str) -> str:
    return Client().post("/estimate/", {**VISIT, **told}).content.decode()


def words(**told: str) -> str:
    """The page without its marks, between single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page(**told)).split())


def test_a_visit_to_ones_own_doctor_gives_nineteen_euros_of_thirty_and_says_why() -> None:
    said = words()
    assert "You would receive €19.00" in said
    assert "CSS R160-5" in said
    assert "Without a médecin traitant you would receive €7.00." in said
    assert "With the C2S (complementary cover) you would receive €30.00." in said
    assert "at 100% of the official price you would receive €28.00, both together." in said
    assert "covered in full (ALD) you would receive €28.00." in said


def test_outside_the_care_path_the_other_way_is_told() -> None:
    said = words(doctor="no")
    assert "You would receive €7.00" in said
    # a doctor of hers who neither saw nor sent her would change nothing
    assert "Seen or sent by your médecin traitant (regular doctor), you would receive €19.00." in said
    assert "With a médecin traitant" not in said


def test_a_minor_keeps_his_flat_contribution() -> None:
    assert "You would receive €21.00" in words(age="17")


def test_an_act_by_its_letter_and_a_pack_by_its_price_are_reckoned() -> None:
    assert "You would receive €1.84" in words(code="other", act="AMI 1,5", fee="5,00")
    assert "One act is worth its letter, €3.15, times its coefficient, 1.5: €4.73." in words(
        code="other", act="AMI 1,5"
    )
    assert "You would receive €12.00" in words(code="other", act="PH7", fee="20,00", printed="20,00")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"code": "other"}, "Enter the code of the act."),
        ({"code": "other", "act": "AMI"}, "We know no price of this act"),
        ({"code": "other", "act": "PH7"}, "needs the price printed"),
        ({"fee": "-5"}, "field"),
        ({"fee": "12,3,4"}, "field"),
        ({"age": "x"}, "Enter your age in years."),
        ({"age": "900"}, "Enter your age in years."),
        ({"care_day_year": "1950"}, "The law of that day is not known here."),
        ({"care_day_month": "13"}, "Enter a day that exists"),
        ({"code": "HACK"}, "G"),
        ({"doctor": ""}, "Choose one answer."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_is_kept(told: dict[str, str], said: str) -> None:
    answer = page(**told)
    assert said in answer
    assert 'class="big"' not in answer


def test_nothing_is_kept() -> None:
    page()
    assert not Session.objects.exists()
