"""What comes by the clock about titles to stay: their last day is read, a new one asked for, rights end after the law's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from affilia.bridges import keys
from affilia.casework import operations as casework
from affilia.coverage import controls, endings, rights
from affilia.coverage.models import Period
from affilia.documents.models import Document
from affilia.documents.queries import readings_of
from affilia.formats.days import day_of
from affilia.journal.operations import MoveRefused
from affilia.law.endings import STAY, TITLE_ENDED, last_day
from affilia.law.reader import NoLaw
from affilia.law.told import EEA_CH
from affilia.people.models import Person
from affilia.people.queries import identity_of

TITLES = ("DOC-02", "DOC-07")
WAITING = ("safe", "read")
RULE = "rule"
log = logging.getLogger("affilia.coverage")


def follow_stays(*, at: datetime) -> int:
    """Once a day: read, ask, end; how many rights ended."""
    _each(_unread(at), _read, at)
    _each(_over(at).filter(control_on__isnull=True), _ask, at)
    asked = _over(at).filter(control_about=STAY)
    # a paper that waits for eyes may be the answer
    waiting = Document.objects.filter(paper__in=TITLES, state__in=WAITING)
    return _each(asked.exclude(person__documents__in=waiting), _end_over, at)


@transaction.atomic
def follow_title(*, person: Person, by: str, at: datetime) -> None:
    """A title was accepted: where rights are open its last day counts at once, and answers what was asked about it."""
    period = Period.objects.filter(person=person, until_day__isnull=True).select_related("person__account").first()
    if period:
        _read(period, at, by)


def _each(periods: Iterable[Period], act: Callable[[Period, datetime], bool], at: datetime) -> int:
    """How often it was done, one person at a time: what cannot be read or kept of one stops nobody else."""
    done = 0
    for period in periods:
        try:
            done += act(period, at)
        except (keys.Unsealable, NoLaw, IntegrityError):
            log.exception("The title to stay of period %s cannot be followed", period.ref)
    return done


def _ask(period: Period, at: datetime) -> bool:
    assert period.stay_until, "filtered by follow_stays"
    if _leaves_first(period, last_day(period.stay_until, day_of(at))):
        return False
    return _unless_faster(controls.open_control, period, at, about=STAY)


def _end_over(period: Period, at: datetime) -> bool:
    assert period.stay_until and period.control_on, "filtered by follow_stays"
    until = last_day(period.stay_until, period.control_on)
    return until < day_of(at) and not _leaves_first(period, until) and _end(period, until, at)


def _leaves_first(period: Period, until: date) -> bool:
    """Whether she leaves, by her own word, before her title could end her rights."""
    return period.last_day is not None and period.last_day <= until


def _end(period: Period, until: date, at: datetime) -> bool:
    """Machines doubt, people decide: a caseworker is asked, unless the operator lets the rule end rights."""
    if settings.END_BY_RULE:
        return _unless_faster(endings.end_period, period, at, until=until, reason=TITLE_ENDED)
    casework.open_task(
        person=period.person,
        kind="end_of_rights",
        about=f"period:{period.ref}",
        by=RULE,
        at=at,
        until=until.isoformat(),
    )
    return False


def _over(at: datetime) -> QuerySet[Period]:
    rows = Period.objects.filter(rights.going_on(day_of(at)), stay_until__lt=day_of(at))
    return rows.select_related("person__account").order_by("pk")


def _unread(at: datetime) -> QuerySet[Period]:
    """Rights that go on with a title accepted since its last day was last told."""
    rows = Period.objects.filter(rights.going_on(day_of(at))).filter(
        Q(stay_told_at__isnull=True) | Q(person__documents__checks__at__gt=F("stay_told_at")),
        person__documents__paper__in=TITLES, person__documents__state="checked",
        person__documents__checks__outcome="accept", person__documents__readings__field="expiry_date",
    )  # fmt: skip
    return rows.select_related("person__account").distinct().order_by("pk")


def _read(period: Period, at: datetime, by: str = RULE) -> bool:
    identity = identity_of(period.person)
    if identity is None or identity.nationality in EEA_CH:
        return False  # no title is needed (CSS R111-3)
    days = list(_days_read(period.person))
    if not days:
        return False
    latest = max([*days, *([period.stay_until] if period.stay_until else [])])
    return _unless_faster(controls.record_stay, period, at, by, until=latest)


def _days_read(person: Person) -> Iterator[date]:
    """The last days of her titles; a text that is no day was misread."""
    for paper in Document.objects.filter(person=person, paper__in=TITLES, state="checked"):
        with suppress(ValueError):
            yield date.fromisoformat(readings_of(paper).get("expiry_date", ""))


def _unless_faster(verb: Callable[..., None], period: Period, at: datetime, by: str = RULE, **told: Any) -> bool:
    """Whether it was done: a caseworker may have been faster, a reader may have taken one digit for another."""
    with suppress(MoveRefused, controls.BadStayDay, endings.BadLastDay):
        verb(period=period, by=by, at=at, **told)
        return True
    return False
