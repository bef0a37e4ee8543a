"""What the doors are shown of a line beside its amounts."""

from __future__ import annotations

from datetime import datetime

import pytest

from affilia.claims import operations, queries
from affilia.people.models import Person
from tests.claims.test_operations import salma, send, with_doctor

__all__ = ["salma"]


def undeclared(ref: str) -> bool:
    found = queries.claim_for_operator(ref, "en")
    assert found is not None
    return found.lines[0].undeclared


@pytest.mark.parametrize(
    ("pathway", "said"), [("own", True), ("referred", True), ("replacement", True), ("none", False)]
)
def test_who_told_of_her_doctor_is_told_that_none_was_recorded(
    salma: Person, at: datetime, pathway: str, said: bool
) -> None:
    sheet = send(salma, at, pathway=pathway)
    operations.decide_person(person=salma, by="rule", at=at)
    assert undeclared(sheet.ref) is said


def test_who_has_a_doctor_that_day_is_not_told_so(salma: Person, at: datetime) -> None:
    with_doctor(salma, at)
    sheet = send(salma, at, pathway="none")
    operations.decide_person(person=salma, by="rule", at=at)
    assert not undeclared(sheet.ref)


@pytest.mark.parametrize(
    ("pathway", "rpps", "said"), [("own", "10000000991", True), ("none", "10000000991", False), ("own", "", False)]
)
def test_a_number_that_is_not_her_doctors_is_told_where_she_says_it_was_her_doctor(
    salma: Person, at: datetime, pathway: str, rpps: str, said: bool
) -> None:
    with_doctor(salma, at)
    sheet = send(salma, at, pathway=pathway, rpps=rpps)
    operations.decide_person(person=salma, by="rule", at=at)
    found = queries.claim_for_operator(sheet.ref, "en")
    assert found is not None
    assert found.lines[0].of_another is said
