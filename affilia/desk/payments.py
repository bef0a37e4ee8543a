"""Orders to the bank: prepared by one, approved by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from affilia.desk.people import looked_at
from affilia.journal.operations import MoveRefused
from affilia.payments import operations, queries, returns
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import FILE
from affilia.people.roles import STAFF


@access(roles=STAFF, relation="fund", fields="D", methods=("GET", "POST"))
def payments(request: SignedRequest) -> HttpResponse:
    """What is due, the orders; a POST prepares one."""
    if request.method == "POST":
        try:
            order = operations.prepare_order(day=timezone.localdate(), account=request.user, at=timezone.now())
            return redirect("desk-order", order.ref)
        except operations.NothingDue as refusal:
            messages.error(request, refusal.words)
            return redirect("desk-payments")
    ready, waiting, persons = queries.dues()
    context = {
        "ready": ready,
        "waiting": waiting,
        "persons": persons,
        "orders": queries.orders(request.user),
        "tab": "payments",
    }
    return render(request, "desk/payments/payments.html", context)


@access(roles=STAFF, relation="fund", fields="D")
def order(request: SignedRequest, ref: str) -> HttpResponse:
    """One order and its payments."""
    found = queries.order_for(request.user, ref)
    if found is None:
        raise Http404
    context = {
        "order": queries.order_view(found, request.user),
        "payments": queries.payments_of(found),
        "tab": "payments",
    }
    return render(request, "desk/payments/order.html", context)


@access(roles=STAFF, relation="fund", fields="D", methods=("POST",))
def decide(request: SignedRequest, ref: str) -> HttpResponse:
    """Approve an order somebody else prepared, or drop it."""
    found = queries.order_for(request.user, ref)
    if found is None:
        raise Http404
    verb, now = request.POST.get("verb", ""), timezone.now()
    try:
        if verb == "approve":
            _tell(request, operations.approve_order(order=found, account=request.user, at=now))
        elif verb == "drop":
            operations.drop_order(order=found, account=request.user, at=now)
    except (operations.SamePerson, operations.OrderChanged, MoveRefused) as refusal:
        messages.error(request, refusal.words)
    return redirect("desk-order", ref)


def _tell(request: SignedRequest, taken_out: list[Any]) -> None:
    """Whom the approved order does not pay, and why."""
    if taken_out:
        words = _(
            "Taken out of this order: {names}. Since it was prepared, their account or a decision changed; what is owed stays owed."
        )
        messages.warning(request, words.format(names=", ".join(queries.names_of(taken_out))))


@access(roles=STAFF, relation="fund", fields="D", methods=("GET", "POST"))
def returned(request: SignedRequest, ref: str) -> HttpResponse:
    """A payment the bank sent back: a POST says that it can be paid again."""
    found = queries.payment_for(request.user, ref)
    if found is None or found.state != "returned":
        raise Http404
    looked_at(request, found.person, FILE)
    if request.method == "POST":
        try:
            returns.settle_return(payment=found, by=request.user.actor, at=timezone.now())
            return redirect("desk")
        except (returns.NoNewAccount, MoveRefused) as refusal:
            messages.error(request, refusal.words)
            return redirect("desk-returned", ref)
    return render(request, "desk/payments/returned.html", {"returned": queries.returned_view(found), "tab": "queue"})


urlpatterns = [
    path("", payments, name="desk-payments"),
    path("returned/<slug:ref>/", returned, name="desk-returned"),
    path("<slug:ref>/", order, name="desk-order"),
    path("<slug:ref>/decide/", decide, name="desk-order-decide"),
]
