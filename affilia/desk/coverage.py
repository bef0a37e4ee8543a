"""The exchange with the register, certification, the doctor's form that came back on paper."""

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

from affilia.coverage import doctors, exchanges, operations, queries
from affilia.desk.people import looked_at
from affilia.formats import rpps
from affilia.journal.operations import MoveRefused
from affilia.pages.fields import DayField
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import DOCTOR
from affilia.people.queries import identity_of, person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import operations as registration


class DoctorPaperForm(forms.Form):
    """The day both signed."""

    from_day = DayField(label=gettext_lazy("Day both signed the form"))


@access(roles=STAFF, relation="fund", fields="B")
def register(request: SignedRequest) -> HttpResponse:
    """Requests to the national register and their answers."""
    return render(request, "desk/coverage/register.html", {"rows": exchanges.exchanges(), "tab": "register"})


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def ask_again(request: SignedRequest, ref: str) -> HttpResponse:
    """Ask the register again after a rejection was looked into."""
    person = person_for_staff(request.user, ref)
    if person is None:
        raise Http404
    registration.ask_register_again(person=person, by=request.user.actor, at=timezone.now())
    return redirect("desk-person", ref)


@access(roles=STAFF, relation="fund", fields="B", methods=("POST",))
def certify(request: SignedRequest, ref: str) -> HttpResponse:
    """Record that the register certified the number, when its word came by another way."""
    person = person_for_staff(request.user, ref)
    if person is None:
        raise Http404
    if not operations.certify_number(person=person, by=request.user.actor, at=timezone.now()):
        messages.error(request, _("There is no permanent number to certify."))
    return redirect("desk-person", ref)


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def doctor(request: SignedRequest, ref: str) -> HttpResponse:
    """Record the signed form of a médecin traitant."""
    found = queries.doctor_for(request.user, ref)
    if found is None:
        raise Http404
    looked_at(request, found.person, DOCTOR)
    if request.POST.get("verb") == "missed":
        return _missed(request, found)
    form = DoctorPaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = doctors.record_doctor(
                doctor=found, from_day=form.cleaned_data["from_day"], by=request.user.actor, at=timezone.now()
            )
            if made.until_day:
                messages.warning(request, _("A form signed later is recorded: this doctor counts until then only."))
            return redirect("desk")
        except (doctors.SignedInFuture, doctors.ReplacedThatDay, MoveRefused) as refusal:
            show_refusal(form, refusal, beside="from_day")
    context = {"form": form, "doctor": found, "expected": queries.form_is_expected(found), "tab": "queue"}
    context |= {
        "identity": identity_of(found.person),
        "person": found.person.ref,
        "doubtful": rpps.check(found.rpps).doubtful,
    }
    return render(request, "desk/coverage/doctor.html", context)


def _missed(request: SignedRequest, found: Any) -> HttpResponse:
    try:
        doctors.miss_doctor_form(doctor=found, by=request.user.actor, at=timezone.now())
        messages.success(request, _("The student is told that the form did not come."))
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
    return redirect("desk")


urlpatterns = [
    path("register/", register, name="desk-register"),
    path("register/<slug:ref>/again/", ask_again, name="desk-register-again"),
    path("numbers/<slug:ref>/certify/", certify, name="desk-certify"),
    path("doctors/<slug:ref>/", doctor, name="desk-doctor"),
]
