"""Writes about a registration file: opened, answered step by step, sent, accepted, refused."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import operations as coverage
from affilia.coverage.models import Number
from affilia.documents import operations as documents
from affilia.documents.models import Document
from affilia.documents.queries import readings_of
from affilia.documents.reasons import CONTEST, REASONS
from affilia.formats.certificate_code import ALPHABET
from affilia.formats.names import Agreement, agreement
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.law import entitlement, orientation
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person
from affilia.registration import facts
from affilia.registration.models import File
from affilia.registration.models import Refusal as FileRefusal
from affilia.registration.steps import IDENTITY_STEPS, STEPS, missing_answers

OPEN = ("draft", "submitted", "asked", "accepted")


class NotForThisSite(Refusal):
    """Another route is hers: no file is sent here."""

    code = "not_for_this_site"
    sentence = _("By what you told us, you do not register here: {why}")


class SomethingMissing(Refusal):
    """Answers or papers of the first group are missing."""

    code = "something_missing"
    sentence = _("Some answers or documents of the first group are missing. The list shows which.")


class NotEditable(Refusal):
    """The file is with the caseworkers."""

    code = "not_editable"
    sentence = _("Your file is being checked and cannot be changed now. Write to us if something is wrong.")


def open_file(*, person: Person, told: Mapping[str, Any], by: str, at: datetime) -> File:
    """The person's file: the one she has, or a new one with what the orientation was told."""
    try:
        with transaction.atomic():
            number = "PK-" + "".join(secrets.choice(ALPHABET) for _place in range(6))
            file = File.objects.create(
                person=person, number=number, opened_at=at, saved_at=at, orientation=dict(told),
                route=orientation.orient(told, settings.ORIENTATION_CHOICES).route or "",
            )  # fmt: skip
            journal.record(subject=file.subject, verb="registration.file.opened", by=by, at=at, file=file.ref)
            return file
    except IntegrityError:
        return File.objects.get(person=person, state__in=OPEN)


@transaction.atomic
def answer_step(*, file: File, step: str, answers: Mapping[str, Any], by: str, at: datetime) -> None:
    """Save the answers of one page. Raises NotEditable."""
    if step in IDENTITY_STEPS and file.person.identities.exists():
        raise NotEditable
    values = {name: answers[name] for name in STEPS[step] if name in answers}
    rows = File.objects.filter(pk=file.pk, state__in=("draft", "asked"))
    if not rows.update(saved_at=at, **values):
        raise NotEditable
    for name, value in {"saved_at": at, **values}.items():
        setattr(file, name, value)
    journal.record(subject=file.subject, verb="registration.file.answered", by=by, at=at, file=file.ref, step=step)


@transaction.atomic
def submit_file(*, file: File, by: str, at: datetime) -> None:
    """Send the file. Raises NotForThisSite, SomethingMissing, MoveRefused."""
    found = facts.route(file, at.date())
    if found.outcome in (orientation.DO_NOT, orientation.OTHER_FORM):
        raise NotForThisSite(why=str(found.sentence))
    if missing_answers(file) or missing_papers(file, at.date()):
        raise SomethingMissing
    File.objects.filter(pk=file.pk).update(submitted_at=at, agreed_at=at, route=found.route or "")
    journal.move(
        file, "submit", verb="registration.file.submitted", by=by, at=at, file=file.ref, route=found.route or ""
    )
    file.refresh_from_db()
    who = f"{file.surname.upper()} {file.given_names}".strip()
    casework.open_task(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at, who=who)
    letters.notify(person=file.person, code="file_received", at=at)
    if settings.ACCEPT_BY_RULE:
        accept_by_rule(file=file, at=at)


def missing_papers(file: File, on: date) -> list[str]:
    """Papers of the temporary group that were not sent, or must be sent again."""
    wanted = [paper.paper for paper in facts.required_papers(file, on) if paper.group == "temporary" and paper.required]
    rows = Document.objects.filter(person=file.person, paper__in=wanted, state__in=("safe", "read", "checked"))
    sent = set(rows.values_list("paper", flat=True))
    return [paper for paper in wanted if paper not in sent]


@transaction.atomic
def paper_again(*, person: Person, by: str, at: datetime) -> None:
    """A better paper came: a file that waited for it goes back to the caseworkers."""
    file = File.objects.filter(person=person, state="asked").first()
    if file and not missing_papers(file, at.date()):
        journal.move(file, "submit", verb="registration.file.submitted", by=by, at=at, file=file.ref, route=file.route)
    if File.objects.filter(person=person, state__in=("submitted", "accepted")).exists():
        current = File.objects.get(person=person, state__in=("submitted", "accepted"))
        who = f"{current.surname.upper()} {current.given_names}".strip()
        casework.open_task(person=person, kind="check_file", about=f"file:{current.ref}", by=by, at=at, who=who)


@transaction.atomic
def after_check(*, person: Person, by: str, at: datetime) -> None:
    """What the papers accepted so far allow: a number, then coverage and certificate, then the final number."""
    file = File.objects.filter(person=person, state__in=OPEN[1:]).first()
    if file is None:
        return
    wanted = facts.required_papers(file, at.date())
    good = set(Document.objects.filter(person=person, state="checked").values_list("paper", flat=True))
    first = [paper.paper for paper in wanted if paper.group == "temporary" and paper.required]
    identity = [paper for paper in first if paper in ("DOC-01", "DOC-02", "DOC-07")]
    if identity and good >= set(identity) and not person.identities.exists():
        _identity_accepted(file, by, at)
    if file.state in ("submitted", "asked") and first and good >= set(first):
        _accept(file, by, at)
    if {"DOC-05", "OFPRA"} & good and file.state == "accepted":
        _ask_final_number(file, by, at)
    _settle_task(file, by, at)


def _identity_accepted(file: File, by: str, at: datetime) -> None:
    """STA-1, STA-2: identity and stay are fine, so the waiting number is asked for."""
    people.record_identity(
        person=file.person, surname=file.surname, given_names=file.given_names, no_given_names=file.no_given_names,
        birth_date=file.birth_date, sex=file.sex, birth_country=file.birth_country, birth_town=file.birth_town,
        nationality=file.nationality, source=f"file:{file.ref}", by=by, at=at,
    )  # fmt: skip
    coverage.request_number(person=file.person, asks="waiting", by=by, at=at)
    due = entitlement.civil_status_due(at.date())
    letters.notify(person=file.person, code="civil_status_due", at=at, until=due.isoformat())


def _accept(file: File, by: str, at: datetime) -> None:
    from_day = facts.rights_start(file)
    journal.move(file, "accept", verb="registration.file.accepted", by=by, at=at, file=file.ref)
    coverage.open_period(
        person=file.person, fund=file.fund, from_day=from_day, basis=file.route or "caseworker", by=by, at=at
    )
    letters.notify(person=file.person, code="file_accepted", at=at, from_day=from_day.isoformat())
    if Number.objects.filter(person=file.person).exists():
        coverage.issue_certificate(person=file.person, kind="temporary", by=by, at=at)


def _ask_final_number(file: File, by: str, at: datetime) -> None:
    person = file.person
    if Number.objects.filter(person=person, kind="NIR").exists() or not Number.objects.filter(person=person).exists():
        return
    running = person.exchanges.filter(asks="final", state__in=("prepared", "sent")).exists()
    if not running:
        coverage.request_number(person=person, asks="final", by=by, at=at)
        due = entitlement.register_due(at.date())
        letters.notify(person=person, code="final_number_asked", at=at, until=due.isoformat())


def ask_final_numbers(*, at: datetime) -> int:
    """Files whose civil-status paper was accepted before the waiting number came; how many were asked for."""
    rows = File.objects.filter(state="accepted", person__documents__state="checked")
    rows = rows.filter(person__documents__paper__in=("DOC-05", "OFPRA"), person__numbers__kind="NIA")
    waiting = rows.exclude(person__numbers__kind="NIR").exclude(person__exchanges__asks="final").distinct()
    found = list(waiting.select_related("person__account").order_by("pk"))
    for file in found:
        with transaction.atomic():
            _ask_final_number(file, "rule", at)
    return len(found)


@transaction.atomic
def ask_register_again(*, person: Person, by: str, at: datetime) -> None:
    """After a rejection was looked into: the same question, asked anew."""
    last = person.exchanges.order_by("pk").last()
    if last and last.state == "rejected":
        coverage.request_number(person=person, asks=last.asks, by=by, at=at)
        casework.finish_tasks(person=person, kind="register_rejected", about=f"exchange:{last.ref}", by=by, at=at)


def _settle_task(file: File, by: str, at: datetime) -> None:
    """The question is settled when no paper waits for eyes; a paper asked again puts the turn with the student."""
    papers = Document.objects.filter(person=file.person).exclude(paper__in=("FDS", "RX"))
    if papers.filter(state__in=("safe", "read")).exists():
        return
    turned_down = papers.filter(state__in=("asked", "refused")).exists()
    if file.state == "accepted" or turned_down:
        casework.finish_tasks(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at)
    if file.state == "submitted" and turned_down:
        journal.move(file, "ask", verb="registration.file.asked", by=by, at=at, file=file.ref)


@transaction.atomic
def refuse_file(*, file: File, reason: str, words: str, rule: str, by: str, at: datetime) -> FileRefusal:
    """Refuse a registration, with all a refusal must say. Raises ReasonMissing, MoveRefused."""
    if reason not in REASONS or not rule.strip():
        raise documents.ReasonMissing
    journal.move(file, "refuse", verb="registration.file.refused", by=by, at=at, file=file.ref, reason=reason)
    until = entitlement.contest_until(at.date())
    refusal = FileRefusal.objects.create(
        file=file, reason=reason, words=words, rule=rule, contest_by=until, contest=CONTEST, by=by, at=at
    )
    casework.finish_tasks(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at)
    letters.notify(
        person=file.person, code="file_refused", at=at, sent=REASONS[reason].sent, rule=rule, contest=CONTEST,
        until=until.isoformat(),
    )  # fmt: skip
    return refusal


def accept_by_rule(*, file: File, at: datetime) -> bool:
    """Accept what every check agrees on; anything else waits for a caseworker (operator's setting)."""
    rows = Document.objects.filter(person=file.person, state="read").prefetch_related("readings")
    agreed = [row for row in rows if agrees(file, row)]
    for document in agreed:
        documents.accept_document(document=document, by="rule", at=at)
    if agreed:
        after_check(person=file.person, by="rule", at=at)
    return bool(agreed)


def agrees(file: File, document: Document) -> bool:
    """A passport or visa whose zone is valid and says what the student declared."""
    if document.paper not in ("DOC-01", "DOC-02") or not document.quality.get("zone_valid"):
        return False
    read = readings_of(document)
    same_names = all(
        agreement(getattr(file, name), read.get(name, "")) in (Agreement.SAME, Agreement.TRUNCATED)
        for name in ("surname", "given_names")
        if getattr(file, name)
    )
    unexpired = read.get("expiry_date", "") >= (file.submitted_at or file.opened_at).date().isoformat()
    return same_names and read.get("birth_date") == file.birth_date and unexpired
