"""The file: its task list, one thing per page, the check, the sending."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.formats.countries import fund, iso2_of
from affilia.journal.operations import MoveRefused
from affilia.law import orientation
from affilia.pages.forms import show_refusal
from affilia.pages.templatetags.affilia_ui import country, day, instant
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role
from affilia.portal.registration_forms import FORMS
from affilia.portal.registration_words import SUMMARY, TITLES, WHY
from affilia.registration import operations, queries, sending, steps

DAYS = ("birth_date", "studies_from", "studies_until", "arrived_on")
STATUS = {
    "done": ("", gettext_lazy("Completed")),
    "todo": ("warn", gettext_lazy("Not started")),
    "started": ("warn", gettext_lazy("Started")),
    "checking": ("info", gettext_lazy("Being checked")),
    "confirm": ("warn", gettext_lazy("Accepted: confirm the account")),
    "problem": ("err", gettext_lazy("There is a problem")),
    "optional": ("", gettext_lazy("Optional now")),
}


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def file(request: SignedRequest) -> HttpResponse:
    """The task list, home of the file; the first visit says how to open one."""
    found = queries.file_of(request.user)
    if found is None or found.state == "refused":
        ended = queries.ended_file(person_of(request.user))
        return _open(request, ended) if request.method == "POST" else _none_open(request, ended)
    overview = queries.overview(found, timezone.localdate())
    groups = [
        (_("For your temporary certificate"), _rows(overview.temporary)),
        (_("For your permanent number (NIR)"), _rows(overview.permanent)),
    ]
    context = {"overview": overview, "groups": groups, "saved": instant(found.saved_at), "tab": "file"}
    context["redone"] = queries.redone(found, request.session.get("orientation", {}), timezone.localdate())
    return render(request, "portal/registration/file.html", context)


def _none_open(request: SignedRequest, ended: Any) -> HttpResponse:
    """No file yet, or one that ended: how to open one, by what the orientation was told."""
    told = request.session.get("orientation") or (ended and ended.orientation)
    answer = queries.oriented(told, timezone.localdate()) if told else None
    refusal = queries.refusal_of(ended) if ended and ended.state == "refused" else None
    context = {"answer": answer, "refusal": refusal, "ended": ended.state if ended else "", "tab": "file"}
    return render(request, "portal/registration/open.html", context)


def _open(request: SignedRequest, ended: Any) -> HttpResponse:
    told = request.session.get("orientation") or (ended.orientation if ended else {})
    answer = queries.oriented(told, timezone.localdate()) if told else None
    if answer is not None and answer.outcome in (orientation.DO_NOT, orientation.OTHER_FORM):
        return redirect("orientation-answer")
    operations.open_file(person=person_of(request.user), told=told, by=request.user.actor, at=timezone.now())
    return redirect("file")


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("POST",))
def reorient(request: SignedRequest) -> HttpResponse:
    """The questions were answered again while a file is open: use the new answers in it, or keep it as it is."""
    found, told = queries.file_of(request.user), request.session.pop("orientation", {})
    if found is None:
        raise Http404
    if request.POST.get("choice") == "use" and told:
        try:
            operations.answer_orientation(file=found, told=told, by=request.user.actor, at=timezone.now())
        except (operations.NotEditable, sending.NotForThisSite) as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, _("Your new answers are in your file. The list below follows them."))
    return redirect("file")


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def withdraw(request: SignedRequest) -> HttpResponse:
    """Take the file back, after a page that says what that means."""
    found = queries.file_of(request.user)
    if found is None or not queries.may_withdraw(found):
        return redirect("file")  # a double click: it is withdrawn
    if request.method == "POST":
        try:
            operations.withdraw_file(file=found, by=request.user.actor, at=timezone.now())
        except MoveRefused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, _("Your file is withdrawn."))
        return redirect("file")
    return render(request, "portal/registration/withdraw.html", {"number": found.number, "tab": "file"})


@cache
def _address(page: str, name: str) -> str:
    """Addresses do not change while the service runs; a task list needs a dozen."""
    return reverse(page, args=[name])


def _rows(rows: tuple[queries.Row, ...]) -> list[dict[str, Any]]:
    """Rows of the task list with their addresses and words."""
    out = []
    for row in rows:
        kind, words = STATUS[row.status]
        url = _address("file-step" if row.kind == "step" else "document-upload", row.name)
        if row.status == "confirm":
            url = reverse("bank-account")
        title = TITLES[row.title] if row.kind == "step" else _(row.title)
        out.append({"title": title, "url": url, "kind": kind, "status": words})
    return out


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def step(request: SignedRequest, name: str) -> HttpResponse:
    """One page: saved when sent, kept when wrong."""
    found = queries.file_of(request.user)
    if name not in FORMS or found is None:
        raise Http404
    form = FORMS[name](request.POST or None, initial=_known(found, name))
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_step(
                file=found, step=name, answers=form.cleaned_data, by=request.user.actor, at=timezone.now()
            )
        except operations.NotEditable as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(_after(name))
    read = queries.passport_readings(found.person)
    context = {
        "form": form, "title": TITLES[name], "why": WHY.get(name, ""), "saved": instant(found.saved_at), "tab": "file",
        "differs": [row for row in queries.differences(found, read) if row.field in steps.STEPS[name]],
        "read": any(read.get(field) for field in steps.STEPS[name]) and not getattr(found, steps.STEPS[name][0]),
    }  # fmt: skip
    return render(request, "portal/registration/step.html", context)


def _known(found: Any, name: str) -> dict[str, Any]:
    """What was answered; else what the passport says; else what the orientation was told."""
    known = {field: getattr(found, field) for field in steps.STEPS[name]}
    if not any(known.values()):
        read = {field: _told(field, value) for field, value in queries.passport_readings(found.person).items()}
        before = {**_oriented(found.orientation), **{field: value for field, value in read.items() if value}}
        known.update({field: value for field, value in before.items() if field in known})
    return known


def _oriented(told: dict[str, Any]) -> dict[str, Any]:
    """Answers of the orientation that are answers of the file."""
    first, second = [*told.get("nationalities", ()), "", ""][:2]
    found = {
        "nationality": first, "other_nationality": second, "birth_country": told.get("born_in"),
        "birth_date": told.get("birth_date"), "arrived_on": told.get("stay_from"),
    }  # fmt: skip
    return {field: value for field, value in found.items() if value}


def _told(field: str, value: str) -> str:
    if field == "nationality":
        return iso2_of(value) or ""
    return value.title() if field in ("surname", "given_names") else value


def _after(name: str) -> str:
    """The pages about the person follow one another; the others go back to the list."""
    following = steps.next_step(name)
    return reverse("file-step", args=[following]) if name in steps.ABOUT_YOU[:-1] and following else reverse("file")


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def check(request: SignedRequest) -> HttpResponse:
    """All answers on one page, then the sending."""
    found = queries.file_of(request.user)
    if found is None:
        raise Http404
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.submit_file(file=found, by=request.user.actor, at=timezone.now())
        except MoveRefused:
            return redirect("status")  # a double click: it was sent
        except (sending.SomethingMissing, sending.NotForThisSite) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your file is sent. We have it."))
            return redirect("status")
    overview = queries.overview(found, timezone.localdate())
    papers = [row for row in (*overview.temporary, *overview.permanent) if row.kind == "paper"]
    rows = [(label, _shown(found, name), _step_of(name)) for name, label in SUMMARY.items()]
    context = {"rows": rows, "papers": _rows(tuple(papers)), "form": form, "tab": "file"}
    return render(request, "portal/registration/check.html", context)


def _shown(found: Any, name: str) -> Any:
    """An answer as people read it; what she said to be unknown says so."""
    value = getattr(found, name)
    if name in ("birth_country", "nationality", "other_nationality"):
        return country(value)
    if name == "fund":
        return getattr(fund(value), "name", "")
    unknown = {
        "given_names": (found.no_given_names, _("My passport shows no given name")),
        "parent1_surname": (found.parents_unknown, _("My papers show no parent")),
    }
    if not value and unknown.get(name, ("",))[0]:
        return unknown[name][1]
    return day(value) if name in DAYS else value


def _step_of(name: str) -> str:
    return next(step for step, names in steps.STEPS.items() if name in names)


class AgreeForm(forms.Form):
    """The declaration on honour."""

    agreed = forms.BooleanField(
        label=gettext_lazy("What I wrote is true. I know that false statements can be punished (article L114-18)."),
        error_messages={"required": gettext_lazy("Tick this box to send your file.")},
    )


urlpatterns = [
    path("", file, name="file"),
    path("check/", check, name="file-check"),
    path("withdraw/", withdraw, name="file-withdraw"),
    path("orientation/", reorient, name="file-orientation"),
    path("<slug:name>/", step, name="file-step"),
]
