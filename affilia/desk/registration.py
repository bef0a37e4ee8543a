"""Refusing a registration with all it must say, closing a file, correcting who she is from a paper."""

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

from affilia.coverage.queries import coverage_of
from affilia.desk.people import looked_at
from affilia.documents import queries as documents
from affilia.documents.operations import ReasonMissing
from affilia.documents.reasons import for_paper
from affilia.formats import countries
from affilia.journal.errors import Refusal
from affilia.journal.operations import MoveRefused
from affilia.law.papers import PAPERS
from affilia.pages.fields import NameField, PartialDateField, offer
from affilia.pages.forms import show_refusal
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import FILE, REGISTER
from affilia.people.queries import identities_of, person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import identity, operations, queries
from affilia.registration.refusals import GROUNDS


class RefuseForm(forms.Form):
    """Why a registration is refused: a ground of the law, or what is wrong with a paper that is named."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Choose why the registration is refused.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Words to the student"), required=False, max_length=1000, widget=forms.Textarea,
        help_text=gettext_lazy("What the student should know besides. The rule and the way to contest are added."),
    )  # fmt: skip

    def __init__(self, papers: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = [(code, str(ground.why)) for code, ground in GROUNDS.items()]
        choices: list[Any] = [("", _("Choose a reason")), (_("The person"), person)]
        for paper, title in papers.items():
            wrong = [(f"{reason.code}:{paper}", sentence(reason.sent)) for reason in for_paper(paper)]
            choices.append((_(title), wrong))
        offer(self, "reason", choices)


def sentence(words: Any) -> str:
    """Words of the catalogue as a sentence of their own, in the language of the page."""
    return f"{str(words)[:1].upper()}{str(words)[1:]}"


@access(roles=STAFF, relation="fund", fields="C", methods=("GET", "POST"))
def refuse(request: SignedRequest, ref: str) -> HttpResponse:
    """Refuse the file of a person: the reason, then what she will read, then the refusal."""
    person = person_for_staff(request.user, ref)
    file = queries.file_for_staff(request.user, person) if person else None
    if person is None or file is None:
        raise Http404
    looked_at(request, person, FILE)
    if not queries.may_refuse(file):
        messages.error(request, MoveRefused().words)
        return redirect("desk-person", ref)
    papers = {name: view.title for name, view in documents.latest(person).items() if name in PAPERS}
    form = RefuseForm(papers, request.POST or None)
    context = {"person": person, "file": file, "form": form, "tab": "queue"}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if request.POST.get("verb") == "refuse" and _refused(request, file, told):
            return redirect("desk-person", ref)
        if request.POST.get("verb") != "change":
            context["told"] = queries.refusal_to_be(told["reason"], told["words"], timezone.localdate())
    return render(request, "desk/registration/refuse.html", context)


def _refused(request: SignedRequest, file: Any, told: dict[str, Any]) -> bool:
    try:
        operations.refuse_file(file=file, **told, by=request.user.actor, at=timezone.now())
    except (ReasonMissing, MoveRefused) as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("The registration is refused. The student is told."))
    return True


class CloseForm(forms.Form):
    """Why nothing more is expected of the file."""

    closing = forms.ChoiceField(label=gettext_lazy("Why"))

    def __init__(self, closings: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((code, sentence(words)) for code, words in closings.items())]
        self.fields["closing"] = forms.ChoiceField(label=_("Why"), choices=choices)


@access(roles=STAFF, relation="fund", fields="C", methods=("POST",))
def close(request: SignedRequest, ref: str) -> HttpResponse:
    """Close the file of a person, who is told why."""
    person = person_for_staff(request.user, ref)
    file = queries.file_for_staff(request.user, person) if person else None
    if file is None:
        raise Http404
    form = CloseForm(queries.closings(file), request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose why the file is closed."))
        return redirect("desk-person", ref)
    try:
        reason = form.cleaned_data["closing"]
        operations.close_file(file=file, reason=reason, by=request.user.actor, at=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
        return redirect("desk-person", ref)
    messages.success(request, _("The file is closed. The student is told."))
    return redirect("desk")


class IdentityForm(forms.Form):
    """Who she is, as an accepted paper says it, and why that differs from what was recorded."""

    surname = NameField(label=gettext_lazy("Family name"), max_length=120)
    given_names = NameField(label=gettext_lazy("Given names"), max_length=120, required=False)
    no_given_names = forms.BooleanField(label=gettext_lazy("The paper shows no given name"), required=False)
    birth_date = PartialDateField(label=gettext_lazy("Date of birth"))
    birth_town = NameField(label=gettext_lazy("Town of birth"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=[("F", "F"), ("M", "M")])

    def __init__(self, papers: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nations = [("", "—"), *countries.names(language())]
        reasons = [(code, str(words)) for code, words in identity.REASONS.items()]
        self.fields["birth_country"] = forms.ChoiceField(label=_("Country of birth"), choices=nations)
        self.fields["nationality"] = forms.ChoiceField(
            label=_("Nationality"), choices=[("", "—"), *countries.nationalities(language())]
        )
        self.fields["document"] = forms.ChoiceField(label=_("Read from"), choices=[("", "—"), *papers.items()])
        self.fields["reason"] = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *reasons])

    def clean(self) -> dict[str, Any]:
        """Given names, or said to have none."""
        told = self.cleaned_data
        if bool(told.get("given_names")) == bool(told.get("no_given_names")):
            self.add_error("given_names", _("Enter the given names, or tick that the paper shows none."))
        return told


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def correct(request: SignedRequest, ref: str) -> HttpResponse:
    """Correct an accepted identity; what was recorded before stays."""
    person = person_for_staff(request.user, ref)
    history = identities_of(person) if person else []
    if person is None or not history:
        raise Http404
    looked_at(request, person, REGISTER)
    papers = {view.ref: view.title for view in documents.accepted(person, identity.PAPERS)}
    form = IdentityForm(
        papers, request.POST or None, initial={name: getattr(history[0], name) for name in identity.WHO}
    )
    if request.method == "POST" and form.is_valid() and _corrected(request, person, form):
        return redirect("desk-person", ref)
    context = {"form": form, "person": person, "identity": history[0], "identities": history, "tab": "queue"}
    return render(request, "desk/registration/identity.html", {**context, "cover": coverage_of(person)})


def _corrected(request: SignedRequest, person: Any, form: IdentityForm) -> bool:
    document = documents.document_for(request.user, form.cleaned_data["document"])
    assert document is not None, "one of the choices"
    told = {name: form.cleaned_data[name] for name in identity.WHO}
    try:
        operations.correct_identity(
            person=person, document=document, told=told, reason=form.cleaned_data["reason"], by=request.user.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _("Corrected. The student is told."))
    return True


urlpatterns = [
    path("<slug:ref>/close/", close, name="desk-file-close"),
    path("<slug:ref>/identity/", correct, name="desk-identity"),
    path("<slug:ref>/refuse/", refuse, name="desk-file-refuse"),
]
