"""Writes about objections to a refused file: written here or by letter, answered by a caseworker, or by silence."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims.contests import NothingSaid
from affilia.claims.objections import stands_until
from affilia.documents.reasons import CONTEST
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal as Refused
from affilia.journal.refs import new_ref
from affilia.law import entitlement
from affilia.letters import operations as letters
from affilia.people.models import Person
from affilia.registration.models import Contest, Refusal


class BadLetterDay(Refused):
    """A letter comes after what it contests, and not tomorrow."""

    code = "bad_day"
    field = "received_on"
    sentence = _("Enter the day the fund received the letter: after the refusal, not in the future.")


@transaction.atomic
def contest_refusal(*, refusal: Refusal, words: str, by: str, at: datetime) -> Contest | None:
    """She does not agree: one objection a refusal; after its day, a question (None). Raises NothingSaid."""
    words = _said(words)
    made = Contest.objects.filter(refusal=refusal).first()
    if made is None and day_of(at) > refusal.contest_by:
        _asked(refusal, words, by, at)
        return None
    return made or _objected(refusal, words, day_of(at), by, at) or Contest.objects.get(refusal=refusal)


@transaction.atomic
def record_objection(*, refusal: Refusal, words: str, received_on: date, by: str, at: datetime) -> Contest:
    """A letter that came: whoever records it finds it in time. Raises NothingSaid, BadLetterDay, MoveRefused."""
    words = _said(words)
    if not day_of(refusal.at) <= received_on <= day_of(at):
        raise BadLetterDay
    made = _objected(refusal, words, received_on, by, at)
    if made is None:
        raise journal.MoveRefused
    return made


def _said(words: str) -> str:
    words = words.strip()[:5000]
    if not words:
        raise NothingSaid
    return words


def _objected(refusal: Refusal, words: str, received_on: date, by: str, at: datetime) -> Contest | None:
    """None where there is one already."""
    person, answer_by = refusal.file.person, entitlement.silent_from(received_on)
    try:
        with transaction.atomic():
            contest = Contest.objects.create(
                refusal=refusal, words=words, at=at, received_on=received_on, answer_by=answer_by
            )
    except IntegrityError:
        return None
    journal.record(
        subject=person.subject, verb="registration.refusal.contested", by=by, at=at, file=refusal.file.ref,
        contest=contest.ref, received_on=received_on.isoformat(),
    )  # fmt: skip
    casework.open_task(person=person, kind="contest", about=about(contest), by=by, at=at, due_on=answer_by)
    letters.notify(person=person, code="contest_received", at=at)
    return contest


def _asked(refusal: Refusal, words: str, by: str, at: datetime) -> None:
    """Too late to be an objection: it starts no deadline, and somebody answers it."""
    person = refusal.file.person
    key = f"late:{refusal.file.ref}:{hashlib.sha256(words.encode()).hexdigest()[:24]}"  # a double click says it once
    with journal.once(key=key, by=by, body=words, at=at) as attempt:
        if attempt.result:
            return
        letters.write_message(person=person, body=words, about="", key=new_ref(), by=by, at=at)
        casework.open_task(person=person, kind="message", about=f"person:{person.ref}", by=by, at=at)
        letters.notify(
            person=person, code="refusal_contest_late", at=at, until=refusal.contest_by.isoformat(),
            contest=refusal.contest,
        )  # fmt: skip
        attempt.result = {"asked": refusal.file.ref}


def about(contest: Contest) -> str:
    """What a caseworker is asked about."""
    return f"refusal:{contest.ref}"


def tell_silence(*, at: datetime) -> int:
    """Tell what the law makes of silence, once the day to answer an objection has passed; how many were told."""
    late = Contest.objects.filter(answered_at__isnull=True, silence_told_at__isnull=True, answer_by__lt=day_of(at))
    return sum(_silent(contest, at) for contest in late.select_related("refusal__file__person__account").order_by("pk"))


@transaction.atomic
def _silent(contest: Contest, at: datetime) -> bool:
    """It is rejected by silence and the court is next (R142-6, R142-1-A); an answer may still come."""
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True, silence_told_at__isnull=True)
    if not waiting.update(silence_told_at=at):
        return False
    person, day = contest.refusal.file.person, contest.answer_by
    journal.record(subject=person.subject, verb="registration.contest.silent", by="clock", at=at, contest=contest.ref)
    casework.open_task(person=person, kind="contest_silent", about=about(contest), by="clock", at=at)
    letters.notify(
        person=person, code="contest_silent", at=at, day=day.isoformat(),
        until=entitlement.court_until(day).isoformat(),
    )  # fmt: skip
    return True


@transaction.atomic
def answer_objection(*, contest: Contest, answer: str, by: str, at: datetime) -> None:
    """She is right, or helped otherwise: a caseworker's words, once. Raises NothingSaid, MoveRefused."""
    answer = _said(answer)
    letters.notify(person=_answer(contest, answer, by, at), code="contest_answered", at=at, answer=answer)


@transaction.atomic
def uphold_refusal(*, contest: Contest, because: str, by: str, at: datetime) -> None:
    """The refusal stands: why, and where to go from there until when. Raises NothingSaid, MoveRefused."""
    because = _said(because)
    letters.notify(
        person=_answer(contest, because, by, at), code="decision_stands", at=at, answer=because, contest=CONTEST,
        until=stands_until(at).isoformat(),
    )  # fmt: skip


def _answer(contest: Contest, answer: str, by: str, at: datetime) -> Person:
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise journal.MoveRefused
    person = contest.refusal.file.person
    journal.record(subject=person.subject, verb="registration.contest.answered", by=by, at=at, contest=contest.ref)
    for kind in ("contest", "contest_silent"):
        casework.finish_tasks(person=person, kind=kind, about=about(contest), by=by, at=at)
    return person
