"""Finding a person again: every search says what for and is kept in the journal of whoever searched."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.people.access import SignedRequest, access
from affilia.people.operations import log_search
from affilia.people.purposes import ASKED
from affilia.people.roles import STAFF
from affilia.registration import search


class SearchForm(forms.Form):
    """Whom, and what for."""

    words = forms.CharField(
        label=gettext_lazy("Name, date of birth, number, reference or e-mail"), max_length=120,
        help_text=gettext_lazy("The beginning is enough for a name, a reference or an e-mail. A number must be whole."),
        error_messages={"required": gettext_lazy("Enter whom you look for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"), choices=[("", "—"), *ASKED.items()],
        error_messages={"required": gettext_lazy("Say what you look for this person for.")},
    )  # fmt: skip


@access(roles=STAFF, relation="fund", fields="B", methods=("GET", "POST"))
def find(request: SignedRequest) -> HttpResponse:
    """The form, what was found, and whom one looked at today; a POST, so that no name stands in an address."""
    form, found = SearchForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = search.find(request.user, form.cleaned_data["words"])
        log_search(
            account=request.user, purpose=form.cleaned_data["purpose"], found=[row.person for row in found[: search.MOST]],
            at=timezone.now(),
        )  # fmt: skip
    context = {
        "form": form, "found": found and found[: search.MOST], "asked": found is not None, "tab": "search",
        "more": bool(found and len(found) > search.MOST), "why": form.cleaned_data["purpose"] if found else "",
        "seen": search.looked_at(request.user, timezone.localdate()),
    }  # fmt: skip
    return render(request, "desk/people/search.html", context)


urlpatterns = [path("search/", find, name="desk-search")]
