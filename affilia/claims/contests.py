"""Writes about objections: a person does not agree with a decision, a caseworker answers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims.models import Contest, Decision
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.letters import operations as letters


class NothingSaid(Refusal):
    """An empty objection."""

    code = "nothing_said"
    field = "words"
    sentence = _("Write why you do not agree, then send it.")


@transaction.atomic
def contest_decision(*, decision: Decision, words: str, by: str, at: datetime) -> Contest:
    """The person does not agree: one objection a decision. Raises NothingSaid."""
    words = words.strip()
    if not words:
        raise NothingSaid
    person = decision.line.claim.person
    try:
        with transaction.atomic():
            contest = Contest.objects.create(decision=decision, words=words[:5000], at=at)
    except IntegrityError:
        return Contest.objects.get(decision=decision)
    journal.record(subject=person.subject, verb="claims.decision.contested", by=by, at=at, decision=decision.ref)
    casework.open_task(person=person, kind="contest", about=f"contest:{contest.ref}", by=by, at=at)
    letters.notify(person=person, code="contest_received", at=at, about=f"claim:{decision.line.claim.ref}")
    return contest


@transaction.atomic
def answer_contest(*, contest: Contest, answer: str, by: str, at: datetime) -> None:
    """A caseworker's answer, once. Raises NothingSaid, MoveRefused."""
    answer = answer.strip()
    if not answer:
        raise NothingSaid
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise journal.MoveRefused
    person = contest.decision.line.claim.person
    journal.record(subject=person.subject, verb="claims.contest.answered", by=by, at=at, contest=contest.ref)
    casework.finish_tasks(person=person, kind="contest", about=f"contest:{contest.ref}", by=by, at=at)
    letters.notify(person=person, code="contest_answered", at=at, answer=answer)
