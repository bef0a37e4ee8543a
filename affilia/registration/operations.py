"""Writes about a registration file: opened, answered step by step, sent, accepted, refused."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.documents import operations as documents
from affilia.documents.models import Document
from affilia.documents.queries import title
from affilia.documents.reasons import CONTEST, REASONS
from affilia.documents.states import WAITING
from affilia.formats.certificate_code import ALPHABET
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.law import entitlement, orientation
from affilia.law.papers import CIVIL_STATUS
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.codes import check_proof
from affilia.people.models import BankAccount, Identity, Person
from affilia.people.names import check_names, spell
from affilia.people.queries import bank_account_of
from affilia.registration import consequences, facts, queries
from affilia.registration.identity import REASONS as CORRECTIONS
from affilia.registration.identity import WHO, check_correction
from affilia.registration.models import File
from affilia.registration.models import Refusal as FileRefusal
from affilia.registration.refusals import ground
from affilia.registration.sending import check_here, check_whole
from affilia.registration.states import ALIVE, CLOSINGS, EDITABLE
from affilia.registration.steps import IDENTITY_STEPS, STEPS


class NotEditable(Refusal):
    """The file is with the caseworkers."""

    code = "not_editable"
    sentence = _("Your file is being checked and cannot be changed now. Write to us if something is wrong.")


class FileOver(journal.MoveRefused):
    """A paper of a file that was refused, withdrawn or closed."""

    code = "file_over"
    sentence = _("This registration has ended: its papers are not decided any more.")


def open_file(*, person: Person, told: Mapping[str, Any], by: str, at: datetime) -> File:
    """The person's file: the one she has, or a new one with what the orientation was told."""
    try:
        with transaction.atomic():
            number = "PK-" + "".join(secrets.choice(ALPHABET) for _place in range(6))
            file = File.objects.create(
                person=person, number=number, opened_at=at, saved_at=at, orientation=dict(told),
                route=orientation.orient(told, settings.ORIENTATION_CHOICES).route or "",
            )  # fmt: skip
            _keep_answers(file, told)
            journal.record(subject=file.subject, verb="registration.file.opened", by=by, at=at, file=file.ref)
            return file
    except IntegrityError:
        return File.objects.get(person=person, state__in=ALIVE)


def _keep_answers(file: File, told: Mapping[str, Any]) -> None:
    """What was answered in a file that ended is not asked again; what is fixed by then could not be."""
    last = queries.ended_file(file.person)
    if last:
        kept = {name: getattr(last, name) for names in STEPS.values() for name in names}
        File.objects.filter(pk=file.pk).update(**{**kept, **_told_anew(last, told)})
        file.refresh_from_db()


def _told_anew(file: File, told: Mapping[str, Any]) -> dict[str, Any]:
    return {} if queries.identity_is_fixed(file.person) else facts.told_anew(file, told)


@transaction.atomic
def answer_orientation(*, file: File, told: Mapping[str, Any], by: str, at: datetime) -> None:
    """The questions answered again, with a file open: route and papers follow. Raises NotEditable, NotForThisSite."""
    found = queries.oriented(dict(told), day_of(at))
    check_here(found)
    new = {"orientation": dict(told), "route": found.route or "", "saved_at": at, **_told_anew(file, told)}
    if not File.objects.filter(pk=file.pk, state__in=EDITABLE).update(**new):
        raise NotEditable
    file.refresh_from_db()
    journal.record(
        subject=file.subject, verb="registration.file.oriented", by=by, at=at, file=file.ref, route=file.route
    )


@transaction.atomic
def answer_step(*, file: File, step: str, answers: Mapping[str, Any], by: str, at: datetime) -> None:
    """Save the answers of one page. Raises NotEditable, UnseenSigns."""
    if step in IDENTITY_STEPS and queries.identity_is_fixed(file.person):
        raise NotEditable
    values = {name: answers[name] for name in STEPS[step] if name in answers}
    check_names(**values)
    rows = File.objects.filter(pk=file.pk, state__in=EDITABLE)
    if not rows.update(saved_at=at, **values):
        raise NotEditable
    for name, value in {"saved_at": at, **values}.items():
        setattr(file, name, value)
    spell(file.person, *(values[name] for name in ("surname", "given_names") if name in values))
    journal.record(subject=file.subject, verb="registration.file.answered", by=by, at=at, file=file.ref, step=step)


@transaction.atomic
def submit_file(*, file: File, by: str, at: datetime) -> None:
    """Send the file. Raises NotForThisSite, SomethingMissing, MoveRefused."""
    found = facts.route(file, day_of(at))
    check_here(found)
    check_whole(file, day_of(at))
    File.objects.filter(pk=file.pk).update(submitted_at=at, agreed_at=at, route=found.route or "")
    journal.move(
        file, "submit", verb="registration.file.submitted", by=by, at=at, file=file.ref, route=found.route or ""
    )
    file.refresh_from_db()
    who = f"{file.surname.upper()} {file.given_names}".strip()
    casework.open_task(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at, who=who)
    letters.notify(person=file.person, code="file_received", at=at)
    consequences.follow(file, by, at)  # papers of an earlier file may be good already


def hand_in_paper(*, person: Person, paper: str, files: Sequence[tuple[str, bytes]], by: str, at: datetime) -> Document:
    """A paper comes in, and a file that waited for it goes on: together or not at all. Raises NothingSent, GateRefused."""
    incoming = documents.let_in(person=person, paper=paper, files=files, at=at)
    with documents.all_or_nothing(incoming), transaction.atomic():
        document = documents.keep_paper(incoming=incoming, by=by, at=at)
        File.objects.filter(person=person, state__in=ALIVE, saved_at__lt=at).update(saved_at=at)
        if document.state in WAITING:
            consequences.look_again(person, by, at)
    return document


@transaction.atomic
def check_paper(
    *, document: Document, outcome: str, by: str, at: datetime, reason: str = "", words: str = "", until: date | None = None
) -> None:  # fmt: skip
    """One decision on one paper (accept, ask, refuse), the word of it to the student, and all that it allows.

    `until`: the last day printed on a title to stay that is accepted.
    Raises FileOver, ReasonMissing, EndedBeforeRights, BadStayDay, MoveRefused; then nothing is written.
    """
    if queries.over(document.person):
        raise FileOver
    if outcome == "accept":
        consequences.accept_paper(document, until, by, at)
    else:
        consequences.turn_down(document, outcome, reason, words, by, at)
    consequences.after_check(document, by, at, titled=bool(until))


def ask_final_numbers(*, at: datetime) -> int:
    """Files whose papers were all accepted before the waiting number came; how many were asked for."""
    good = Document.objects.filter(state="checked", paper__in=CIVIL_STATUS).values("person")
    rows = File.objects.filter(state="accepted", person__in=good, person__numbers__kind="NIA")
    waiting = rows.exclude(person__numbers__kind="NIR").exclude(person__exchanges__asks="final").distinct()
    asked = 0
    for file in waiting.select_related("person__account").order_by("pk"):
        with transaction.atomic():
            people.hold(file.person)
            asked += consequences.ask_final_number(file, "rule", at)
    return asked


@transaction.atomic
def ask_register_again(*, person: Person, by: str, at: datetime) -> None:
    """After a rejection was looked into: the same question, asked anew."""
    consequences.ask_again(person, by, at)


@transaction.atomic
def correct_identity(
    *, person: Person, document: Document, told: Mapping[str, Any], reason: str, by: str, at: datetime
) -> Identity:
    """Who she is, read anew from an accepted paper; what was recorded before stays. Raises what check_correction raises.

    Certificate and question to the register are made anew with it.
    """
    people.hold(person)
    document.refresh_from_db(fields=["state"])
    check_correction(person=person, document=document, told=told, reason=reason)
    identity = people.record_identity(
        person=person,
        **{name: told[name] for name in WHO},
        source=f"document:{document.ref}",
        reason=reason,
        by=by,
        at=at,
    )
    letters.notify(
        person=person, code="identity_corrected", at=at, about=f"document:{document.ref}", paper=title(document.paper),
        why=CORRECTIONS[reason],
    )  # fmt: skip
    consequences.renew(person, by, at)
    return identity


@transaction.atomic
def withdraw_file(*, file: File, by: str, at: datetime) -> None:
    """She takes her file back before it is accepted, and may open another. Raises MoveRefused."""
    journal.move(file, "withdraw", verb="registration.file.withdrawn", by=by, at=at, file=file.ref)
    consequences.end_tasks(file, by, at)
    letters.notify(person=file.person, code="file_withdrawn", at=at)


@transaction.atomic
def close_file(*, file: File, reason: str, by: str, at: datetime) -> None:
    """Nothing more is expected of this file: she is told why. Raises ReasonMissing, MoveRefused."""
    if reason not in CLOSINGS:
        raise documents.ReasonMissing
    journal.move(file, "close", verb="registration.file.closed", by=by, at=at, file=file.ref, reason=reason)
    consequences.end_tasks(file, by, at)
    letters.notify(person=file.person, code="file_closed", at=at, why=CLOSINGS[reason])


@transaction.atomic
def refuse_file(*, file: File, reason: str, words: str, by: str, at: datetime) -> FileRefusal:
    """Refuse a registration on a ground of the catalogue (registration.refusals). Raises ReasonMissing, MoveRefused."""
    found = ground(reason)
    if found is None or reason in REASONS:  # of a paper: the refusal must name which
        raise documents.ReasonMissing
    journal.move(file, "refuse", verb="registration.file.refused", by=by, at=at, file=file.ref, reason=reason)
    until = entitlement.contest_until(day_of(at))
    refusal = FileRefusal.objects.create(
        file=file, reason=reason, words=words.strip(), rule=found.rule, contest_by=until, contest=CONTEST, by=by, at=at
    )
    casework.finish_tasks(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at)
    letters.notify(
        person=file.person, code="registration_refused", at=at, paper=found.paper, sent=found.why, needed=found.instead,
        rule=found.rule, contest=CONTEST, address=settings.COMMISSION_ADDRESS, until=until.isoformat(), words=refusal.words,
    )  # fmt: skip
    return refusal


def accept_by_rule(*, at: datetime) -> int:
    """Accept what every check agrees on, where the operator allows it; the rest waits for a caseworker. How many."""
    if not settings.ACCEPT_BY_RULE:
        return 0
    read = Document.objects.filter(state="read", paper__in=queries.BY_RULE, person__files__state="submitted")
    return sum(_by_rule(document, at) for document in read.select_related("person__account").order_by("pk"))


@transaction.atomic
def _by_rule(document: Document, at: datetime) -> bool:
    file = File.objects.filter(person=document.person, state="submitted").first()
    if file is None or not queries.agrees(file, document):
        return False
    try:
        check_paper(document=document, outcome="accept", by="rule", at=at)
    except journal.MoveRefused:
        return False  # a caseworker was faster
    return True


@transaction.atomic
def change_bank_account(
    *, person: Person, holder: str, number: str, proved_at: datetime | None, by: str, at: datetime
) -> BankAccount:
    """Where euros go from now on, after a fresh code; she is told, in case it was somebody else.

    Raises CodeNeeded and what replace_bank_account raises.
    """
    check_proof(proved_at=proved_at, at=at)
    people.hold(person)
    before = bank_account_of(person)
    account = people.replace_bank_account(person=person, holder=holder, number=number, by=by, at=at)
    if before is None or before.pk != account.pk:
        letters.notify(person=person, code="bank_account_changed", at=at, account=account.iban_masked)
    return account


@transaction.atomic
def write_to_fund(*, person: Person, body: str, key: str, by: str, at: datetime) -> None:
    """Words of the student: somebody must answer. Raises NothingWritten, OtherBody."""
    if letters.write_message(person=person, body=body, about="", key=key, by=by, at=at):
        casework.open_task(person=person, kind="message", about=f"person:{person.ref}", by=by, at=at)


@transaction.atomic
def write_to_student(*, person: Person, body: str, key: str, by: str, at: datetime) -> None:
    """A caseworker's words: what was asked is answered. Raises NothingWritten, OtherBody."""
    if letters.write_message(person=person, body=body, about="", key=key, by=by, at=at):
        casework.finish_tasks(person=person, kind="message", about=f"person:{person.ref}", by=by, at=at)
