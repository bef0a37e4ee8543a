"""Handing in a paper: a photo or a file, looked at while she still holds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.documents import gate, operations, queries
from affilia.law.papers import PAPERS
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.queries import person_of
from affilia.people.roles import Role
from affilia.registration import enrolment
from affilia.registration import operations as registration
from affilia.registration import queries as files

HEAD = 32  # bytes that show what a file is
CHECKS = {
    "whole": gettext_lazy("Whole page"),
    "sharp": gettext_lazy("Sharp text"),
    "lit": gettext_lazy("Light is good"),
    "no_glare": gettext_lazy("No reflection"),
    "upright": gettext_lazy("Upright"),
}


class Files(forms.ClearableFileInput):
    """Several photos make one document."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All files chosen."""
        found = data if isinstance(data, list) else [data] if data else []
        if not found:
            raise forms.ValidationError(self.error_messages["required"])
        for file in found:
            self._look_at(file)
        return found

    def _look_at(self, file: Any) -> None:
        """What its first bytes say is told with every other error of the page; the gate looks at the rest."""
        head = file.read(HEAD)
        file.seek(0)
        reason = gate.at_first_sight(head, file.name or "", size=file.size, most_bytes=settings.DOCUMENT_BYTES)
        if reason:
            raise forms.ValidationError(gate.REASONS[reason])


class UploadForm(forms.Form):
    """The paper's pages."""

    photos = FilesField(
        label=gettext_lazy("Take a photo or choose files"),
        help_text=gettext_lazy("Photo or PDF, 10 MB each. Several pages: choose them all together."),
        widget=Files(attrs={"accept": "image/*,application/pdf,.heic", "multiple": True}),
        error_messages={"required": gettext_lazy("Take a photo or choose a file, then send it.")},
    )


def read_files(files: list[Any]) -> list[tuple[str, bytes]]:
    """Names and bytes; of a file that is too large, only as much as shows it."""
    return [(file.name or "", file.read(settings.DOCUMENT_BYTES + 1)) for file in files]


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def upload(request: SignedRequest, paper: str) -> HttpResponse:
    """One paper: what it must show, what was sent, what we saw on it."""
    if paper not in PAPERS:
        raise Http404
    person, form = person_of(request.user), UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user.actor
        try:
            photos = read_files(form.cleaned_data["photos"])
            registration.hand_in_paper(person=person, paper=paper, files=photos, by=by, at=now)
        except (operations.GateRefused, operations.NothingSent) as refusal:
            show_refusal(form, refusal, beside="photos")
        else:
            messages.success(request, _("We have your document."))
            return redirect("document-upload", paper)
    sent = queries.latest(person).get(paper)
    context = {"form": form, "paper": PAPERS[paper], "sent": sent, "tab": "file", **_seen(request, sent)}
    context["besides"] = files.told_of_paper(request.user, paper)
    context["again"] = enrolment.wanted_again(person, paper, timezone.localdate())
    return render(request, "portal/documents/upload.html", context)


def _seen(request: SignedRequest, sent: queries.DocumentView | None) -> dict[str, Any]:
    """Pictures and what was read, for the page."""
    if sent is None:
        return {}
    document = queries.document_for(request.user, sent.ref)
    read = queries.readings_of(document) if document else {}
    session = request.session.session_key or ""
    return {
        "pictures": queries.picture_links(session, sent.pages, timezone.now()),
        "checks": [(words, sent.quality[name]) for name, words in CHECKS.items() if name in sent.quality],
        "read": read,
        "waiting": sent.state == "safe",
    }


urlpatterns = [path("<str:paper>/", upload, name="document-upload")]
