"""Writes about objections: a person does not agree with a decision, a caseworker answers."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims.models import Contest, Decision
from affilia.claims.objections import stands_until
from affilia.documents.reasons import CONTEST
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.refs import new_ref
from affilia.law import entitlement
from affilia.letters import operations as letters


class NothingSaid(Refusal):
    """An empty objection."""

    code = "nothing_said"
    field = "words"
    sentence = _("Write why you do not agree, then send it.")


@transaction.atomic
def contest_decision(*, decision: Decision, words: str, by: str, at: datetime) -> Contest | None:
    """The person does not agree: one objection a decision; after its day, a question (None). Raises NothingSaid."""
    words = words.strip()[:5000]
    if not words:
        raise NothingSaid
    contest = Contest.objects.filter(decision=decision).first()
    if contest is None and decision.contest_by and day_of(at) > decision.contest_by:
        _asked(decision, words, by, at)
        return None
    return contest or _objected(decision, words, by, at)


def _objected(decision: Decision, words: str, by: str, at: datetime) -> Contest:
    person, answer_by = decision.line.claim.person, entitlement.silent_from(day_of(at))
    try:
        with transaction.atomic():
            contest = Contest.objects.create(decision=decision, words=words, at=at, answer_by=answer_by)
    except IntegrityError:
        return Contest.objects.get(decision=decision)
    journal.record(subject=person.subject, verb="claims.decision.contested", by=by, at=at, decision=decision.ref)
    casework.open_task(person=person, kind="contest", about=f"contest:{contest.ref}", by=by, at=at, due_on=answer_by)
    letters.notify(person=person, code="contest_received", at=at, about=f"claim:{decision.line.claim.ref}")
    return contest


def _asked(decision: Decision, words: str, by: str, at: datetime) -> None:
    """Too late to be an objection: it starts no deadline, somebody answers it, and what is still possible is told."""
    person, about = decision.line.claim.person, f"claim:{decision.line.claim.ref}"
    key = f"late:{decision.ref}:{hashlib.sha256(words.encode()).hexdigest()[:24]}"  # a double click says it once
    with journal.once(key=key, by=by, body=words, at=at) as attempt:
        if attempt.result:
            return
        letters.write_message(person=person, body=words, about=about, key=new_ref(), by=by, at=at)
        casework.open_task(person=person, kind="message", about=f"person:{person.ref}", by=by, at=at)
        assert decision.contest_by is not None
        letters.notify(
            person=person, code="contest_late", at=at, about=about, until=decision.contest_by.isoformat(),
            contest=decision.contest,
        )  # fmt: skip
        attempt.result = {"asked": decision.ref}


def tell_silence(*, at: datetime) -> int:
    """Tell what the law makes of silence, once the day to answer an objection has passed; how many were told."""
    late = Contest.objects.filter(answered_at__isnull=True, silence_told_at__isnull=True, answer_by__lt=day_of(at))
    return sum(_silent(contest, at) for contest in late.select_related("decision__line__claim__person__account"))


@transaction.atomic
def _silent(contest: Contest, at: datetime) -> bool:
    """It is rejected by silence and the court is next (R142-6, R142-1-A); an answer may still come."""
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True, silence_told_at__isnull=True)
    if not waiting.update(silence_told_at=at):
        return False
    person, day = contest.decision.line.claim.person, contest.answer_by
    journal.record(subject=person.subject, verb="claims.contest.silent", by="clock", at=at, contest=contest.ref)
    casework.open_task(person=person, kind="contest_silent", about=f"contest:{contest.ref}", by="clock", at=at)
    letters.notify(
        person=person, code="contest_silent", at=at, about=f"claim:{contest.decision.line.claim.ref}",
        day=day.isoformat(), until=entitlement.court_until(day).isoformat(),
    )  # fmt: skip
    return True


@transaction.atomic
def answer_contest(*, contest: Contest, answer: str, by: str, at: datetime) -> None:
    """A caseworker's answer, once. Raises NothingSaid, MoveRefused."""
    _answer(contest, answer, by, at)
    letters.notify(person=contest.decision.line.claim.person, code="contest_answered", at=at, answer=answer.strip())


@transaction.atomic
def uphold_decision(*, contest: Contest, because: str, by: str, at: datetime) -> None:
    """The decision stands: why, and where to go from there until when. Raises NothingSaid, MoveRefused."""
    _answer(contest, because, by, at)
    claim, until = contest.decision.line.claim, stands_until(at)
    letters.notify(
        person=claim.person, code="decision_stands", at=at, about=f"claim:{claim.ref}", answer=because.strip(),
        contest=CONTEST, until=until.isoformat(),
    )  # fmt: skip


def _answer(contest: Contest, answer: str, by: str, at: datetime) -> None:
    answer = answer.strip()
    if not answer:
        raise NothingSaid
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise journal.MoveRefused
    person = contest.decision.line.claim.person
    journal.record(subject=person.subject, verb="claims.contest.answered", by=by, at=at, contest=contest.ref)
    for kind in ("contest", "contest_silent"):
        casework.finish_tasks(person=person, kind=kind, about=f"contest:{contest.ref}", by=by, at=at)
