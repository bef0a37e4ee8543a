"""Writes about the end of rights: the end, its lifting, a departure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import operations, queries, rights
from affilia.coverage.models import Card, Number, Period
from affilia.coverage.states import CARDS_ALIVE
from affilia.documents.reasons import CONTEST
from affilia.formats import countries
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.models import Event
from affilia.journal.queries import history
from affilia.law import endings, entitlement
from affilia.law.reader import NoLaw
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person

DAY = timedelta(days=1)
MONTHS_AHEAD = 12
# each makes a certificate and mails: so many departures said by one person within so many days
DEPARTURES, WITHIN = 6, timedelta(days=30)


class BadLastDay(Refusal):
    """Rights do not end before they begin, nor years ahead."""

    code = "bad_last_day"
    field = "until"
    sentence = _("Enter the last day of rights: not before they began, not more than a year ahead.")


class NotAskedFirst(Refusal):
    """The fund's letter and its month come first (END-6)."""

    code = "not_asked_first"
    field = "reason"
    sentence = _("Not yet: the fund must ask by letter first, and wait a month for the answer (article R114-10).")


class BeforeFloor(Refusal):
    """END-4: the end of the sixth month after the title."""

    code = "before_floor"
    field = "until"
    sentence = _("The law keeps these rights open until {floor} at least (article R111-4).")


class RemovalDayMissing(Refusal):
    """The two months run from a day (END-4)."""

    code = "removal_day_missing"
    field = "removal_final_on"
    sentence = _("Enter the day the order to leave became final: rights last two months from it (article R111-4).")


class NotSuspended(Refusal):
    """STA-5: decided while payments are suspended, never before."""

    code = "not_suspended"
    field = "reason"
    sentence = _("Only while payments are suspended, after notice and formal notice (article R114-7).")


class TooManyDepartures(Refusal):
    """Said and taken back again and again."""

    code = "too_many_departures"
    field = "until"
    sentence = _("You told us several times that you leave. Write to us: a caseworker records the day with you.")


@transaction.atomic
def end_period(
    *, period: Period, until: date, reason: str, by: str, at: datetime, removal_final_on: date | None = None
) -> None:
    """End rights after `until`, their last day, with all that an end must say; certificates follow.

    `removal_final_on`: the day an order to leave became final, where that is the reason.
    Raises BadLastDay, NotAskedFirst, RemovalDayMissing, BeforeFloor, NotSuspended, MoveRefused.
    """
    _end(period, until, reason, by, at, removal_final_on)
    ending = endings.ENDINGS[reason]
    letters.notify(
        person=period.person, code="rights_ended", at=at, last_day=until.isoformat(), why=ending.sentence,
        rule=ending.rule, contest=CONTEST, until=entitlement.contest_until(day_of(at)).isoformat(),
    )  # fmt: skip


def _end(period: Period, until: date, reason: str, by: str, at: datetime, removal_final_on: date | None = None) -> None:
    people.hold(period.person)
    period.refresh_from_db()
    if until < period.from_day or until > entitlement.months_later(day_of(at), MONTHS_AHEAD):
        raise BadLastDay
    _allowed(period, until, reason, day_of(at))
    final = _final_order(until, removal_final_on, day_of(at)) if reason == endings.REMOVAL else {}
    # an end to come may be brought forward, never pushed back: that is lifted first
    open_then = Period.objects.filter(Q(until_day__isnull=True) | Q(until_day__gt=until + DAY), pk=period.pk)
    if not open_then.update(until_day=until + DAY, ended_for=reason, ended_at=at):
        raise journal.MoveRefused
    _record(period, "period.ended", by, at, until=until.isoformat(), reason=reason, **final)
    # what was asked about another end outlives a word about a later one
    if reason != endings.LEFT:
        casework.finish_tasks(person=period.person, kind="end_of_rights", about=f"period:{period.ref}", by=by, at=at)
    if reason == endings.FRAUD:  # what a false paper asked is decided
        casework.finish_tasks(
            person=period.person, kind="false_paper", about=f"person:{period.person.ref}", by=by, at=at
        )
    if reason == endings.NO_CIVIL_STATUS:
        Number.objects.filter(person=period.person, kind="NIA", until_at__isnull=True).update(until_at=at)
    operations.shorten_certificate(person=period.person, by=by, at=at)


def _allowed(period: Period, until: date, reason: str, on: date) -> None:
    """What the law wants before this reason may end rights."""
    control = endings.ENDINGS[reason].control
    if control:
        asked = period.control_on if period.control_about == control else None
        if asked is None or on <= endings.control_answer_by(asked):
            raise NotAskedFirst
    if control == endings.STAY:
        if period.stay_until is None:
            raise NotAskedFirst
        if until < endings.stay_floor(period.stay_until):
            raise BeforeFloor(floor=endings.stay_floor(period.stay_until))
    if reason == endings.NO_CIVIL_STATUS:
        told = rights.clock_of(period.person, on)
        if told is None or told.name != "suspended":
            raise NotSuspended


def _final_order(until: date, final_on: date | None, on: date) -> dict[str, str]:
    """The day from which the law's two months run, for the journal; no rights end before they are over."""
    if final_on is None or final_on > on:
        raise RemovalDayMissing
    try:
        floor = endings.removal_end(final_on)
    except NoLaw as error:
        raise RemovalDayMissing from error
    if until < floor:
        raise BeforeFloor(floor=floor)
    return {"removal_final_on": final_on.isoformat()}


@transaction.atomic
def restore_period(*, period: Period, by: str, at: datetime) -> None:
    """Lift an end: an objection that was right, a title that came after all, a departure taken back.

    Under a departure lies the fund's own end, if it had set one: that one stands again. Raises MoveRefused.
    """
    people.hold(period.person)
    period.refresh_from_db()
    stood = _stood_before(period) if period.ended_for == endings.LEFT else None
    if stood:
        _put_back(period, stood, by, at)
    else:
        _lift(period, by, at)


def _stood_before(period: Period) -> Event | None:
    """The end the fund had set before she said that she leaves, unless it was lifted since."""
    told = history(period.person.subject).filter(verb__in=("coverage.period.ended", "coverage.period.restored"))
    own = [event for event in told if event.data["period"] == period.ref and event.data.get("reason") != endings.LEFT]
    return own[-1] if own and own[-1].verb == "coverage.period.ended" else None


def _put_back(period: Period, stood: Event, by: str, at: datetime) -> None:
    last, ending = date.fromisoformat(stood.data["until"]), endings.ENDINGS[stood.data["reason"]]
    rows = Period.objects.filter(pk=period.pk, ended_for=endings.LEFT)
    if not rows.update(until_day=last + DAY, ended_for=ending.code, ended_at=stood.at):
        raise journal.MoveRefused
    _record(period, "departure.taken_back", by, at, until=last.isoformat(), reason=ending.code)
    operations.renew_certificate(person=period.person, by=by, at=at)
    letters.notify(
        person=period.person, code="end_stands", at=at, last_day=last.isoformat(), why=ending.sentence, rule=ending.rule
    )


def _lift(period: Period, by: str, at: datetime) -> None:
    reason = period.ended_for
    # a departure answers nothing that the fund asked
    settled = {} if reason == endings.LEFT else {"control_on": None, "control_about": ""}
    try:
        with transaction.atomic():
            ended = Period.objects.filter(pk=period.pk, until_day__isnull=False)
            lifted = ended.update(until_day=None, ended_for="", ended_at=None, **settled)
    except IntegrityError:
        lifted = 0  # rights were opened anew meanwhile
    if not lifted:
        raise journal.MoveRefused
    _record(period, "period.restored", by, at)
    current = Number.objects.filter(person=period.person, until_at__isnull=True)
    if reason == endings.NO_CIVIL_STATUS and not current.exists():
        last = Number.objects.filter(person=period.person, kind="NIA").order_by("-pk")[:1]
        Number.objects.filter(pk__in=last.values_list("pk", flat=True)).update(until_at=None)
    if queries.held_certificate(period.person):
        casework.open_task(person=period.person, kind="false_paper", about=f"person:{period.person.ref}", by=by, at=at)
    operations.renew_certificate(person=period.person, by=by, at=at)
    letters.notify(person=period.person, code="rights_restored", at=at)


@transaction.atomic
def leave_france(*, person: Person, on: date, by: str, at: datetime) -> None:
    """She leaves: rights end that day, before the six months, for she said so (END-1, END-2, END-4).

    Raises NoRights, BadLastDay, TooManyDepartures, MoveRefused.
    """
    people.hold(person)
    period = rights.current_period(person, day_of(at))
    if period is None:
        raise operations.NoRights
    said = history(person.subject).filter(verb="coverage.period.ended", actor=by, at__gt=at - WITHIN)
    if sum(event.data["reason"] == endings.LEFT for event in said) >= DEPARTURES:
        raise TooManyDepartures
    _end(period, on, endings.LEFT, by, at)
    card = Card.objects.filter(person=person, state__in=CARDS_ALIVE).first()
    if card:
        casework.open_task(person=person, kind="card_back", about=f"card:{card.ref}", by=by, at=at)
    _tell_departure(period, on, card, at)


def _tell_departure(period: Period, on: date, card: Card | None, at: datetime) -> None:
    """What she reads; a title may end her rights before she leaves, and no word of hers moves that day."""
    day = {"last_day": on.isoformat()}
    fund = {"fund": address_of(period.fund)}
    if period.stay_until and endings.stay_floor(period.stay_until) < on:
        told = {"ended": period.stay_until.isoformat(), "floor": endings.stay_floor(period.stay_until).isoformat()}
        letters.notify(person=period.person, code="left_title_first", at=at, **day, **fund, **told)
    elif card:
        letters.notify(person=period.person, code="left_with_card", at=at, **day, **fund)
    else:
        letters.notify(person=period.person, code="left", at=at, **day)


@transaction.atomic
def stay_in_france(*, person: Person, by: str, at: datetime) -> None:
    """She does not leave after all: until her last day she may say so herself. Raises MoveRefused."""
    period = rights.last_period(person)
    if period is None or period.ended_for != endings.LEFT or not period.last_day or period.last_day < day_of(at):
        raise journal.MoveRefused
    for card in Card.objects.filter(person=person, state__in=CARDS_ALIVE):
        casework.finish_tasks(person=person, kind="card_back", about=f"card:{card.ref}", by=by, at=at)
    restore_period(period=period, by=by, at=at)


def address_of(code: str) -> str:
    """A fund's name and where it takes post."""
    fund = countries.fund(code)
    if fund is None:
        return code
    return ", ".join(part for part in (fund.name, fund.address, f"{fund.postcode} {fund.city}".strip()) if part)


def _record(period: Period, verb: str, by: str, at: datetime, **data: Any) -> None:
    subject = period.person.subject
    journal.record(subject=subject, verb=f"coverage.{verb}", by=by, at=at, period=period.ref, **data)
