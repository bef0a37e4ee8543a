"""Writes about tasks: asked once while open, taken by one, settled once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from affilia.casework.kinds import KINDS, WORKING_DAYS
from affilia.casework.models import Task
from affilia.casework.states import WAITING
from affilia.formats.banking import working_days_on
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.people.models import Account, Person


@transaction.atomic
def open_task(
    *, person: Person, kind: str, about: str, by: str, at: datetime, due_on: date | None = None, **data: Any
) -> Task:
    """Ask a caseworker, by a day of its own or that of its kind; the same question is asked once while it is open."""
    days = KINDS[kind][1]
    usual = working_days_on(day_of(at), days) if kind in WORKING_DAYS else day_of(at) + timedelta(days=days)
    due = due_on or usual
    try:
        with transaction.atomic():
            task = Task.objects.create(person=person, kind=kind, about=about, data=data, opened_at=at, due_on=due)
    except IntegrityError:
        return Task.objects.get(kind=kind, about=about, state__in=WAITING)
    journal.record(subject=task.subject, verb="casework.task.opened", by=by, at=at, task=task.ref, kind=kind)
    return task


@transaction.atomic
def take_task(*, task: Task, account: Account, at: datetime) -> None:
    """Take a task for oneself. Raises MoveRefused when somebody was first."""
    journal.move(task, "take", verb="casework.task.taken", by=account.actor, at=at, task=task.ref)
    Task.objects.filter(pk=task.pk).update(taken_by=account)


@transaction.atomic
def give_back(*, task: Task, by: str, at: datetime) -> None:
    """Put a task back in the queue."""
    journal.move(task, "give_back", verb="casework.task.given_back", by=by, at=at, task=task.ref)
    Task.objects.filter(pk=task.pk).update(taken_by=None)


@transaction.atomic
def finish_tasks(*, person: Person, kind: str, about: str, by: str, at: datetime) -> int:
    """Close what asked this question; how many there were."""
    return _end("finish", "casework.task.finished", person, kind, about, by, at)


@transaction.atomic
def drop_tasks(*, person: Person, kind: str, about: str, by: str, at: datetime) -> int:
    """Nobody needs to answer this question any more; how many there were."""
    return _end("drop", "casework.task.dropped", person, kind, about, by, at)


def _end(move: str, verb: str, person: Person, kind: str, about: str, by: str, at: datetime) -> int:
    tasks = list(Task.objects.filter(person=person, kind=kind, about=about, state__in=WAITING))
    for task in tasks:
        journal.move(task, move, verb=verb, by=by, at=at, task=task.ref)
        Task.objects.filter(pk=task.pk).update(closed_at=at)
    return len(tasks)
