"""Reads about rights on a day: whether they are open, how they ended, the clock of the waiting number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from affilia.coverage.models import Exchange, Number, Period
from affilia.documents.models import Check, Document
from affilia.documents.reasons import CONTEST
from affilia.documents.states import WAITING
from affilia.formats.days import day_of
from affilia.law import clock, endings, entitlement
from affilia.law.papers import CIVIL_STATUS as CIVIL_STATUS
from affilia.people.models import Person

HERE = _("We have your civil-status paper: a caseworker looks at it. You have nothing to send.")


@dataclass(frozen=True)
class EndView:
    """An end of rights, past or to come: why, by which rule, and how to contest it."""

    last_day: date
    code: str
    sentence: str
    rule: str
    contest: str
    contest_by: date
    over: bool

    @property
    def departs(self) -> bool:
        """A departure to come, by her own word: it postpones nothing the law ends."""
        return self.code == endings.LEFT and not self.over


@dataclass(frozen=True)
class PeriodView:
    """A period of rights as the desk sees it."""

    ref: str
    fund: str
    from_day: date
    last_day: date | None
    stay_until: date | None
    floor: date | None
    control_about: str
    answer_by: date | None


def current_period(person: Person, on: date) -> Period | None:
    """The period no end has reached on a day; its rights may begin later."""
    alive = Period.objects.filter(Q(until_day__isnull=True) | Q(until_day__gt=on), person=person)
    return alive.order_by("-from_day", "-pk").first()


def going_on(on: date) -> Q:
    """Periods whose end only the law may bring: open ones, and those with a departure of hers to come."""
    return Q(until_day__isnull=True) | Q(ended_for=endings.LEFT, until_day__gt=on)


def last_period(person: Person) -> Period | None:
    """The latest period, ended or not."""
    return Period.objects.filter(person=person).order_by("-from_day", "-pk").first()


def last_day_of_rights(person: Person, stated_from: date) -> date | None:
    """The last day of the rights a paper states from a day on; None while nothing ends them."""
    periods = Period.objects.filter(person=person, from_day__lte=stated_from).order_by("-from_day", "-pk")
    period = periods.first()
    return period.last_day if period else None


def end_of(person: Person, on: date) -> EndView | None:
    """How the latest rights ended, or will; None while they are open."""
    period = last_period(person)
    if period is None or period.last_day is None or period.ended_at is None:
        return None
    ending = endings.ENDINGS[period.ended_for]
    until = entitlement.contest_until(day_of(period.ended_at))
    return EndView(
        period.last_day, ending.code, ending.sentence, ending.rule, CONTEST, until, over=period.last_day < on
    )


def period_view(person: Person) -> PeriodView | None:
    """The latest period, for the desk."""
    period = last_period(person)
    if period is None:
        return None
    return PeriodView(
        period.ref, period.fund, period.from_day, period.last_day, period.stay_until,
        endings.stay_floor(period.stay_until) if period.stay_until else None, period.control_about,
        endings.control_answer_by(period.control_on) if period.control_on else None,
    )  # fmt: skip


def clock_of(person: Person, on: date) -> clock.Situation | None:
    """Where the clock of her waiting number stands (CSS R114-7); None before it, and once the final number is there."""
    kinds = set(Number.objects.filter(person=person).values_list("kind", flat=True))
    if "NIA" not in kinds or "NIR" in kinds:
        return None
    noticed_at = person.identities.order_by("from_at").values_list("from_at", flat=True).first()
    if noticed_at is None:
        return None
    asked = Exchange.objects.filter(person=person, asks="final").order_by("pk").last()
    if asked and asked.state == "rejected":
        return None  # a caseworker looks into it: no day is known
    accepted = Check.objects.filter(document__person=person, document__paper__in=CIVIL_STATUS, outcome="accept")
    proved, noticed = accepted.order_by("at", "pk").first(), day_of(noticed_at)
    closed = (
        Period.objects.filter(person=person, ended_for=endings.NO_CIVIL_STATUS, ended_at__isnull=False)
        .order_by("-pk")
        .first()
    )
    happened = clock.Happened(
        noticed,
        max(day_of(proved.at), noticed) if proved else None,
        decided=clock.NO_IMPOSSIBILITY if closed else "",
        decided_on=day_of(closed.ended_at) if closed and closed.ended_at else None,
        sent_on=day_of(asked.prepared_at) if asked else clock.NOT_YET,
    )
    found = clock.situation(happened, max(on, noticed))
    here = Document.objects.filter(person=person, paper__in=CIVIL_STATUS, state__in=WAITING).exists()
    return replace(found, sentence=HERE) if here and found.name in ("civil_status_due", "formal_notice") else found
