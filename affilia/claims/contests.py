"""Writes about objections: a person does not agree with a decision, a caseworker answers, or silence does.

`lodge`, `ask_late`, `tell_silences`, `answer_contest` and `uphold_decision` serve the objections of other apps too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.casework.models import Objection
from affilia.claims.models import Contest, Decision
from affilia.claims.objections import stands_until
from affilia.documents.reasons import CONTEST
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.refs import new_ref
from affilia.law import entitlement
from affilia.letters import operations as letters
from affilia.people.models import Person


class NothingSaid(Refusal):
    """An empty objection."""

    code = "nothing_said"
    field = "words"
    sentence = _("Write why you do not agree, then send it.")


def said(words: str) -> str:
    """What somebody wrote. Raises NothingSaid."""
    words = words.strip()[:5000]
    if not words:
        raise NothingSaid
    return words


@transaction.atomic
def contest_decision(*, decision: Decision, words: str, by: str, at: datetime) -> Contest | None:
    """The person does not agree: one objection a decision; after its day, a question (None). Raises NothingSaid."""
    words, claim, today = said(words), decision.line.claim, day_of(at)
    made = Contest.objects.filter(decision=decision).first()
    if made is None and decision.contest_by and today > decision.contest_by:
        ask_late(
            person=claim.person, words=words, code="contest_late", about=f"claim:{claim.ref}", of=decision.ref,
            until=decision.contest_by, contest=decision.contest, by=by, at=at,
        )  # fmt: skip
        return None
    contest = Contest(decision=decision, words=words, at=at, answer_by=entitlement.silent_from(today))
    if made is None and lodge(objection=contest, verb="claims.decision.contested", by=by, at=at, decision=decision.ref):
        return contest
    return Contest.objects.get(decision=decision)


@transaction.atomic
def lodge(*, objection: Objection, verb: str, by: str, at: datetime, **data: str) -> bool:
    """Keep an objection, and ask a caseworker by the day of its answer; False where there is one already."""
    try:
        with transaction.atomic():
            objection.save(force_insert=True)
    except IntegrityError:
        return False
    person, due = objection.person, objection.answer_by
    journal.record(subject=person.subject, verb=verb, by=by, at=at, **data)
    casework.open_task(person=person, kind="contest", about=objection.about, by=by, at=at, due_on=due)
    letters.notify(person=person, code="contest_received", at=at, about=objection.told_about)
    return True


@transaction.atomic
def ask_late(
    *, person: Person, words: str, code: str, about: str, of: str, until: date, contest: str, by: str, at: datetime
) -> None:
    """Too late to be an objection: it starts no deadline, somebody answers it, and what is still possible is told.

    `code`: the notice; `of`: the reference of what she does not agree with.
    """
    key = f"late:{of}:{hashlib.sha256(words.encode()).hexdigest()[:24]}"  # a double click says it once
    with journal.once(key=key, by=by, body=words, at=at) as attempt:
        if attempt.result:
            return
        letters.write_message(person=person, body=words, about=about, key=new_ref(), by=by, at=at)
        casework.open_task(person=person, kind="message", about=f"person:{person.ref}", by=by, at=at)
        letters.notify(person=person, code=code, at=at, about=about, until=until.isoformat(), contest=contest)
        attempt.result = {"asked": of}


def tell_silence(*, at: datetime) -> int:
    """Tell what the law makes of silence, once the day to answer an objection has passed; how many were told."""
    late = Contest.objects.filter(answered_at__isnull=True, silence_told_at__isnull=True, answer_by__lt=day_of(at))
    return tell_silences(late=late.select_related("decision__line__claim__person__account").order_by("pk"), at=at)


def tell_silences(*, late: Iterable[Objection], at: datetime) -> int:
    """The same of these objections, each in a transaction of its own."""
    return sum(_silent(contest, at) for contest in late)


@transaction.atomic
def _silent(contest: Objection, at: datetime) -> bool:
    """It is rejected by silence and the court is next (R142-6, R142-1-A); an answer may still come."""
    rows = type(contest)._default_manager.filter(pk=contest.pk, answered_at__isnull=True, silence_told_at__isnull=True)
    if not rows.update(silence_told_at=at):
        return False
    person, day, until = contest.person, contest.answer_by, entitlement.court_until(contest.answer_by)
    journal.record(subject=person.subject, verb=f"{contest.VERB}.silent", by="clock", at=at, contest=contest.ref)
    casework.open_task(person=person, kind="contest_silent", about=contest.about, by="clock", at=at)
    letters.notify(
        person=person, code="contest_silent", at=at, about=contest.told_about, day=day.isoformat(),
        until=until.isoformat(),
    )  # fmt: skip
    return True


@transaction.atomic
def answer_contest(*, contest: Objection, answer: str, by: str, at: datetime) -> None:
    """She is right, or helped otherwise: a caseworker's words, once. Raises NothingSaid, MoveRefused."""
    answer = _answer(contest, answer, by, at)
    letters.notify(person=contest.person, code="contest_answered", at=at, about=contest.told_about, answer=answer)


@transaction.atomic
def uphold_decision(*, contest: Objection, because: str, by: str, at: datetime) -> None:
    """What was decided stands: why, and where to go from there until when. Raises NothingSaid, MoveRefused."""
    because = _answer(contest, because, by, at)
    letters.notify(
        person=contest.person, code="decision_stands", at=at, about=contest.told_about, answer=because,
        contest=CONTEST, until=stands_until(at).isoformat(),
    )  # fmt: skip


def _answer(contest: Objection, answer: str, by: str, at: datetime) -> str:
    answer, person = said(answer), contest.person
    waiting = type(contest)._default_manager.filter(pk=contest.pk, answered_at__isnull=True)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise journal.MoveRefused
    journal.record(subject=person.subject, verb=f"{contest.VERB}.answered", by=by, at=at, contest=contest.ref)
    for kind in ("contest", "contest_silent"):
        casework.finish_tasks(person=person, kind=kind, about=contest.about, by=by, at=at)
    return answer
