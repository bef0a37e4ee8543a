"""The supervisor's page: what waits everywhere, what is late, who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from affilia.casework import board as tasks
from affilia.casework.queries import Row
from affilia.claims import doubts, objections
from affilia.coverage import exchanges
from affilia.desk.casework import address
from affilia.journal.queries import failed_jobs
from affilia.payments import queries as payments
from affilia.people.access import SignedRequest, access
from affilia.people.roles import Role
from affilia.registration import objections as refusals


@dataclass(frozen=True)
class Board:
    """All that the page shows."""

    on: date
    waiting: list[tasks.Waiting]
    oldest: list[tuple[Row, str]]
    done: list[tasks.Done]
    orders: list[payments.OrderView]
    held: list[tuple[str, int]]
    returned: int
    register: list[exchanges.ExchangeRow]
    contests: list[objections.OpenObjection]
    refusals: list[objections.OpenObjection]
    failed_jobs: int

    @property
    def count(self) -> int:
        """All open tasks."""
        return sum(row.count for row in self.waiting)

    @property
    def objections(self) -> int:
        """All that wait for an answer."""
        return len(self.contests) + len(self.refusals)

    @property
    def late(self) -> int:
        """Those past their day."""
        return sum(row.late for row in self.waiting)

    @property
    def register_late(self) -> int:
        """Requests the register should have answered."""
        return sum(row.due_on is not None and row.due_on < self.on for row in self.register)


def board(request: SignedRequest, on: date) -> Board:
    """One look at everything that waits."""
    waiting, account = tasks.waiting(on), request.user
    oldest = [(row, address(row.kind, row.about, row.person)) for row in tasks.oldest(account, on)]
    returned = next((row.count for row in waiting if row.kind == "payment_returned"), 0)
    return Board(
        on=on, waiting=waiting, oldest=oldest, done=tasks.done(on), orders=payments.to_approve(account),
        held=doubts.held_by_doubt(), returned=returned, register=exchanges.unanswered(),
        contests=objections.unanswered(), refusals=refusals.unanswered(), failed_jobs=failed_jobs(),
    )  # fmt: skip


@access(roles=[Role.SUPERVISOR], relation="fund", fields="B")
def overview(request: SignedRequest) -> HttpResponse:
    """What waits, for whoever answers for the desk."""
    found = board(request, timezone.localdate())
    return render(request, "desk/casework/board.html", {"board": found, "tab": "board"})


urlpatterns = [path("overview/", overview, name="desk-board")]
