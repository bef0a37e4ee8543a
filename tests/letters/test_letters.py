"""What is said: each reader in her language, mails that tell nothing of a person, each mail once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.utils import translation

from affilia.documents.reasons import REASONS
from affilia.journal.models import Event
from affilia.journal.operations import OtherBody
from affilia.letters import jobs, operations, queries
from affilia.letters.models import Mail
from affilia.letters.texts import TEXTS
from affilia.people.models import Account, Person


@pytest.fixture
def person(aicha: Account) -> Person:
    found: Person = aicha.person  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("code", sorted(TEXTS))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mail_has_a_short_subject_and_holds_nothing_personal(code: str, language: str) -> None:
    with translation.override(language):
        text = TEXTS[code]
        assert len(str(text.subject)) <= 60
        assert "{" not in str(text.mail).replace("{digits}", "")


def test_a_notice_written_by_a_french_caseworker_is_read_in_english_with_the_french_beside(
    person: Person, at: datetime
) -> None:
    with translation.override("fr"):
        operations.notify(
            person=person, code="paper_asked", at=at, paper="Passport or national identity card", sent=REASONS["cut"].sent,
            needed=REASONS["cut"].needed, until=date(2026, 12, 14).isoformat(),
        )  # fmt: skip
    with translation.override("en"):
        said = queries.thread(person, "student:x")[0]
    assert "a page that is cut." in said.body
    assert "14 December 2026" in said.body
    assert "une page coupée." in said.french
    assert "Passeport" in said.french


def test_an_amount_is_said_as_the_reader_writes_it(person: Person, at: datetime) -> None:
    operations.notify(person=person, code="payment_sent", at=at, day="2026-10-21", amount=1900, account="FR76")
    for language, amount in (("en", "€19.00"), ("fr", "19,00\u00a0€")):
        with translation.override(language):
            assert amount in queries.thread(person, "x")[0].body


def test_a_mail_sent_twice_is_one_file_under_one_id(person: Person, at: datetime) -> None:
    operations.notify(person=person, code="file_received", at=at)
    mail = Mail.objects.get()
    for _time in range(2):
        Mail.objects.update(sent_at=None)
        jobs.send_mail.call(mail.ref)
    found = list((Path(settings.VAR) / "mail").glob(f"*{mail.ref}*"))
    assert len(found) == 1
    text = found[0].read_text()
    assert f"Message-ID: <{mail.ref}@affilia.example>" in text
    assert "We never ask for your code by email" in text


def test_a_message_sent_twice_is_written_once(person: Person, at: datetime) -> None:
    for _time in range(2):
        operations.write_message(person=person, body="Hello", about="", key="k", by="student:x", at=at)
    with pytest.raises(OtherBody):
        operations.write_message(person=person, body="Other", about="", key="k", by="student:x", at=at)
    with pytest.raises(operations.NothingWritten):
        operations.write_message(person=person, body="  ", about="", key="l", by="student:x", at=at)
    assert [said.body for said in queries.thread(person, "student:x")] == ["Hello"]


def test_the_newest_comes_first_and_papers_of_one_day_are_one_notice(person: Person, at: datetime) -> None:
    papers = ("Passport or identity card", "Student visa or residence permit")
    for hours, paper in enumerate(papers):
        operations.notify(person=person, code="paper_accepted", at=at + timedelta(hours=hours), paper=paper)
        operations.notify(person=person, code="certificate_ready", at=at + timedelta(hours=hours))
    operations.notify(person=person, code="paper_accepted", at=at + timedelta(days=1), paper=papers[0])
    operations.notify(person=person, code="certificate_ready", at=at + timedelta(days=1))
    said = [one.body for one in queries.thread(person, "student:x")]
    assert [body[:9] for body in said] == ["Your cert", "Accepted:", "Your cert", "Accepted:"]
    assert said[3] == f"Accepted: {papers[0]}; {papers[1]}."


def test_reading_the_thread_is_told_once(person: Person, at: datetime) -> None:
    operations.notify(person=person, code="file_received", at=at)
    assert queries.unread(person) == 1
    assert [operations.mark_read(person=person, by="student:x", at=at) for _time in range(2)] == [1, 0]


def test_a_notice_to_many_is_one_event_and_a_mail_to_each_who_has_an_address(person: Person, at: datetime) -> None:
    nobody = Person.objects.create(created_at=at)
    Mail.objects.all().delete()
    with patch.object(jobs, "send_mails") as lots:
        operations.notify_all(persons=[person.pk, nobody.pk], code="claims_decided", subject="batch:x", at=at)
    (mail,) = Mail.objects.all()
    assert mail.to == person.account.email  # type: ignore[union-attr]
    lots.enqueue.assert_called_once_with(mail.ref)
    event = Event.objects.get(verb="letters.notices.written")
    assert (event.subject, event.data["persons"]) == ("batch:x", 2)
    for one in (person, nobody):
        assert any("See what you receive for each" in said.body for said in queries.thread(one, "x"))
    for _time in range(2):
        jobs.send_mails.call(mail.ref)
    assert len(list((Path(settings.VAR) / "mail").glob(f"*{mail.ref}*"))) == 1
