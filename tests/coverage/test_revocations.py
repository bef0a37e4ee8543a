"""A certificate is taken back with a reason; whoever checks it learns since when, and she gets another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from affilia.coverage import checking, endings, queries
from affilia.coverage.models import Certificate, Period
from affilia.coverage.revocations import REVOCATIONS, revoke_certificate
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


def test_the_database_takes_no_revocation_without_a_reason(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revoked_at=at)


def test_every_reason_has_words() -> None:
    assert all(str(reason.sentence).endswith(".") for reason in REVOCATIONS.values())
