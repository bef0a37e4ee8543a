"""A certificate is taken back with a reason; whoever checks it learns since when, and she gets another."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from affilia.casework.models import Task
from affilia.coverage import checking, endings, operations, queries
from affilia.coverage.models import Certificate, Period
from affilia.coverage.revocations import REVOCATIONS, allow_certificates, revoke_certificate
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.letters.models import Message
from affilia.letters.queries import words
from affilia.people.models import Person
from tests.coverage.test_operations import NIA, NIR, answered
from tests.coverage.test_operations import salma as salma


def test_a_revoked_certificate_says_since_when_and_a_new_one_is_there(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    old, later = Certificate.objects.get(), at + timedelta(days=3)
    new = revoke_certificate(certificate=old, reason="misused", by="caseworker:c", at=later)
    assert new is not None
    answer = checking.check_code(old.code, later.date())
    assert (answer.word, answer.since, answer.valid_today) == ("revoked", later.date(), False)
    assert checking.check_code(new.code, later.date()).word == "genuine"
    assert queries.current_certificate(salma) == new
    message = Message.objects.get(code="certificate_revoked")
    assert "lost or stolen" in words(message.code, message.data)


def test_nothing_is_revoked_twice(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    old = Certificate.objects.get()
    revoke_certificate(certificate=old, reason="wrong", by="t", at=at)
    with pytest.raises(MoveRefused):
        revoke_certificate(certificate=old, reason="wrong", by="t", at=at)


def test_no_new_one_comes_without_rights_nor_for_one_already_replaced(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    answered(salma, "final", at, NIR)
    first = Certificate.objects.get(kind="temporary")
    assert checking.check_code(first.code, at.date()).word == "replaced", "superseded, and it says so"
    assert revoke_certificate(certificate=first, reason="misused", by="t", at=at) is None
    assert checking.check_code(first.code, at.date()).word == "revoked"
    endings.end_period(period=Period.objects.get(), until=at.date(), reason="fraud", by="t", at=at)
    current = queries.current_certificate(salma)
    assert current is not None
    later = at + timedelta(days=1)
    assert revoke_certificate(certificate=current, reason="false_paper", by="t", at=later) is None


def false_paper(person: Person, at: datetime) -> None:
    current = queries.current_certificate(person)
    assert current is not None
    assert revoke_certificate(certificate=current, reason="false_paper", by="caseworker:c", at=at) is None


def test_after_a_false_paper_nothing_is_issued_anew_until_a_caseworker_decides(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    false_paper(salma, at)
    assert operations.renew_certificate(person=salma, by="t", at=at) is None
    with pytest.raises(operations.CertificateHeld):
        operations.issue_certificate(person=salma, kind="temporary", by="t", at=at)
    answered(salma, "final", at, NIR)
    endings.end_period(period=Period.objects.get(), until=date(2027, 1, 31), reason="other_law", by="t", at=at)
    endings.restore_period(period=Period.objects.get(), by="t", at=at)
    assert Certificate.objects.count() == 1
    assert not Message.objects.filter(code="final_number_given").exists(), "it says that a certificate is ready"
    assert Message.objects.filter(code="final_number_alone").exists()
    assert Task.objects.get(kind="false_paper").state == "open"
    new = allow_certificates(person=salma, by="caseworker:c", at=at)
    assert new is not None
    assert (new.kind, queries.current_certificate(salma)) == ("definitive", new)
    assert Event.objects.filter(verb="coverage.certificate.allowed").count() == 1
    assert Task.objects.get(kind="false_paper").state == "done"
    assert Message.objects.filter(code="certificate_allowed").exists()
    assert operations.renew_certificate(person=salma, by="t", at=at) is not None
    with pytest.raises(MoveRefused):
        allow_certificates(person=salma, by="caseworker:c", at=at)


def test_who_gets_no_new_certificate_is_told_why_and_how_to_contest(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    false_paper(salma, at)
    message = Message.objects.get(code="certificate_held")
    told = words(message.code, message.data)
    for part in ("false paper", "L114-12-3-1", "14 November 2026", "commission de recours amiable", "caseworker"):
        assert part in told
    assert not Message.objects.filter(code="certificate_revoked").exists(), "it says that a new one is ready"


def test_rights_ended_for_fraud_settle_the_question_and_their_lifting_asks_it_again(
    salma: Person, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    false_paper(salma, at)
    endings.end_period(period=Period.objects.get(), until=date(2026, 12, 31), reason="fraud", by="t", at=at)
    assert [task.state for task in Task.objects.filter(kind="false_paper")] == ["done"]
    endings.restore_period(period=Period.objects.get(), by="t", at=at)
    assert [task.state for task in Task.objects.filter(kind="false_paper").order_by("pk")] == ["done", "open"]
    assert queries.current_certificate(salma) is None


def test_a_certificate_that_rested_on_no_false_paper_is_not_waited_for(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    current = queries.current_certificate(salma)
    assert current is not None
    assert revoke_certificate(certificate=current, reason="wrong", by="t", at=at) is not None
    assert not Task.objects.filter(kind="false_paper").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(allowed_at=at)


def test_the_database_takes_no_revocation_without_a_reason(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revoked_at=at)


def test_every_reason_has_words() -> None:
    assert all(str(reason.sentence).endswith(".") for reason in REVOCATIONS.values())
