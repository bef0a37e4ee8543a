"""Objections to a refused file: a letter recorded, the answer, or why the refusal stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.claims.contests import answer_contest, uphold_decision
from affilia.claims.objections import stands_until
from affilia.desk.people import looked_at
from affilia.documents.reasons import CONTEST as COMMISSION
from affilia.journal.errors import Refusal
from affilia.pages.fields import DayField
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import CONTEST
from affilia.people.queries import person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import contests, objections


class AnswerForm(forms.Form):
    """What the student reads."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"), widget=forms.Textarea, max_length=5000,
        error_messages={"required": gettext_lazy("Write your answer, then send it.")},
    )  # fmt: skip


class LetterForm(forms.Form):
    """An objection that came by post."""

    received_on = DayField(label=gettext_lazy("Day the fund received the letter"))
    words = forms.CharField(
        label=gettext_lazy("What the letter says"), widget=forms.Textarea, max_length=5000,
        error_messages={"required": gettext_lazy("Write what the letter says.")},
    )  # fmt: skip


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def objection(request: SignedRequest, ref: str) -> HttpResponse:
    """One objection: she is right, or the refusal stands."""
    found = objections.objection_for(request.user, ref)
    if found is None:
        raise Http404
    row, view = found
    looked_at(request, row.person, CONTEST)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, row, form):
        return redirect("desk")
    context = {
        "contest": view, "refusal": view.refusal, "form": form, "tab": "queue", "commission": COMMISSION,
        "until": stands_until(timezone.now()),
    }  # fmt: skip
    return render(request, "desk/registration/contest.html", context)


def _answered(request: SignedRequest, row: Any, form: forms.Form) -> bool:
    answer, by, now = form.cleaned_data["answer"], request.user.actor, timezone.now()
    try:
        if request.POST.get("verb") == "right":
            answer_contest(contest=row, answer=answer, by=by, at=now)
        else:
            uphold_decision(contest=row, because=answer, by=by, at=now)
    except Refusal as refusal:
        show_refusal(form, refusal, beside="answer")
        return False
    messages.success(request, _("Your answer is sent."))
    return True


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def letter(request: SignedRequest, ref: str) -> HttpResponse:
    """Record an objection that came by post: its clock runs from the day it was received."""
    person = person_for_staff(request.user, ref)
    refusal = objections.last_refusal(person) if person else None
    if person is None or refusal is None:
        raise Http404
    looked_at(request, person, CONTEST)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by, now = request.user.actor, timezone.now()
            made = contests.record_objection(refusal=refusal, by=by, at=now, **form.cleaned_data)
            return redirect("desk-file-contest", made.ref)
        except Refusal as refused:
            show_refusal(form, refused, beside="words")
    context = {"person": person, "form": form, "refusal": objections.told(refusal), "tab": "queue"}
    return render(request, "desk/registration/letter.html", context)


urlpatterns = [
    path("contests/<slug:ref>/", objection, name="desk-file-contest"),
    path("<slug:ref>/objection/", letter, name="desk-file-letter"),
]
