"""Refusing a registration: with its reason, its rule, and the way to contest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.documents.operations import ReasonMissing
from affilia.documents.reasons import REASONS
from affilia.journal.operations import MoveRefused
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_for_staff
from affilia.people.roles import STAFF
from affilia.registration import operations, queries


class RefuseForm(forms.Form):
    """What a refusal must say."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"))
    rule = forms.CharField(label=gettext_lazy("Rule (article)"), max_length=80, initial="CSS R111-3")
    words = forms.CharField(label=gettext_lazy("Words to the student"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # in the language of whoever opens the page, not of whoever started the service
        choices = [(code, f"{code}: {reason.sent}") for code, reason in REASONS.items()]
        self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=choices)


@access(roles=STAFF, relation="fund", fields="C", methods=("POST",))
def refuse(request: SignedRequest, ref: str) -> HttpResponse:
    """Refuse the file of a person; the database takes no refusal that does not say why."""
    person = person_for_staff(request.user, ref)
    file = queries.file_for_staff(request.user, person) if person else None
    if file is None:
        raise Http404
    form = RefuseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A refusal needs a reason and its rule."))
        return redirect("desk-person", ref)
    told = form.cleaned_data
    try:
        operations.refuse_file(
            file=file,
            reason=told["reason"],
            words=told["words"],
            rule=told["rule"],
            by=request.user.actor,
            at=timezone.now(),
        )
    except (ReasonMissing, MoveRefused) as refusal:
        messages.error(request, refusal.words)
        return redirect("desk-person", ref)
    return redirect("desk")


urlpatterns = [path("<slug:ref>/refuse/", refuse, name="desk-file-refuse")]
