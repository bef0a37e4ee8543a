"""Every word we send: a message in the person's thread and, in the same transaction, the mail that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.journal.refs import new_refs
from affilia.letters.models import Mail, Message
from affilia.letters.texts import TEXTS
from affilia.people.models import Person

LOT = 200  # mails of one job
NOTICES = """
INSERT INTO letters_message (ref, person_id, author, code, data, body, about, at)
SELECT ref, person, 'fund', %s, '{}', '', '', %s FROM unnest(%s::text[], %s::bigint[]) AS told (ref, person)
"""
MAILS = """
INSERT INTO letters_mail (ref, "to", code, data, language, written_at)
SELECT told.ref, a.email, %s, '{}', a.language, %s FROM unnest(%s::text[], %s::bigint[]) AS told (ref, person)
JOIN people_person p ON p.id = told.person JOIN people_account a ON a.id = p.account_id
RETURNING ref
"""


class NothingWritten(Refusal):
    """An empty message."""

    code = "nothing_written"
    sentence = _("Write your message, then send it.")
    field = "body"


@transaction.atomic
def notify(*, person: Person, code: str, at: datetime, about: str = "", **data: Any) -> Message:
    """Tell a person something by its code; a mail goes out when she has an address."""
    assert code in TEXTS, code
    kept = {name: _source(value) for name, value in data.items()}
    message = Message.objects.create(person=person, author="fund", code=code, data=kept, about=about, at=at)
    journal.record(subject=person.subject, verb="letters.notice.written", by="fund", at=at, code=code, about=about)
    if person.account:
        write_mail(to=person.account.email, code=code, language=person.account.language, at=at)
    return message


@transaction.atomic
def notify_all(*, persons: Sequence[int], code: str, subject: str, at: datetime) -> None:
    """The same notice to many persons, by their keys: one event in the chain of `subject` tells of all; mails go in lots."""
    assert code in TEXTS, code
    _write_notices(persons, code, at)
    journal.record(subject=subject, verb="letters.notices.written", by="fund", at=at, code=code, persons=len(persons))
    mails = _write_mails(persons, code, at)
    for start in range(0, len(mails), LOT):
        leave("letters.send_mails", *mails[start : start + LOT])


def _write_notices(persons: Sequence[int], code: str, at: datetime) -> None:
    refs = _refs(len(persons))
    if connection.vendor == "postgresql":
        # of a nation, as lists: a model a row costs ten times as much
        with connection.cursor() as cursor:
            cursor.execute(NOTICES, [code, at, refs, [*persons]])
        return
    rows = (
        Message(ref=ref, person_id=key, author="fund", code=code, at=at) for ref, key in zip(refs, persons, strict=True)
    )
    Message.objects.bulk_create(rows, batch_size=5000)


def _write_mails(persons: Sequence[int], code: str, at: datetime) -> list[str]:
    """A mail to each of these persons who has an address; their references."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(MAILS, [code, at, _refs(len(persons)), [*persons]])
            return [ref for (ref,) in cursor.fetchall()]
    reached = Person.objects.filter(pk__in=persons, account__isnull=False).values_list(
        "account__email", "account__language"
    )
    rows = [Mail(to=to, code=code, data={}, language=language, written_at=at) for to, language in reached]
    return [mail.ref for mail in Mail.objects.bulk_create(rows, batch_size=5000)]


def _refs(count: int) -> list[str]:
    return [str(ref) for ref in new_refs(count).astype(str)]


def _source(value: Any) -> Any:
    """A sentence of ours is kept in English: it is translated for whoever reads it."""
    if isinstance(value, Promise):
        with translation.override(None):
            return str(value)
    return value


@transaction.atomic
def write_message(*, person: Person, body: str, about: str, key: str, by: str, at: datetime) -> bool:
    """Words of the person or of a caseworker in the thread, once for each `key`; whether this was the first time.

    Raises NothingWritten, OtherBody.
    """
    body = body.strip()
    if not body:
        raise NothingWritten
    with journal.once(key=key, by=by, body=[person.ref, body], at=at) as attempt:
        first = not attempt.result
        if first:
            attempt.result = {"message": _written(person, body, about, by, at).ref}
    return first


def _written(person: Person, body: str, about: str, by: str, at: datetime) -> Message:
    message = Message.objects.create(person=person, author=by, body=body[:5000], about=about, at=at)
    journal.record(subject=person.subject, verb="letters.message.written", by=by, at=at, message=message.ref)
    if not by.startswith("student:") and person.account:
        write_mail(to=person.account.email, code="message", language=person.account.language, at=at)
    return message


@transaction.atomic
def write_mail(*, to: str, code: str, language: str, at: datetime, **data: Any) -> Mail:
    """A mail, written now and sent by the worker (outbox)."""
    mail = Mail.objects.create(to=to, code=code, data=data, language=language, written_at=at)
    leave("letters.send_mail", mail.ref)
    return mail


@transaction.atomic
def mark_read(*, person: Person, by: str, at: datetime) -> int:
    """The person has read her thread; how many messages were new."""
    count = Message.objects.filter(person=person, read_at__isnull=True).exclude(author=by).update(read_at=at)
    if count:
        journal.record(subject=person.subject, verb="letters.thread.read", by=by, at=at, messages=count)
    return count
