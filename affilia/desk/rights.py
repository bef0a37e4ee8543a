"""Rights of a person: what the fund asked, the end and its lifting, the title to stay, the carte Vitale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.coverage import cards, controls, endings, queries, rights
from affilia.coverage.revocations import REVOCATIONS, allow_certificates, held_view, revoke_certificate
from affilia.coverage.states import CARD_MOVES
from affilia.desk.people import looked_at
from affilia.journal.errors import Refusal
from affilia.journal.operations import MoveRefused
from affilia.law.endings import ENDINGS, RESIDENCE
from affilia.pages.fields import DayField
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import FILE
from affilia.people.queries import identity_of, person_for_staff
from affilia.people.roles import STAFF


class StayForm(forms.Form):
    """The last day of her title, as the paper says."""

    until = DayField(label=gettext_lazy("Last day of the title to stay"))


def ending_choices() -> list[tuple[str, str]]:
    """The catalogue of endings, each with its rule."""
    return [(ending.code, f"{_(ending.sentence)} ({ending.rule})") for ending in ENDINGS.values()]


class EndForm(forms.Form):
    """What an end must say; the catalogue has its rule and the way to contest."""

    # asked for each page, in the language of whoever opens it
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=ending_choices)
    until = DayField(label=gettext_lazy("Last day of rights"))
    removal_final_on = DayField(label=gettext_lazy("After an order to leave: the day it became final"), required=False)


FORMS: dict[str, tuple[type[forms.Form], Callable[..., None]]] = {
    "stay": (StayForm, controls.record_stay),
    "end": (EndForm, endings.end_period),
}
BUTTONS: dict[str, Callable[..., object]] = {
    "settle": controls.settle_control,
    "restore": endings.restore_period,
    "allow": lambda period, **told: allow_certificates(person=period.person, **told),
    "ask": lambda **told: controls.open_control(about=RESIDENCE, **told),
}


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def person_rights(request: SignedRequest, ref: str) -> HttpResponse:
    """Her period of rights and what a caseworker may do about it."""
    person = person_for_staff(request.user, ref)
    if person is None:
        raise Http404
    looked_at(request, person, FILE)
    verb = request.POST.get("verb", "")
    shown = {name: form(request.POST if name == verb else None, prefix=name) for name, (form, _verb) in FORMS.items()}
    period = rights.last_period(person)
    if request.method == "POST" and period and _done(request, period, verb, shown.get(verb)):
        return redirect("desk-rights", ref)
    ending = rights.end_of(person, timezone.localdate())
    context = {
        "person": person, "identity": identity_of(person), "period": rights.period_view(person),
        "ending": ending, "goes_on": ending is None or ending.departs, "cover": queries.coverage_of(person),
        "stay": shown["stay"], "end": shown["end"], "moves": _moves(person), "tab": "queue",
        "certificates": queries.certificates_of(person), "reasons": REVOCATIONS.values(),
        "held": held_view(person),
    }  # fmt: skip
    return render(request, "desk/coverage/rights.html", context)


def _done(request: SignedRequest, period: Any, verb: str, form: forms.Form | None) -> bool:
    """Whether the page may be shown anew: what stands in the way is told beside the form, or above the page."""
    by, now = request.user.actor, timezone.now()
    if form is None:
        act = BUTTONS.get(verb)
        return act is None or _told(request, act, period=period, by=by, at=now)
    if not form.is_valid():
        return False
    try:
        FORMS[verb][1](period=period, by=by, at=now, **form.cleaned_data)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _told(request: SignedRequest, act: Callable[..., Any], **told: Any) -> bool:
    try:
        act(**told)
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return True


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.ChoiceField(choices=[(reason.code, reason.sentence) for reason in REVOCATIONS.values()])


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def revoke(request: SignedRequest, ref: str) -> HttpResponse:
    """Take a certificate back; where rights are open a new one follows."""
    certificate = queries.certificate_for(request.user, ref)
    if certificate is None:
        raise Http404
    form = RevokeForm(request.POST)
    if form.is_valid():
        told = {"reason": form.cleaned_data["reason"], "by": request.user.actor, "at": timezone.now()}
        _told(request, revoke_certificate, certificate=certificate, **told)
    else:
        messages.error(request, _("Choose why the certificate is taken back."))
    return redirect("desk-rights", certificate.person.ref)


MOVES = {
    "make": gettext_lazy("Made"),
    "send": gettext_lazy("In the post"),
    "activate": gettext_lazy("Received"),
    "come_back": gettext_lazy("The post brought it back"),
    "lose": gettext_lazy("Lost or stolen: block it"),
    "close": gettext_lazy("Given back, or rights are over: close it"),
}


def _moves(person: Any) -> list[tuple[str, Any]]:
    """The moves her card may make now."""
    card = queries.card_of(person)
    return [(name, label) for name, label in MOVES.items() if card and card.state in CARD_MOVES[name][0]]


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def move_card(request: SignedRequest, ref: str) -> HttpResponse:
    """One step of a card, as the maker or the post says."""
    card = queries.card_for(request.user, ref)
    if card is None:
        raise Http404
    _told(request, _card_verb, card=card, name=request.POST.get("move", ""), by=request.user.actor, at=timezone.now())
    return redirect("desk-rights", card.person.ref)


def _card_verb(*, card: Any, name: str, by: str, at: datetime) -> None:
    if name not in MOVES:
        raise MoveRefused
    if name == "close":
        cards.close_card(card=card, by=by, at=at)
    else:
        cards.move_card(card=card, name=name, by=by, at=at)


urlpatterns = [
    path("rights/<slug:ref>/", person_rights, name="desk-rights"),
    path("certificates/<slug:ref>/revoke/", revoke, name="desk-certificate-revoke"),
    path("cards/<slug:ref>/move/", move_card, name="desk-card-move"),
]
