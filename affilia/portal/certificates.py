"""Checking a certificate online: genuine, ended, replaced, revoked or unknown; never who."""

from __future__ import annotations

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy

from affilia.coverage import checking, operations
from affilia.people.access import access
from affilia.portal.askers import address_of

CHECKS_A_MINUTE = 30
WRONG = {
    "typo": gettext_lazy(
        "This code has a typing mistake: compare its 14 letters and digits with the paper, one by one. It has no 0 and no O."
    ),
    "unknown": gettext_lazy("We do not know this code. Check the letters."),
}


class CodeForm(forms.Form):
    """The code under the QR."""

    code = forms.CharField(
        label=gettext_lazy("Code of the certificate"),
        help_text=gettext_lazy("14 letters and digits, for example K7Q2-9FDM-4XTR-8C"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code printed under the square.")},
    )


@access(relation="none", fields="G", methods=("GET", "POST"))
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Look a code up; the same shape of answer for every code, so many a minute from one address."""
    form = CodeForm(request.POST or ({"code": code} if code else None))
    answer, busy = None, False
    if form.is_bound and form.is_valid():
        busy = _too_many(request)
        if not busy:
            answer = checking.check_code(form.cleaned_data["code"], timezone.localdate())
            if answer.word in WRONG:
                form.add_error("code", WRONG[answer.word])
            if request.method == "POST" and answer.code:
                operations.count_check(code=answer.code, at=timezone.now())
    context = {"form": form, "answer": answer, "busy": busy}
    return render(request, "portal/certificates/verify.html", context, status=429 if busy else 200)


def _too_many(request: HttpRequest) -> bool:
    """A limit an address; the codes' 65 bits are what protects them."""
    key = f"verify:{address_of(request)}"
    cache.add(key, 0, 60)
    return cache.incr(key) > CHECKS_A_MINUTE


urlpatterns = [path("", verify, name="verify"), path("<str:code>/", verify, name="verify-code")]
