"""An objection: the sheet beside what was decided on the contested line, and three ways on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.claims import contests
from affilia.claims.objections import objection_for, stands_until
from affilia.desk.people import looked_at
from affilia.documents.queries import picture_links
from affilia.documents.reasons import CONTEST as COMMISSION
from affilia.journal.errors import Refusal
from affilia.pages.forms import MessageForm, show_refusal
from affilia.pages.templatetags.affilia_ui import language
from affilia.people.access import SignedRequest, access
from affilia.people.purposes import CONTEST
from affilia.people.roles import STAFF
from affilia.registration.operations import write_to_student


class StandsForm(forms.Form):
    """Why the decision stands."""

    answer = forms.CharField(
        label=gettext_lazy("The decision stands because…"), widget=forms.Textarea, max_length=5000,
        error_messages={"required": gettext_lazy("Write why the decision stands, then send it.")},
    )  # fmt: skip


class QuestionForm(MessageForm):
    """What must be known before the objection can be answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label, self.fields["body"].help_text = _("Your question"), ""
        self.fields["body"].error_messages["required"] = _("Write your question, then send it.")


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def contest(request: SignedRequest, ref: str) -> HttpResponse:
    """One objection: decide again, say why the decision stands, or ask the student."""
    found = objection_for(request.user, ref, language())
    if found is None:
        raise Http404
    row, view = found
    looked_at(request, row.person, CONTEST)
    asking = request.POST.get("verb") == "ask"
    stands = StandsForm(None if asking else request.POST or None)
    question = QuestionForm(request.POST if asking else None)
    if request.method == "POST" and _done(request, row, question if asking else stands):
        return redirect(reverse("desk-contest", args=[ref]) if asking else reverse("desk"))
    now = timezone.now()
    context = {
        "contest": view, "stands": stands, "question": question, "tab": "queue", "commission": COMMISSION,
        "pictures": picture_links(request.session.session_key or "", view.claim.pages, now),
        "until": stands_until(now),
    }  # fmt: skip
    return render(request, "desk/claims/contest.html", context)


def _done(request: SignedRequest, row: Any, form: forms.Form) -> bool:
    """Answer or ask; what stands in the way is told beside the form."""
    if not form.is_valid():
        return False
    told, by, now = form.cleaned_data, request.user.actor, timezone.now()
    try:
        if "body" in told:
            person = row.person
            write_to_student(person=person, body=told["body"], key=told["key"], by=by, at=now)
            messages.success(request, _("Your question is sent. The objection stays open until you answer it."))
        else:
            contests.uphold_decision(contest=row, because=told["answer"], by=by, at=now)
            messages.success(request, _("Your answer is sent: the decision stands."))
    except Refusal as refusal:
        show_refusal(form, refusal, beside="body" if "body" in told else "answer")
        return False
    return True


urlpatterns = [path("<slug:ref>/", contest, name="desk-contest")]
