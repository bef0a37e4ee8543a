"""Writes about coverage: numbers as dated aliases, periods of rights, certificates, the doctor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from affilia.bridges import keys
from affilia.bridges.register import Answer
from affilia.casework import operations as casework
from affilia.coverage import exchanges, queries, rights
from affilia.coverage.models import Certificate, Exchange, Number, Period
from affilia.coverage.states import RUNNING
from affilia.formats import certificate_code
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law import entitlement
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person


class NoRights(Refusal):
    """Rights have ended, or never began."""

    code = "no_rights"
    sentence = _("Your rights are not open: this is not possible now.")


class CertificateHeld(Refusal):
    """The last one rested on a false paper: a caseworker decides first."""

    code = "certificate_held"
    sentence = _("No certificate is made until somebody decides about the false paper.")


@transaction.atomic
def request_number(*, person: Person, asks: str, by: str, at: datetime) -> Exchange:
    """Ask the register for a waiting or final number; one request of a kind runs at a time."""
    try:
        with transaction.atomic():
            exchange = Exchange.objects.create(person=person, asks=asks, prepared_at=at)
    except IntegrityError:
        return Exchange.objects.get(person=person, asks=asks, state__in=RUNNING)
    journal.record(
        subject=person.subject, verb="coverage.number.requested", by=by, at=at, exchange=exchange.ref, asks=asks
    )
    leave("coverage.exchange", exchange.ref)
    return exchange


@transaction.atomic
def mark_sent(*, exchange: Exchange, at: datetime) -> None:
    """The register has the request."""
    journal.move(exchange, "send", verb="coverage.exchange.sent", by="worker", at=at, exchange=exchange.ref)
    Exchange.objects.filter(pk=exchange.pk).update(sent_at=at)


@transaction.atomic
def take_answer(*, exchange: Exchange, answer: Answer, at: datetime) -> None:
    """Book the register's answer once: a new number, or a rejection with its code and a task."""
    if answer.number:
        journal.move(exchange, "accept", verb="coverage.exchange.accepted", by="register", at=at, exchange=exchange.ref)
        Exchange.objects.filter(pk=exchange.pk).update(answered_at=at)
        _take_number(exchange.person, "NIA" if exchange.asks == "waiting" else "NIR", answer.number, at)
        return
    Exchange.objects.filter(pk=exchange.pk).update(answered_at=at, code=answer.code)
    journal.move(
        exchange,
        "reject",
        verb="coverage.exchange.rejected",
        by="register",
        at=at,
        exchange=exchange.ref,
        code=answer.code,
    )
    casework.open_task(
        person=exchange.person, kind="register_rejected", about=f"exchange:{exchange.ref}", by="register", at=at,
        code=answer.code,
    )  # fmt: skip
    why = exchanges.REGISTER_WORDS.get(answer.code, answer.code)
    letters.notify(person=exchange.person, code="register_rejected", at=at, why=why)


def _take_number(person: Person, kind: str, value: str, at: datetime) -> None:
    """A new dated alias of the same person; the one before ends and stays known."""
    Number.objects.filter(person=person, until_at__isnull=True).update(until_at=at)
    Number.objects.create(
        person=person, kind=kind, from_at=at, value_index=keys.blind_index("number", value),
        value_sealed=keys.seal_value(value, f"number:{person.ref}"),
    )  # fmt: skip
    journal.record(subject=person.subject, verb="coverage.number.given", by="register", at=at, kind=kind)
    ready = "final_number_alone" if queries.held_certificate(person) else "final_number_given"
    letters.notify(person=person, code="number_given" if kind == "NIA" else ready, at=at)
    renew_certificate(person=person, by="rule", at=at)


@transaction.atomic
def certify_number(*, person: Person, by: str, at: datetime) -> bool:
    """The register agrees on number, names and birth: a fact of its own, later than the number."""
    current = Number.objects.filter(person=person, kind="NIR", until_at__isnull=True, certified_at__isnull=True)
    if not current.update(certified_at=at):
        return False
    journal.record(subject=person.subject, verb="coverage.number.certified", by=by, at=at)
    letters.notify(person=person, code="number_certified", at=at)
    return True


@transaction.atomic
def open_period(*, person: Person, fund: str, from_day: date, basis: str, by: str, at: datetime) -> Period:
    """Open rights; an open period stays the one, and new rights never reach back over those that ended."""
    before = rights.last_period(person)
    if before and before.until_day:
        from_day = max(from_day, before.until_day)
    try:
        with transaction.atomic():
            period = Period.objects.create(person=person, fund=fund, from_day=from_day, basis=basis, opened_at=at)
    except IntegrityError:
        return Period.objects.get(person=person, until_day__isnull=True)
    journal.record(
        subject=person.subject, verb="coverage.period.opened", by=by, at=at, period=period.ref, fund=fund,
        from_day=from_day.isoformat(), basis=basis,
    )  # fmt: skip
    return period


@transaction.atomic
def issue_certificate(*, person: Person, kind: str, by: str, at: datetime) -> Certificate:
    """A certificate that replaces those before; its PDF is made by the worker, or at the first download.

    Raises NoRights, CertificateHeld.
    """
    people.hold(person)
    period = rights.current_period(person, day_of(at))
    if period is None:
        raise NoRights
    if queries.held_certificate(person):
        raise CertificateHeld
    Certificate.objects.filter(person=person, replaced_at__isnull=True, revoked_at__isnull=True).update(replaced_at=at)
    # rights since their first day, so that past care can be proved; a definitive one is valid for a year from its issue
    # at most (ATT-1), a temporary one to the end of the academic year (setting, 6)
    until = (
        entitlement.months_later(day_of(at), 12) - timedelta(days=1)
        if kind == "definitive"
        else entitlement.academic_year_end(max(period.from_day, day_of(at)))
    )
    certificate = Certificate.objects.create(
        person=person, kind=kind, code=certificate_code.new_code(), issued_at=at,
        from_day=period.from_day, until_day=min(until, period.last_day or until),
    )  # fmt: skip
    journal.record(
        subject=person.subject, verb="coverage.certificate.issued", by=by, at=at, certificate=certificate.ref, kind=kind
    )
    letters.notify(person=person, code="certificate_ready", at=at)
    leave("coverage.render_certificate", certificate.ref)
    return certificate


@transaction.atomic
def renew_certificate(*, person: Person, by: str, at: datetime) -> Certificate | None:
    """A fresh one, of the kind her number gives; None without a number or open rights, or while it is held."""
    people.hold(person)
    number = Number.objects.filter(person=person, until_at__isnull=True).first()
    if number is None or rights.current_period(person, day_of(at)) is None or queries.held_certificate(person):
        return None
    return issue_certificate(person=person, kind="temporary" if number.kind == "NIA" else "definitive", by=by, at=at)


@transaction.atomic
def shorten_certificate(*, person: Person, by: str, at: datetime) -> None:
    """Rights have an end: a certificate that says more is replaced while they last, and told as ended after."""
    period = rights.current_period(person, day_of(at))
    current = Certificate.objects.filter(person=person, replaced_at__isnull=True, revoked_at__isnull=True).first()
    if period and current and period.last_day and period.last_day < current.until_day:
        renew_certificate(person=person, by=by, at=at)


@transaction.atomic
def keep_pdf(*, certificate: Certificate, blob: str, wrapped: bytes, at: datetime) -> bool:
    """Remember where a rendered certificate lies, and its key; the first rendering wins."""
    fresh = Certificate.objects.filter(pk=certificate.pk, rendered_at__isnull=True)
    if not fresh.update(blob=blob, key_wrapped=wrapped, rendered_at=at):
        return False
    journal.record(
        subject=certificate.person.subject, verb="coverage.certificate.rendered", by="worker", at=at,
        certificate=certificate.ref,
    )  # fmt: skip
    return True


@transaction.atomic
def count_check(*, code: str, at: datetime) -> None:
    """Somebody checked a certificate: the person sees how often."""
    if Certificate.objects.filter(code=code).update(checks=F("checks") + 1):
        certificate = Certificate.objects.select_related("person").get(code=code)
        journal.record(
            subject=certificate.person.subject, verb="coverage.certificate.checked", by="anybody", at=at,
            certificate=certificate.ref,
        )  # fmt: skip
