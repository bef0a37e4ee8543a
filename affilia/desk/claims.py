"""The claims bench: the sheet beside its lines; held lines corrected; decided lines put right."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.claims import corrections, operations, queries, readings, sheets
from affilia.claims.doubts import REASONS, same_photo
from affilia.claims.pathways import DOCTORS, PATHWAYS, SECTORS
from affilia.desk.people import looked_at
from affilia.documents.queries import picture_links
from affilia.formats.money import dotted
from affilia.journal.errors import Refusal
from affilia.journal.operations import MoveRefused
from affilia.pages.fields import DayField, MoneyField
from affilia.pages.forms import show_refusal
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import CLAIM
from affilia.people.queries import person_for_staff
from affilia.people.roles import STAFF


class LineForm(forms.Form):
    """A held line as it should have been typed."""

    code = forms.CharField(label=gettext_lazy("Act"), max_length=12)
    care_day = DayField(label=gettext_lazy("Day of the visit"))
    fee = MoneyField(label=gettext_lazy("Paid"))
    printed = MoneyField(label=gettext_lazy("Price of one pack or trip, as printed"), required=False)
    sector = forms.ChoiceField(
        label=gettext_lazy("The professional works"), required=False, choices=[("", gettext_lazy("as told")), *SECTORS.items()]
    )  # fmt: skip


class ReadForm(LineForm):
    """What a decided line and its sheet should have been read as, and why it is corrected."""

    units = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=99)
    professional = forms.CharField(label=gettext_lazy("Name on the sheet"), max_length=120)
    rpps = forms.CharField(label=gettext_lazy("RPPS number"), required=False, max_length=20)
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty, if the sheet says one"), choices=[("", "—"), *DOCTORS.items()], required=False
    )
    pathway = forms.ChoiceField(
        label=gettext_lazy("How the student came to this doctor"), choices=list(PATHWAYS.items())
    )
    signed = forms.BooleanField(label=gettext_lazy("The sheet is signed"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Why it is corrected"), widget=forms.Textarea, max_length=5000,
        help_text=gettext_lazy("The student reads it as the answer to the objection, if there is one."),
    )  # fmt: skip


class RefuseLineForm(forms.Form):
    """Why a held line is refused."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=list(REASONS.items()))


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def claim(request: SignedRequest, ref: str) -> HttpResponse:
    """One sheet; a held line can be corrected and released, or refused."""
    found = queries.claim_for(request.user, ref, language())
    person = person_for_staff(request.user, found.person) if found else None
    if found is None or person is None:
        raise Http404
    looked_at(request, person, CLAIM)
    # a form acts on the line it shows: a second click finds it settled, and no other line
    waiting = [line for line in found.lines if line.state == "held"]
    asked = request.POST.get("line", "")
    held = next((line for line in waiting if request.method == "GET" or line.ref == asked), None)
    if request.method == "POST" and held is None:
        return redirect("desk-claim", ref)
    start = {"code": held.code, "care_day": held.care_day.isoformat(), "fee": dotted(held.fee)} if held else {}
    refusing = request.POST.get("verb") == "refuse"
    form = LineForm(None if refusing else request.POST or None, initial=start)
    refuse = RefuseLineForm(request.POST if refusing else None)
    if request.method == "POST" and held and _settled(request, held.ref, refuse if refusing else form):
        return redirect("desk-claim", ref)
    pictures = picture_links(request.session.session_key or "", found.pages, timezone.now())
    context = {"claim": found, "pictures": pictures, "held": held, "form": form, "refuse": refuse, "tab": "queue"}
    context["twins"] = same_photo(ref)
    return render(request, "desk/claims/claim.html", context)


def _settled(request: SignedRequest, ref: str, form: forms.Form) -> bool:
    """Release or refuse the line; what stands in the way is told beside the form."""
    line = queries.line_for_staff(request.user, ref)
    if line is None or not form.is_valid():
        return False
    told, by, now = form.cleaned_data, request.user.actor, timezone.now()
    try:
        if "reason" in told:
            operations.refuse_line(line=line, reason=told["reason"], by=by, at=now)
        else:
            operations.release_line(
                line=line, code=told["code"], care_day=told["care_day"], fee_cents=told["fee"], sector=told["sector"],
                printed_cents=told["printed"], by=by, at=now,
            )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    return True


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def correct(request: SignedRequest, ref: str) -> HttpResponse:
    """A decided line: put right what was read, or leave what was decided as it is."""
    line = queries.line_for_staff(request.user, ref)
    decision = line.holding if line else None
    if line is None or decision is None:
        raise Http404
    looked_at(request, line.claim.person, CLAIM)
    keeping = request.POST.get("verb") == "keep"
    form = ReadForm(None if keeping else request.POST or None, initial=_as_read(queries.read_of(line)))
    if request.method == "POST" and _put_right(request, decision, form, keeping=keeping):
        return redirect("desk-claim", line.claim.ref)
    sheet = queries.claim_for(request.user, line.claim.ref, language())
    pictures = picture_links(request.session.session_key or "", sheet.pages if sheet else (), timezone.now())
    context = {"claim": sheet, "pictures": pictures, "form": form, "decision": decision.ref, "tab": "queue"}
    return render(
        request,
        "desk/claims/correct.html",
        {**context, "proposed": queries.proposal(line), "before": readings.read_before(line)},
    )


def _as_read(read: sheets.Read) -> dict[str, Any]:
    told = read.line
    return {
        **asdict(read), "code": told.code, "care_day": told.care_day.isoformat(), "fee": dotted(told.fee_cents),
        "units": told.units, "printed": dotted(told.printed_cents) if told.printed_cents else "",
    }  # fmt: skip


def _put_right(request: SignedRequest, decision: Any, form: ReadForm, *, keeping: bool) -> bool:
    """Correct the decision that was shown, or keep it; what stands in the way is told beside the form."""
    by, now = request.user.actor, timezone.now()
    try:
        if keeping:
            corrections.keep_decision(line=decision.line, by=by, at=now)
            return True
        if not form.is_valid():
            return False
        if request.POST.get("decision") != decision.ref:
            raise MoveRefused
        told = form.cleaned_data
        line = sheets.NewLine(told["code"], told["care_day"], told["fee"], told["units"], told["printed"])
        read = sheets.Read(
            line, told["professional"], "".join(told["rpps"].split()), told["specialty"], told["sector"],
            told["pathway"], told["signed"],
        )  # fmt: skip
        corrections.correct_decision(decision=decision, read=read, because=told["words"], by=by, at=now)
    except Refusal as refusal:
        if form.is_bound:
            show_refusal(form, refusal)
        return keeping  # a second click: it is settled
    return True


urlpatterns = [
    path("<slug:ref>/", claim, name="desk-claim"),
    path("lines/<slug:ref>/correct/", correct, name="desk-correct"),
]
