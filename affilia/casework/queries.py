"""Reading the queue: by page, oldest first, without offset or count of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from affilia.casework.kinds import KINDS
from affilia.casework.models import Task
from affilia.casework.states import WAITING
from affilia.formats.days import day_of
from affilia.people.models import Account
from affilia.people.queries import names_of

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    ref: str
    person: str
    who: str
    kind: str
    title: str
    about: str
    days: int
    due_on: date
    late: bool
    state: str
    mine: bool
    taken_by: str


def queue(account: Account, *, kind: str, on: date, after: int = 0) -> tuple[list[Row], int]:
    """(a page of the queue, where the next page starts or 0), oldest first; `kind` empty for all."""
    tasks = Task.objects.filter(state__in=WAITING, pk__gt=after).select_related("person", "taken_by").order_by("pk")
    if kind:
        tasks = tasks.filter(kind=kind)
    found = list(tasks[: PAGE + 1])
    return rows_of(found[:PAGE], account, on), found[PAGE - 1].pk if len(found) > PAGE else 0


def rows_of(tasks: list[Task], account: Account, on: date) -> list[Row]:
    """Tasks as lists show them to somebody."""
    names = names_of([task.person_id for task in tasks])
    return [_row(task, account, names.get(task.person_id, ""), on) for task in tasks]


def counts() -> dict[str, int]:
    """How many open tasks of each kind."""
    rows = Task.objects.filter(state__in=WAITING).order_by("kind").values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def task_for(account: Account, ref: str) -> Task | None:
    """A task, for somebody of the fund."""
    return Task.objects.select_related("person").filter(ref=ref).first() if account.is_staff else None


def next_task(account: Account, kind: str) -> Task | None:
    """The oldest open task of a kind that nobody has, for somebody of the fund."""
    tasks = Task.objects.select_related("person").filter(state="open", kind=kind).order_by("pk")
    return tasks.first() if account.is_staff else None


def _row(task: Task, account: Account, who: str, on: date) -> Row:
    return Row(
        ref=task.ref,
        person=task.person.ref,
        who=who or task.data.get("who", ""),
        kind=task.kind,
        title=str(KINDS[task.kind][0]),
        about=task.about,
        days=(on - day_of(task.opened_at)).days,
        due_on=task.due_on,
        late=task.due_on < on,
        state=task.state,
        mine=task.taken_by_id == account.pk,
        taken_by=task.taken_by.name if task.taken_by else "",
    )
