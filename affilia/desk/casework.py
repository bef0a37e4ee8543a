"""The queue: saved views, oldest first, take and give back."""

from __future__ import annotations

import re
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from affilia.casework import operations, queries
from affilia.casework.kinds import KINDS
from affilia.journal.operations import MoveRefused
from affilia.people.access import SignedRequest, access
from affilia.people.roles import STAFF


def address(kind: str, about: str, person: str) -> str:
    """Where a task is settled."""
    ref = about.partition(":")[2]
    pages = {
        "check_claim": "desk-claim",
        "contest": "desk-contest",
        "contest_silent": "desk-contest",
        "correction": "desk-correct",
        "payment_returned": "desk-returned",
        "doctor_paper": "desk-doctor",
        "message": "desk-messages",
    }
    if about.startswith("refusal:"):
        return reverse("desk-file-contest", args=[ref])
    if kind in ("card_back", "end_of_rights", "false_paper"):
        return reverse("desk-rights", args=[person])
    return reverse(pages[kind], args=[ref]) if kind in pages else reverse("desk-person", args=[person])


@access(roles=STAFF, relation="fund", fields="C")
def queue(request: SignedRequest) -> HttpResponse:
    """One page of the queue."""
    kind = request.GET.get("view", "")
    told = request.GET.get("after", "")
    after = int(told) if re.fullmatch("[0-9]{1,18}", told) else 0
    if kind and kind not in KINDS:
        raise Http404
    rows, following = queries.queue(request.user, kind=kind, on=timezone.localdate(), after=after)
    counts = queries.counts()
    # a kind of which nothing waits takes no room on a phone
    views = [(name, words, counts.get(name, 0)) for name, (words, _days) in KINDS.items() if name in {kind, *counts}]
    context = {
        "rows": [(row, address(row.kind, row.about, row.person)) for row in rows],
        "views": [("", "", sum(counts.values())), *views],
        "kind": kind, "following": following, "tab": "queue",
    }  # fmt: skip
    return render(request, "desk/casework/queue.html", context)


@access(roles=STAFF, relation="fund", fields="C", methods=("POST",))
def take(request: SignedRequest, ref: str) -> HttpResponse:
    """Take a task and open it; when somebody was faster, the queue shows who."""
    task = queries.task_for(request.user, ref)
    if task is None:
        raise Http404
    try:
        operations.take_task(task=task, account=request.user, at=timezone.now())
    except MoveRefused:
        return redirect("desk")
    return redirect(address(task.kind, task.about, task.person.ref))


@access(roles=STAFF, relation="fund", fields="C", methods=("POST",))
def give_back(request: SignedRequest, ref: str) -> HttpResponse:
    """Put a task of one's own back in the queue."""
    task = queries.task_for(request.user, ref)
    if task is None or task.taken_by_id != request.user.pk:
        raise Http404
    with suppress(MoveRefused):  # a double click: it is back already
        operations.give_back(task=task, by=request.user.actor, at=timezone.now())
    return redirect("desk")


urlpatterns = [
    path("", queue, name="desk"),
    path("tasks/<slug:ref>/take/", take, name="desk-take"),
    path("tasks/<slug:ref>/give-back/", give_back, name="desk-give-back"),
]
