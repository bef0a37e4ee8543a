"""Leaving France: she says on which day; her rights end that day, and she reads what is left to do."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.coverage import endings, operations, queries, rights
from affilia.journal.operations import MoveRefused
from affilia.law.endings import LEFT
from affilia.pages.fields import DayField
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role


class LeavingForm(forms.Form):
    """The day she leaves."""

    until = DayField(
        label=gettext_lazy("The day you leave"),
        help_text=gettext_lazy("Your last day in France; you are covered until its evening."),
    )


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def leaving(request: SignedRequest) -> HttpResponse:
    """Say the day; then what to send, and until when to change one's mind."""
    person, form = person_of(request.user), LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endings.leave_france(person=person, on=form.cleaned_data["until"], by=request.user.actor, at=timezone.now())
            return redirect("leaving")
        except (endings.BadLastDay, endings.TooManyDepartures, operations.NoRights, MoveRefused) as refusal:
            show_refusal(form, refusal, beside="until")
    cover, ending = queries.coverage_of(person), rights.end_of(person, timezone.localdate())
    context = {
        "form": form, "cover": cover, "ending": ending, "tab": "status", "fund": endings.address_of(cover.fund),
        "hers": bool(ending and ending.code == LEFT),
    }  # fmt: skip
    return render(request, "portal/coverage/leaving.html", context)


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("POST",))
def staying(request: SignedRequest) -> HttpResponse:
    """She stays after all."""
    try:
        endings.stay_in_france(person=person_of(request.user), by=request.user.actor, at=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
    return redirect("leaving")


urlpatterns = [
    path("leaving/", leaving, name="leaving"),
    path("leaving/not/", staying, name="staying"),
]
