"""Home: where the file is. The certificate and the doctor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from affilia.coverage import certificates, doctors, queries, rights
from affilia.coverage.revocations import held_view
from affilia.formats import countries, numbers, rpps
from affilia.journal.operations import MoveRefused
from affilia.letters import pdf
from affilia.letters.queries import unread
from affilia.pages.fields import NameField
from affilia.pages.forms import show_refusal
from affilia.people.access import SignedRequest, access
from affilia.people.queries import identity_of, person_of
from affilia.people.roles import Role
from affilia.registration import queries as registration


@access(roles=[Role.STUDENT], relation="own", fields="B")
def status(request: SignedRequest) -> HttpResponse:
    """One card, then the timeline."""
    person, today = person_of(request.user), timezone.localdate()
    file, cover = registration.file_of(request.user), queries.coverage_of(person)
    overview = registration.overview(file, today) if file else None
    ending = rights.end_of(person, today) if cover.period_from else None
    clock = rights.clock_of(person, today) if cover.number and cover.number.kind == "NIA" else None
    refusal = overview.refusal if overview else None
    held = held_view(person) if cover.number and not cover.certificate else None
    context = {
        "file": file, "overview": overview, "cover": cover, "steps": timeline(file, cover, refusal),
        "unread": unread(person),
        "hers": her_turn(overview, cover), "turned_down": turned_down(cover), "ending": ending, "held": held,
        "fund": countries.fund(cover.fund), "tab": "status", "clock": clock,
    }  # fmt: skip
    return render(request, "portal/coverage/status.html", context)


def her_turn(overview: registration.Overview | None, cover: queries.Coverage) -> dict[str, str]:
    """What she can do now to go on: a paper her permanent number waits for, the card; empty when others are at it."""
    if overview is None or overview.state != "accepted":
        return {}
    paper = next((row for row in overview.permanent if row.status == "todo"), None)
    if paper:
        url, words = reverse("document-upload", args=[paper.name]), _("Your permanent number waits for it.")
        return {"title": _(paper.title), "words": words, "url": url, "button": _("Send the photo")}
    card = {"title": _("Carte Vitale (health card)"), "url": reverse("card")}
    if cover.certified and not (cover.card and cover.card.alive):
        return {**card, "words": _("Your number is certified: you can order it now."), "button": _("Order it")}
    if cover.card and cover.card.state == "sent":
        return {**card, "words": _("Your card is in the post."), "button": _("I have it, or it did not come")}
    return {}


def turned_down(cover: queries.Coverage) -> str:
    """What the register found wrong with the last request, and who is at it; empty where it found nothing."""
    words = _("The national register could not give your number yet: {why} A caseworker looks at it and writes to you.")
    return words.format(why=cover.exchange_why) if cover.exchange_code else ""


# what the timeline says of a card that is not in her hands yet
ON_ITS_WAY = {
    "ordered": gettext_lazy("Your card is ordered. It takes about three weeks."),
    "made": gettext_lazy("Your card is made. It goes to the post."),
    "sent": gettext_lazy("Your card is in the post."),
}


def timeline(
    file: Any, cover: queries.Coverage, refusal: registration.RefusalView | None = None
) -> list[dict[str, Any]]:
    """What is done, what runs, what comes; the past has days, the future an honest word. A refused file goes no further."""
    if refusal:
        words = _("Nobody looks at this file any more. Its answers and good documents are kept for a new one.")
        received = {"title": _("Received"), "at": file.submitted_at, "url": "", "state": "done", "note": ""}
        return [received, {"title": _("Refused"), "at": None, "url": "", "state": "now", "note": words}]
    number, first = cover.number, next(iter(cover.numbers), None)
    final = number if number and number.kind == "NIR" else None
    rows = [
        (_("Received"), file.submitted_at if file else None, "", ""),
        (
            _("Temporary certificate"), first.from_at if first and cover.certificate else None, reverse("certificate"),
            _("A caseworker looks at papers within 15 days."),
        ),
        (
            _("Documents checked, file sent to the national register"),
            True if cover.exchange in ("sent", "accepted") else None, "",
            turned_down(cover)
            or _("It goes there once every paper for your permanent number is accepted, within 15 days of the last."),
        ),
        (
            _("Permanent number (NIR)"), final.from_at if final else None, reverse("certificate"),
            _("The register answers within two months."),
        ),
        (
            _("Number certified"), final.certified_at if final else None, "",
            _("The register confirms names, birth and number. We write to you on that day."),
        ),
        (
            _("Carte Vitale (health card)"), cover.card.since if cover.card and cover.card.state == "active" else None,
            reverse("card"), ON_ITS_WAY.get(cover.card.state, "") if cover.card else "",
        ),
    ]  # fmt: skip
    current = next((place for place, row in enumerate(rows) if not row[1]), len(rows))
    states = [
        "done" if place < current or row[1] else "now" if place == current else "later"
        for place, row in enumerate(rows)
    ]
    return [
        {
            "title": title, "at": None if at is True else at, "url": url if state == "done" else "", "state": state,
            "note": note,
        }
        for (title, at, url, note), state in zip(rows, states, strict=True)
    ]  # fmt: skip


@access(roles=[Role.STUDENT], relation="own", fields="B")
def certificate(request: SignedRequest) -> HttpResponse:
    """The certificate, its numbers and their history."""
    person, today = person_of(request.user), timezone.localdate()
    cover, shown = queries.coverage_of(person), queries.certificate_to_show(person, today) is not None
    context = {
        "cover": cover, "identity": identity_of(person), "tab": "status", "ending": rights.end_of(person, today),
        "shown": shown, "held": None if cover.certificate else held_view(person),
    }  # fmt: skip
    return render(request, "portal/coverage/certificate.html", context)


@access(roles=[Role.STUDENT], relation="own", fields="B")
def certificate_pdf(request: SignedRequest) -> HttpResponse:
    """The sealed PDF; its name tells nothing of the person."""
    found = queries.certificate_to_show(person_of(request.user), timezone.localdate())
    if found is None:
        raise Http404
    response = HttpResponse(certificates.rendered(found, at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="attestation-{found.code[:4]}.pdf"'
    return response


@access(roles=[Role.STUDENT], relation="own", fields="B")
def certificate_qr(request: SignedRequest) -> HttpResponse:
    """The signed QR as a picture of its own: no inline data under our policy."""
    found = queries.certificate_to_show(person_of(request.user), timezone.localdate())
    if found is None:
        raise Http404
    text = f"{settings.SITE}/static/verify/index.html#{certificates.qr_text(found)}"
    return HttpResponse(pdf.qr_svg(text), content_type="image/svg+xml")


class DoctorForm(forms.Form):
    """Who the médecin traitant will be."""

    name = NameField(
        label=gettext_lazy("Name of the doctor"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the doctor's name.")},
    )
    rpps = forms.CharField(
        label=gettext_lazy("RPPS number"),
        help_text=gettext_lazy("11 digits, printed on prescriptions."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Enter the 11 digits of the doctor's RPPS number.")},
    )


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("GET", "POST"))
def doctor(request: SignedRequest) -> HttpResponse:
    """Declare the médecin traitant: print the form, both sign, send it."""
    person = person_of(request.user)
    cover = queries.coverage_of(person)
    asked = cover.doctor_asked
    form = DoctorForm(request.POST or None, initial={"name": asked.name, "rpps": asked.rpps} if asked else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            doctors.declare_doctor(
                person=person, name=told["name"], number=told["rpps"], by=request.user.actor, at=timezone.now()
            )
            return redirect("doctor")
        except doctors.BadRpps as refusal:
            show_refusal(form, refusal, beside="rpps")
    # it warns, and never blocks
    context = {"doubtful": asked and rpps.check(asked.rpps).doubtful, "fund": countries.fund(cover.fund)}
    return render(request, "portal/coverage/doctor.html", {"form": form, "cover": cover, "tab": "care", **context})


@access(roles=[Role.STUDENT], relation="own", fields="B", methods=("POST",))
def doctor_sent(request: SignedRequest) -> HttpResponse:
    """The signed form is on its way: only now does somebody at the fund wait for it."""
    asked = queries.coverage_of(person_of(request.user)).doctor_asked
    found = queries.doctor_for(request.user, asked.ref) if asked else None
    if found is None:
        raise Http404
    try:
        doctors.expect_doctor_form(doctor=found, by=request.user.actor, at=timezone.now())
        messages.success(request, _("Thank you: we look for your form, and write to you when it is here."))
    except MoveRefused as refusal:
        messages.error(request, refusal.words)
    return redirect("doctor")


@access(roles=[Role.STUDENT], relation="own", fields="B")
def doctor_pdf(request: SignedRequest) -> HttpResponse:
    """The form to print, filled."""
    person = person_of(request.user)
    cover, identity = queries.coverage_of(person), identity_of(person)
    asked = cover.doctor_asked
    if asked is None or identity is None or cover.number is None:
        raise Http404
    form = pdf.DoctorForm(
        title="Déclaration de choix du médecin traitant",
        statement="À remplir et signer avec le médecin, puis à remettre à la caisse (article L162-5-3).",
        rows=[
            ("Assurée ou assuré", f"{identity.surname.upper()} {identity.given_names}".strip()),
            ("Date de naissance", pdf.french_date(identity.birth_date)),
            ("Numéro", numbers.grouped(cover.number.value)),
            ("Médecin", asked.name),
            ("Numéro RPPS", asked.rpps),
        ],
        signatures=["Date et signature de l'assurée ou assuré :", "Date, signature et cachet du médecin :"],
        fund=settings.FUND_NAME,
        issued_on=timezone.localdate(),
    )
    response = HttpResponse(pdf.doctor_form(form), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="medecin-traitant.pdf"'
    return response


urlpatterns = [
    path("status/", status, name="status"),
    path("certificate/", certificate, name="certificate"),
    path("certificate/pdf/", certificate_pdf, name="certificate-pdf"),
    path("certificate/qr.svg", certificate_qr, name="certificate-qr"),
    path("doctor/", doctor, name="doctor"),
    path("doctor/sent/", doctor_sent, name="doctor-sent"),
    path("doctor/pdf/", doctor_pdf, name="doctor-pdf"),
]
