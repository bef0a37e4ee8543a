"""Contesting the refusal of a file: her words, then the day of the answer, then the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from affilia.claims.contests import NothingSaid
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role
from affilia.portal.claims_forms import ContestForm
from affilia.registration import contests, objections


@access(roles=[Role.STUDENT], relation="own", fields="C", methods=("GET", "POST"))
def contest(request: SignedRequest) -> HttpResponse:
    """Say why she does not agree; after the last day, what she writes is a question."""
    refusal = objections.last_refusal(person_of(request.user))
    if refusal is None:
        raise Http404
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, by = form.cleaned_data["words"], request.user.actor
        try:
            if contests.contest_refusal(refusal=refusal, words=words, by=by, at=timezone.now()) is None:
                messages.info(
                    request, _("The day to contest has passed: we read your words as a question and answer you.")
                )
            return redirect("file-contest")
        except NothingSaid as refused:
            show_refusal(form, refused)
    context = {
        "form": form, "refusal": objections.told(refusal), "objection": objections.objection_to(refusal),
        "late": timezone.localdate() > refusal.contest_by, "tab": "file",
    }  # fmt: skip
    return render(request, "portal/registration/contest.html", context)


urlpatterns = [path("contest/", contest, name="file-contest")]
