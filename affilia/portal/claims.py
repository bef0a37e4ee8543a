"""Care sheets: sent by photo with typed lines, decided by the law, explained line by line, contested."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.claims import contests, operations, queries, sheets
from affilia.claims.estimates import SheetEstimate, estimate_sheet
from affilia.claims.pathways import ACTS, DOCTORS, PATHWAYS, SECTORS
from affilia.coverage.queries import doctors_of
from affilia.formats import rpps
from affilia.journal.errors import Refusal
from affilia.journal.refs import new_ref
from affilia.pages.fields import DayField, MoneyField, NameField
from affilia.pages.templatetags.affilia_ui import language
from affilia.payments import queries as payments
from affilia.people.access import SignedRequest, access
from affilia.people.queries import bank_account_of, person_of
from affilia.people.roles import Role
from affilia.portal.documents import Files, FilesField, read_files
from affilia.registration.bank_details import offered

Declared = tuple[date, date | None, str]  # a médecin traitant: from, until, RPPS
MORE = [("", "—"), *ACTS.items()]


class SheetForm(forms.Form):
    """One visit: who, when, how much, and the photo of the sheet."""

    code = forms.ChoiceField(
        label=gettext_lazy("Who did you see?"), choices=list(ACTS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you saw.")},
    )  # fmt: skip
    professional = NameField(
        label=gettext_lazy("Name on the sheet"), max_length=120,
        error_messages={"required": gettext_lazy("Enter the name stamped on the sheet.")},
    )  # fmt: skip
    rpps = forms.CharField(
        label=gettext_lazy("RPPS number"), help_text=gettext_lazy("11 digits on the sheet; leave empty if you do not find it."),
        required=False, max_length=20,
    )  # fmt: skip
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty, if the sheet says one"), choices=[("", "—"), *DOCTORS.items()], required=False
    )
    care_day = DayField(label=gettext_lazy("Day of the visit"), help_text=gettext_lazy("For example 14 10 2026"))
    fee = MoneyField(label=gettext_lazy("How much did you pay?"), help_text=gettext_lazy("In euros, for example 30,00"))
    code2 = forms.ChoiceField(
        label=gettext_lazy("A second act on the same sheet, if any"), choices=MORE, required=False
    )
    fee2 = MoneyField(label=gettext_lazy("Paid for the second act"), required=False)
    code3 = forms.ChoiceField(label=gettext_lazy("A third act, if any"), choices=MORE, required=False)
    fee3 = MoneyField(label=gettext_lazy("Paid for the third act"), required=False)
    pathway = forms.ChoiceField(
        label=gettext_lazy("How did you come to this doctor?"), choices=list(PATHWAYS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer; the last one fits when none does.")},
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=gettext_lazy("How does this doctor work?"), required=False,
        help_text=gettext_lazy("It is written in the waiting room. We look it up if you do not know."),
        choices=[("", gettext_lazy("I do not know")), *SECTORS.items()],
    )  # fmt: skip
    signed = forms.BooleanField(label=gettext_lazy("The sheet is signed by the doctor and by me"), required=False)
    photos = FilesField(
        label=gettext_lazy("Photo of the feuille de soins (brown care sheet)"),
        help_text=gettext_lazy("The whole form. Photo or PDF, 10 MB."),
        widget=Files(attrs={"accept": "image/*,application/pdf,.heic", "multiple": True}),
        error_messages={"required": gettext_lazy("Take a photo of the sheet, then send it.")},
    )

    def clean_rpps(self) -> str:
        """Digits as printed, in groups or not."""
        digits = "".join(self.cleaned_data["rpps"].split())
        if digits and not rpps.check(digits).valid:
            raise forms.ValidationError(sheets.BadProfessional.sentence)
        return digits

    def clean_care_day(self) -> date:
        """Care that has been given."""
        care_day: date = self.cleaned_data["care_day"]
        if care_day > timezone.localdate():
            raise forms.ValidationError(sheets.BadDay.sentence)
        return care_day

    key = forms.CharField(widget=forms.HiddenInput, initial=new_ref, max_length=64)

    def clean(self) -> dict[str, Any]:
        """An added act comes with its price, and a price with its act."""
        for n in ("2", "3"):
            code, fee = self.cleaned_data.get(f"code{n}"), self.cleaned_data.get(f"fee{n}")
            if bool(code) != bool(fee) and f"fee{n}" not in self.errors:
                self.add_error(
                    f"fee{n}" if code else f"code{n}", gettext_lazy("Give both: which act, and what you paid for it.")
                )
        return self.cleaned_data


def lines_of(told: dict[str, Any]) -> list[sheets.NewLine]:
    """The acts typed: the first, and those added."""
    rows = [(told.get(f"code{n}"), told.get(f"fee{n}")) for n in ("", "2", "3")]
    return [sheets.NewLine(code, told["care_day"], fee) for code, fee in rows if code and fee]


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
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
        return None


class ContestForm(forms.Form):
    """Why she does not agree."""

    words = forms.CharField(
        label=gettext_lazy("Why do you not agree?"), widget=forms.Textarea, max_length=5000,
        error_messages={"required": gettext_lazy("Write why you do not agree, then send it.")},
    )  # fmt: skip


@access(roles=[Role.STUDENT], relation="own", fields="B")
def claim(request: SignedRequest, ref: str) -> HttpResponse:
    """The euro explained, line by line."""
    found = queries.claim_for(request.user, ref, language())
    if found is None:
        raise Http404
    return render(request, "portal/claims/claim.html", _page(person_of(request.user), found))


def _page(person: Any, found: queries.ClaimView, objection: ContestForm | None = None, to: str = "") -> dict[str, Any]:
    """A sheet, each line with a form of its own; `objection`: the one sent against the decision `to`."""
    doctors = doctors_of(person)
    lines = [
        (
            line,
            objection if objection and line.decision == to else ContestForm(auto_id=_ids(line.decision)),
            _undeclared(found, line, doctors),
        )
        for line in found.lines
    ]
    paid = payments.paid([line.decision for line in found.lines if line.decision])
    return {
        "claim": found,
        "paid": paid,
        "lines": lines,
        "form": objection,
        "today": timezone.localdate(),
        "tab": "care",
    }


def _undeclared(found: queries.ClaimView, line: queries.LineView, doctors: list[Declared]) -> bool:
    """Whether she spoke of a médecin traitant of hers, and less is paid because none was recorded on that day."""
    hers = found.pathway in (str(PATHWAYS[name]) for name in ("own", "referred", "replacement"))
    recorded = any(start <= line.care_day and (end is None or line.care_day < end) for start, end, _rpps in doctors)
    return hers and not recorded and any(step.name == "increase" for step in line.steps)


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
    return render(request, "portal/claims/claim.html", _page(person_of(request.user), found, objection=form, to=ref))


urlpatterns = [
    path("", care, name="care"),
    path("new/", claim_new, name="claim-new"),
    path("<slug:ref>/", claim, name="claim"),
    path("decisions/<slug:ref>/contest/", contest, name="claim-contest"),
]
