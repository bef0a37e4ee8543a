"""What waits and what was done, for whoever answers for the desk: by kind and age, the oldest, by caseworker."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from affilia.casework.kinds import KINDS
from affilia.casework.models import Task
from affilia.casework.queries import Row, rows_of
from affilia.casework.states import WAITING
from affilia.formats.days import PARIS, day_of
from affilia.journal.models import Event
from affilia.people.models import Account
from affilia.people.queries import actors_named

OLDEST = 15
FINISHED = "casework.task.finished"


@dataclass(frozen=True)
class Waiting:
    """Open tasks of one kind: how many, how old, how many past their day, how many nobody has taken."""

    kind: str
    title: str
    count: int
    free: int
    late: int
    days: int  # of the oldest
    fresh: int  # two days at most
    week: int
    older: int


@dataclass(frozen=True)
class Done:
    """What one member of staff settled."""

    name: str
    today: int
    week: int


def waiting(on: date) -> list[Waiting]:
    """Each kind that has open tasks, the one whose oldest waits longest first."""
    two, seven = _day(on - timedelta(days=2)), _day(on - timedelta(days=7))
    rows = Task.objects.filter(state__in=WAITING).order_by("kind").values("kind").annotate(
        count=Count("pk"), free=Count("pk", filter=Q(state="open")), late=Count("pk", filter=Q(due_on__lt=on)),
        oldest=Min("opened_at"), fresh=Count("pk", filter=Q(opened_at__gte=two)),
        week=Count("pk", filter=Q(opened_at__lt=two, opened_at__gte=seven)),
        older=Count("pk", filter=Q(opened_at__lt=seven)),
    )  # fmt: skip
    found = [
        Waiting(
            row["kind"], str(KINDS[row["kind"]][0]), row["count"], row["free"], row["late"],
            (on - day_of(row["oldest"])).days, row["fresh"], row["week"], row["older"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row.days, row.kind))


def oldest(account: Account, on: date) -> list[Row]:
    """The open tasks whose day comes first or has passed."""
    tasks = Task.objects.filter(state__in=WAITING).select_related("person", "taken_by").order_by("due_on", "pk")
    return rows_of(list(tasks[:OLDEST]), account, on)


def done(on: date) -> list[Done]:
    """Who settled how many questions today and since Monday, the most first."""
    monday = _day(on - timedelta(days=on.weekday()))
    rows = Event.objects.filter(verb=FINISHED, at__gte=monday, at__lt=_day(on + timedelta(days=1)))
    week, today = Counter[str](), Counter[str]()
    for actor, at in rows.values_list("actor", "at"):
        week[actor] += 1
        today[actor] += at >= _day(on)
    names = actors_named(list(week))
    return [Done(names[actor], today[actor], count) for actor, count in week.most_common() if actor in names]


def _day(on: date) -> datetime:
    """The first instant of a day."""
    return datetime(on.year, on.month, on.day, tzinfo=PARIS)
