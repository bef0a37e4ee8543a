"""Writes about objections to a refused file: written here or by letter; their answer is that of all objections."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from affilia.claims.contests import ask_late, lodge, said, tell_silences
from affilia.formats.days import day_of
from affilia.journal import errors
from affilia.journal.operations import MoveRefused
from affilia.law import entitlement
from affilia.registration.models import Contest, Refusal


class BadLetterDay(errors.Refusal):
    """A letter comes after what it contests, and not tomorrow."""

    code = "bad_day"
    field = "received_on"
    sentence = _("Enter the day the fund received the letter: after the refusal, not in the future.")


@transaction.atomic
def contest_refusal(*, refusal: Refusal, words: str, by: str, at: datetime) -> Contest | None:
    """She does not agree: one objection a refusal; after its day, a question (None). Raises NothingSaid."""
    words, file = said(words), refusal.file
    made = Contest.objects.filter(refusal=refusal).first()
    if made is None and day_of(at) > refusal.contest_by:
        ask_late(
            person=file.person, words=words, code="refusal_contest_late", about="", of=file.ref,
            until=refusal.contest_by, contest=refusal.contest, by=by, at=at,
        )  # fmt: skip
        return None
    return made or _objected(refusal, words, day_of(at), by, at) or Contest.objects.get(refusal=refusal)


@transaction.atomic
def record_objection(*, refusal: Refusal, words: str, received_on: date, by: str, at: datetime) -> Contest:
    """A letter that came: whoever records it finds it in time. Raises NothingSaid, BadLetterDay, MoveRefused."""
    words = said(words)
    if not day_of(refusal.at) <= received_on <= day_of(at):
        raise BadLetterDay
    made = _objected(refusal, words, received_on, by, at)
    if made is None:
        raise MoveRefused
    return made


def _objected(refusal: Refusal, words: str, received_on: date, by: str, at: datetime) -> Contest | None:
    """None where there is one already."""
    answer_by = entitlement.silent_from(received_on)
    contest = Contest(refusal=refusal, words=words, at=at, received_on=received_on, answer_by=answer_by)
    new = lodge(
        objection=contest, verb="registration.refusal.contested", by=by, at=at, file=refusal.file.ref,
        contest=contest.ref, received_on=received_on.isoformat(),
    )  # fmt: skip
    return contest if new else None


def tell_silence(*, at: datetime) -> int:
    """Tell what the law makes of silence, once the day to answer an objection has passed; how many were told."""
    late = Contest.objects.filter(answered_at__isnull=True, silence_told_at__isnull=True, answer_by__lt=day_of(at))
    return tell_silences(late=late.select_related("refusal__file__person__account").order_by("pk"), at=at)
