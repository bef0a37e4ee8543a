"""What an accepted paper, a new file or a corrected identity sets in motion."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from affilia.coverage import endings
from affilia.coverage import operations as coverage
from affilia.coverage.certificates import qr_text
from affilia.coverage.models import Certificate, Number, Period
from affilia.formats import certificate_code
from affilia.people.models import Account, Person
from affilia.registration import operations
from affilia.registration.models import File
from tests.registration.test_operations import ANSWERS, TOLD, accept, accepted_file, paper, told_of
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
