"""Writes about what the fund asks before rights may end: the title to stay and its last day, the letter, the answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import rights
from affilia.coverage.models import Period
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.law import endings
from affilia.law.reader import NoLaw
from affilia.letters import operations as letters
from affilia.people import operations as people

ASKED = {endings.STAY: "stay_asked", endings.RESIDENCE: "residence_asked"}


class BadStayDay(Refusal):
    """A title that ended before the law of R111-4 began: a slip of the pen, or of the reader."""

    code = "bad_stay_day"
    field = "until"
    sentence = _("Enter the last day printed on the title; check the year.")


@transaction.atomic
def record_stay(*, period: Period, until: date, by: str, at: datetime) -> None:
    """The last day of her title, as a new one says; what was asked about the old one is settled.

    Raises BadStayDay, MoveRefused.
    """
    try:
        endings.stay_floor(until)
    except (NoLaw, OverflowError) as error:
        raise BadStayDay from error
    people.hold(period.person)
    rows = Period.objects.filter(pk=period.pk)
    if not rows.filter(rights.going_on(day_of(at))).update(stay_until=until, stay_told_at=at):
        raise journal.MoveRefused
    rows.filter(control_about=endings.STAY).update(control_on=None, control_about="")
    _record(period, "stay.recorded", by, at, until=until.isoformat())
    casework.finish_tasks(person=period.person, kind="end_of_rights", about=f"period:{period.ref}", by=by, at=at)


@transaction.atomic
def open_control(*, period: Period, about: str, by: str, at: datetime) -> None:
    """The fund's letter before it may end rights, and a month to answer (END-6). Raises MoveRefused."""
    people.hold(period.person)
    free = Period.objects.filter(rights.going_on(day_of(at)), pk=period.pk, control_on__isnull=True)
    if not free.update(control_on=day_of(at), control_about=about):
        raise journal.MoveRefused
    period.refresh_from_db()
    _record(period, "control.opened", by, at, about=about)
    days = {"until": endings.control_answer_by(day_of(at)).isoformat()}
    if about == endings.STAY and period.stay_until:
        days |= {"ended": period.stay_until.isoformat(), "floor": endings.stay_floor(period.stay_until).isoformat()}
    letters.notify(person=period.person, code=ASKED[about], at=at, **days)


@transaction.atomic
def settle_control(*, period: Period, by: str, at: datetime) -> None:
    """The answer is good: rights go on. About a title the answer is `record_stay`. Raises MoveRefused."""
    asked = Period.objects.filter(rights.going_on(day_of(at)), pk=period.pk, control_about=endings.RESIDENCE)
    if not asked.update(control_on=None, control_about=""):
        raise journal.MoveRefused
    _record(period, "control.settled", by, at)
    letters.notify(person=period.person, code="control_settled", at=at)


def _record(period: Period, verb: str, by: str, at: datetime, **data: Any) -> None:
    subject = period.person.subject
    journal.record(subject=subject, verb=f"coverage.{verb}", by=by, at=at, period=period.ref, **data)
