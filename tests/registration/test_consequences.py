"""What an accepted paper, a new file or a corrected identity sets in motion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from affilia.bridges import keys
from affilia.coverage import endings
from affilia.coverage import operations as coverage
from affilia.coverage.certificates import qr_text
from affilia.coverage.models import Certificate, Number, Period
from affilia.documents.models import Document, Reading
from affilia.formats import certificate_code
from affilia.people.models import Account, Person
from affilia.registration import operations, queries, sending
from affilia.registration.models import File
from tests.registration.test_operations import ANSWERS, TOLD, accept, accepted_file, open_kinds, paper, told_of
from tests.registration.test_operations import file as file


def numbered(person: Person, kind: str, at: datetime) -> None:
    """The register gives a number of a kind; the one before ends."""
    Number.objects.filter(person=person, until_at=None).update(until_at=at)
    Number.objects.create(person=person, kind=kind, value_sealed=b"", value_index=kind, from_at=at)


def current(person: Person) -> Certificate:
    return Certificate.objects.get(person=person, replaced_at=None)


def opened_again(file: File, at: datetime) -> File:
    """Her file closed, the next one answered: what she answered before is kept."""
    file.refresh_from_db()
    operations.close_file(file=file, reason="settled", by="claire", at=at)
    fresh = operations.open_file(person=file.person, told=TOLD, by="student:s", at=at)
    operations.answer_step(
        file=fresh, step="studies", answers={**ANSWERS, "studies_from": at.date()}, by="student:s", at=at
    )
    return fresh


def test_a_corrected_name_is_on_the_certificate_though_an_end_is_to_come(
    file: File, aicha: Account, at: datetime
) -> None:
    passport = accepted_file(file, aicha.actor, at)[0]
    numbered(file.person, "NIA", at)
    coverage.renew_certificate(person=file.person, by="t", at=at)
    period = Period.objects.get()
    endings.end_period(period=period, until=date(2026, 12, 31), reason="other_law", by="claire", at=at)
    old = current(file.person)
    operations.correct_identity(
        person=file.person, document=passport, told=told_of(file.person, surname="Elamrani"), reason="misread",
        by="claire", at=at + timedelta(hours=1),
    )  # fmt: skip
    found = current(file.person)
    assert found.code != old.code, "the paper of the old one bears the old name"
    assert certificate_code.decode(qr_text(found))[0].name == "ELAMRANI Salma"
    assert found.until_day == date(2026, 12, 31)


def test_whoever_has_a_final_number_gets_no_temporary_certificate_with_a_second_file(
    file: File, aicha: Account, at: datetime
) -> None:
    accepted_file(file, aicha.actor, at)
    numbered(file.person, "NIA", at)
    numbered(file.person, "NIR", at + timedelta(days=60))
    later = at + timedelta(days=90)
    fresh = opened_again(file, later)
    accept([paper(file.person, "DOC-03", later)], later)
    operations.submit_file(file=fresh, by=aicha.actor, at=later)
    assert File.objects.get(pk=fresh.pk).state == "accepted"
    assert current(file.person).kind == "definitive"


def enrolled(person: Person, year: str, at: datetime) -> Document:
    """A proof of enrolment on which its academic year was read."""
    document = paper(person, "DOC-03", at)
    key, about = keys.new_key(), f"document:{document.ref}"
    Document.objects.filter(pk=document.pk).update(key_wrapped=keys.wrap(key, about))
    Reading.objects.create(
        document=document, field="academic_year", value_sealed=keys.seal(year.encode(), key, about), confidence=9000,
        page=1, by="ocr", at=at,
    )  # fmt: skip
    document.refresh_from_db()
    return document


@pytest.mark.parametrize(("year", "good"), [("", False), ("2026-27", False), ("2027-28", True)])
def test_a_second_file_takes_an_enrolment_accepted_before_only_for_its_own_year(
    file: File, aicha: Account, at: datetime, year: str, good: bool
) -> None:
    accepted_file(file, aicha.actor, at)
    Document.objects.filter(paper="DOC-03").update(state="replaced")
    accept([enrolled(file.person, year, at) if year else paper(file.person, "DOC-03", at)], at)
    next_year = at + timedelta(days=366)
    fresh = opened_again(file, next_year)
    rows = {row.name: row.status for row in queries.overview(fresh, next_year.date()).temporary}
    assert rows["DOC-03"] == ("done" if good else "todo")
    if good:
        operations.submit_file(file=fresh, by=aicha.actor, at=next_year)
        assert File.objects.get(pk=fresh.pk).state == "accepted"
        return
    with pytest.raises(sending.SomethingMissing):
        operations.submit_file(file=fresh, by=aicha.actor, at=next_year)
    new = paper(file.person, "DOC-03", next_year)
    fresh.refresh_from_db()
    operations.submit_file(file=fresh, by=aicha.actor, at=next_year)
    assert File.objects.get(pk=fresh.pk).state == "submitted", "somebody looks at it first"
    accept([new], next_year)
    assert File.objects.get(pk=fresh.pk).state == "accepted"


def test_the_page_of_an_enrolment_of_last_year_lets_her_send_the_new_one(
    file: File, aicha: Account, signed_in: Callable[[Account], Client], at: datetime
) -> None:
    accepted_file(file, aicha.actor, at)
    assert b"photos" not in signed_in(aicha).get("/documents/DOC-03/").content
    opened_again(file, at + timedelta(days=1))
    assert b"photos" in signed_in(aicha).get("/documents/DOC-03/").content


def test_a_form_repeated_after_the_answer_does_not_open_the_question_again(aicha: Account, at: datetime) -> None:
    person: Person = aicha.person  # type: ignore[attr-defined]

    def ask() -> None:
        operations.write_to_fund(person=person, body="Am I covered?", key="k", by=aicha.actor, at=at)

    def answer() -> None:
        operations.write_to_student(person=person, body="Yes.", key="l", by="caseworker:c", at=at)

    ask()
    answer()
    assert open_kinds(person) == []
    ask()
    assert open_kinds(person) == []
    operations.write_to_fund(person=person, body="Since when?", key="m", by=aicha.actor, at=at)
    answer()
    assert open_kinds(person) == ["message"], "an answer sent twice does not answer the next question"
    assert person.messages.count() == 3
