"""Writes about the médecin traitant: declared, the signed form on its way, recorded, or missing."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import queries
from affilia.coverage.models import Doctor
from affilia.formats import rpps
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person
from affilia.people.names import check_names


class BadRpps(Refusal):
    """Not the number of a professional."""

    code = "bad_rpps"
    field = "rpps"
    sentence = _("Enter the 11 digits of the doctor's RPPS number; they are on his prescriptions.")


class SignedInFuture(Refusal):
    """A form is not signed on a day to come."""

    code = "bad_day"
    field = "from_day"
    sentence = _("Enter the day both signed the form: not in the future.")


class ReplacedThatDay(Refusal):
    """The student declared another doctor later, and that form bears the same day."""

    code = "replaced_that_day"
    field = "from_day"
    sentence = _("A later form signed on the same day is recorded: this one would count for no day. Check the day.")


@transaction.atomic
def declare_doctor(*, person: Person, name: str, number: str, by: str, at: datetime) -> Doctor:
    """A médecin traitant to be: the form is printed, signed by both and sent. Raises BadRpps, UnseenSigns."""
    check_names(name=name)
    found = rpps.check(number)
    if not found.valid:
        raise BadRpps
    people.hold(person)
    for older in Doctor.objects.filter(person=person, from_day__isnull=True):
        casework.finish_tasks(person=person, kind="doctor_paper", about=f"doctor:{older.ref}", by=by, at=at)
        older.delete()
    doctor = Doctor.objects.create(person=person, name=name.strip(), rpps=found.number, asked_at=at)
    journal.record(subject=person.subject, verb="coverage.doctor.declared", by=by, at=at, doctor=doctor.ref)
    return doctor


@transaction.atomic
def expect_doctor_form(*, doctor: Doctor, by: str, at: datetime) -> None:
    """She says that the signed form is on its way: from now on a caseworker looks for it. Raises MoveRefused."""
    people.hold(doctor.person)
    if not Doctor.objects.filter(pk=doctor.pk, from_day__isnull=True).exists():
        raise journal.MoveRefused
    if queries.form_is_expected(doctor):
        return  # a double click
    journal.record(
        subject=doctor.person.subject, verb="coverage.doctor.form_sent", by=by, at=at, doctor=doctor.ref
    )  # fmt: skip
    casework.open_task(person=doctor.person, kind="doctor_paper", about=f"doctor:{doctor.ref}", by=by, at=at)


@transaction.atomic
def record_doctor(*, doctor: Doctor, from_day: date, by: str, at: datetime) -> Doctor:
    """The signed form is back: it takes its place among the others by the day of signature, until the next (MT-5).

    Raises SignedInFuture, ReplacedThatDay, MoveRefused.
    """
    if from_day > day_of(at):
        raise SignedInFuture
    person = doctor.person
    people.hold(person)
    until = _make_room(doctor, from_day)
    waiting = Doctor.objects.filter(pk=doctor.pk, from_day__isnull=True)
    if not waiting.update(from_day=from_day, until_day=until, recorded_by=by):
        raise journal.MoveRefused
    journal.record(
        subject=person.subject, verb="coverage.doctor.recorded", by=by, at=at, doctor=doctor.ref,
        from_day=from_day.isoformat(), until_day=until.isoformat() if until else "",
    )  # fmt: skip
    casework.finish_tasks(person=person, kind="doctor_paper", about=f"doctor:{doctor.ref}", by=by, at=at)
    letters.notify(
        person=person, code="doctor_was_recorded" if until else "doctor_recorded", at=at, from_day=from_day.isoformat(),
        **({"until": until.isoformat()} if until else {}),
    )  # fmt: skip
    doctor.refresh_from_db()
    return doctor


@transaction.atomic
def miss_doctor_form(*, doctor: Doctor, by: str, at: datetime) -> None:
    """The form she spoke of did not come: nobody looks for it any more, and she may send it again. Raises MoveRefused."""
    person, about = doctor.person, f"doctor:{doctor.ref}"
    people.hold(person)
    if not casework.finish_tasks(person=person, kind="doctor_paper", about=about, by=by, at=at):
        raise journal.MoveRefused
    journal.record(subject=person.subject, verb="coverage.doctor.form_missed", by=by, at=at, doctor=doctor.ref)
    letters.notify(person=person, code="doctor_form_missed", at=at)


def _make_room(doctor: Doctor, from_day: date) -> date | None:
    """End the one before on that day; the day of the next one, if a form signed later is recorded already."""
    others = Doctor.objects.filter(person=doctor.person, from_day__isnull=False).exclude(pk=doctor.pk)
    # of two signed on one day, the one asked for later replaced the other
    before = Q(from_day__lt=from_day) | Q(from_day=from_day, asked_at__lte=doctor.asked_at)
    following = others.exclude(before).order_by("from_day", "asked_at", "pk").first()
    if following and following.from_day == from_day:
        raise ReplacedThatDay
    previous = others.filter(before).order_by("from_day", "asked_at", "pk").last()
    if previous:
        others.filter(pk=previous.pk).update(until_day=from_day)
    return following.from_day if following else None
