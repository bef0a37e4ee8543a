"""Care sheets: sent by photo with typed lines, decided by the law, explained line by line, contested."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from affilia.claims import contests, operations, queries, sheets
from affilia.claims.estimates import SheetEstimate, estimate_sheet
from affilia.claims.views import ClaimView
from affilia.journal.errors import Refusal
from affilia.pages.forms import show_refusal
from affilia.pages.templatetags.affilia_ui import language
from affilia.payments import queries as payments
from affilia.people.access import SignedRequest, access
from affilia.people.queries import bank_account_of, person_of
from affilia.people.roles import Role
from affilia.portal.claims_forms import ContestForm, SheetForm, lines_of
from affilia.portal.documents import read_files
from affilia.registration.bank_details import offered


@access(roles=[Role.STUDENT], relation="own", fields="B")
def care(request: SignedRequest) -> HttpResponse:
    """All care sheets, the bank account, the doctor."""
    person = person_of(request.user)
    context = {
        "claims": queries.claims_of(person, language()), "bank": bank_account_of(person),
        "offered": offered(person), "tab": "care",
    }  # fmt: skip
    return render(request, "portal/claims/care.html", context)


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def claim_new(request: SignedRequest) -> HttpResponse:
    """A new sheet; the estimate comes from the same law before it is sent."""
    person, estimate = person_of(request.user), None
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "estimate" in request.POST:
        form.fields["photos"].required = False
        form.errors.pop("photos", None)
        estimate = _estimate(form, person)
    elif request.method == "POST" and form.is_valid():
        ref = _sent(request, form)
        if ref:
            return redirect("claim", ref)
    return render(request, "portal/claims/new.html", {"form": form, "estimate": estimate, "tab": "care"})


def _estimate(form: SheetForm, person: Any) -> SheetEstimate | None:
    told = form.cleaned_data if form.is_bound else {}
    if form.errors or not all(told.get(name) for name in ("code", "care_day", "fee", "pathway")):
        return None
    acts = [(line.code, line.fee_cents) for line in lines_of(told)]
    return estimate_sheet(
        person, acts=acts, care_day=told["care_day"], pathway=told["pathway"], rpps=told["rpps"],
        doctor=told["specialty"], sector=told["sector"], professional=told.get("professional") or "?", at=timezone.now(),
    )  # fmt: skip


def _sent(request: SignedRequest, form: SheetForm) -> str | None:
    """The reference of the sheet; a repeated form brings the first one back."""
    told = form.cleaned_data
    sheet = sheets.Sheet(
        told["professional"], told["rpps"], told["specialty"], told["sector"], told["pathway"], told["signed"],
        tuple(lines_of(told)),
    )  # fmt: skip
    try:
        return operations.send_sheet(
            key=told["key"], person=person_of(request.user), sheet=sheet, photos=read_files(told["photos"]),
            by=request.user.actor, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return None


@access(roles=[Role.STUDENT], relation="own", fields="B")
def claim(request: SignedRequest, ref: str) -> HttpResponse:
    """The euro explained, line by line."""
    found = queries.claim_for(request.user, ref, language())
    if found is None:
        raise Http404
    return render(request, "portal/claims/claim.html", _page(found))


def _page(found: ClaimView, objection: ContestForm | None = None, to: str = "") -> dict[str, Any]:
    """A sheet, each line with a form of its own; `objection`: the one sent against the decision `to`."""
    lines = [
        (line, objection if objection and line.decision == to else ContestForm(auto_id=_ids(line.decision)))
        for line in found.lines
    ]
    paid = payments.paid([line.decision for line in found.lines if line.decision])
    return {
        "claim": found, "paid": paid, "lines": lines, "form": objection, "today": timezone.localdate(), "tab": "care",
    }  # fmt: skip


def _ids(decision: str) -> str:
    """Ids that no other form of the page has."""
    return f"id_{decision}_%s"


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("POST",))
def contest(request: SignedRequest, ref: str) -> HttpResponse:
    """Object to a decision: a caseworker looks again."""
    decision = queries.decision_for(request.user, ref)
    if decision is None:
        raise Http404
    form = ContestForm(request.POST, auto_id=_ids(ref))
    sheet = decision.line.claim.ref
    if form.is_valid():
        words, by = form.cleaned_data["words"], request.user.actor
        if contests.contest_decision(decision=decision, words=words, by=by, at=timezone.now()) is None:
            messages.info(request, _("The day to contest has passed: we read your words as a question and answer you."))
        return redirect("claim", sheet)
    found = queries.claim_for(request.user, sheet, language())
    if found is None:
        raise Http404
    return render(request, "portal/claims/claim.html", _page(found, objection=form, to=ref))


urlpatterns = [
    path("", care, name="care"),
    path("new/", claim_new, name="claim-new"),
    path("<slug:ref>/", claim, name="claim"),
    path("decisions/<slug:ref>/contest/", contest, name="claim-contest"),
]
