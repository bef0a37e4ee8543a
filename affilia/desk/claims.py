"""The claims bench: the sheet beside its lines; held lines corrected; objections answered."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.claims import operations, queries
from affilia.claims.doubts import REASONS
from affilia.claims.pathways import SECTORS
from affilia.desk.people import looked_at
from affilia.documents.queries import picture_links
from affilia.formats.money import dotted
from affilia.journal.errors import Refusal
from affilia.pages.fields import DayField, MoneyField
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import CLAIM, CONTEST
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


class RefuseLineForm(forms.Form):
    """Why a held line is refused."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=list(REASONS.items()))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = forms.CharField(label=gettext_lazy("Your answer"), widget=forms.Textarea, max_length=5000)


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
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
        return False
    return True


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def contest(request: SignedRequest, ref: str) -> HttpResponse:
    """An objection beside the steps of the decision; its answer is final here, the commission comes after."""
    found = queries.contest_for(request.user, ref)
    if found is None:
        raise Http404
    looked_at(request, found.decision.line.claim.person, CONTEST)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_contest(
                contest=found, answer=form.cleaned_data["answer"], by=request.user.actor, at=timezone.now()
            )
            return redirect("desk")
        except Refusal as refusal:
            form.add_error("answer", refusal.words)
    sheet = queries.claim_for(request.user, found.decision.line.claim.ref, language())
    return render(request, "desk/claims/contest.html", {"contest": found, "claim": sheet, "form": form, "tab": "queue"})


urlpatterns = [
    path("<slug:ref>/", claim, name="desk-claim"),
    path("contests/<slug:ref>/", contest, name="desk-contest"),
]
