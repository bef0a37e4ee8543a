"""The carte Vitale, from her order to her hands, and the personal account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from affilia.coverage import cards, operations, queries, rights
from affilia.journal.operations import MoveRefused
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role

# what she may say of her card
HERS = ("activate", "lose")


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def card(request: SignedRequest) -> HttpResponse:
    """Order the carte Vitale, see where it is; before certification, the reason why not."""
    return _asked(request, cards.order_card, _("Your carte Vitale is ordered."), "card")


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("POST",))
def card_moved(request: SignedRequest) -> HttpResponse:
    """She has it, or it is lost: then it is blocked, and another can be asked for."""
    found, name = queries.card_of(person_of(request.user)), request.POST.get("move", "")
    try:
        if found is None or name not in HERS:
            raise MoveRefused
        cards.move_card(card=found, name=name, by=request.user.actor, at=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
    return redirect("card")


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def health_account(request: SignedRequest) -> HttpResponse:
    """Open the personal account; before certification, the reason why not."""
    return _asked(request, cards.open_health_account, _("Your personal account is open."), "health-account")


def _asked(request: SignedRequest, operation: Any, done: str, name: str) -> HttpResponse:
    person, refused = person_of(request.user), ""
    if request.method == "POST":
        try:
            operation(person=person, by=request.user.actor, at=timezone.now())
            messages.success(request, done)
            return redirect(name)
        except (cards.NotCertified, operations.NoRights) as refusal:
            refused = refusal.words
    cover = queries.coverage_of(person)
    ending = rights.end_of(person, timezone.localdate())
    context = {"cover": cover, "ending": ending, "refused": refused, "page": name, "tab": "status"}
    return render(request, "portal/coverage/card.html", context)


urlpatterns = [
    path("card/", card, name="card"),
    path("card/moved/", card_moved, name="card-moved"),
    path("health-account/", health_account, name="health-account"),
]
