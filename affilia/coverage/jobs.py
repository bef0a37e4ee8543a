"""What coverage leaves to the worker: the exchange with the register, the certificates' PDFs."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone
from django_tasks import task

from affilia.bridges import register
from affilia.coverage import certificates, operations, queries
from affilia.coverage.models import Certificate, Exchange, Number

log = logging.getLogger("affilia.coverage")


@task()
def exchange(ref: str) -> None:
    """Send one request to the register; its reference makes a second sending harmless."""
    row = Exchange.objects.select_related("person").get(ref=ref)
    if row.state == "prepared":
        now = timezone.now()
        register.register().send(queries.register_request(row), now)
        operations.mark_sent(exchange=row, at=now)
        collect(at=now)


def collect(*, at: datetime) -> int:
    """Book every answer the register has ready, and every number it has certified; how many."""
    booked, bridge = 0, register.register()
    for row in Exchange.objects.filter(state="sent").select_related("person__account").order_by("pk"):
        answer = bridge.answer(row.ref, at)
        if answer is None:
            continue
        try:
            operations.take_answer(exchange=row, answer=answer, at=at)
        except IntegrityError as problem:
            # nothing is booked of an answer that says nothing, or gives a number somebody else has; the next are
            log.error("The register's answer to %s cannot be booked: %s", row.ref, problem)
            continue
        booked += 1
    waiting = Number.objects.filter(kind="NIR", until_at__isnull=True, certified_at__isnull=True)
    for number in waiting.select_related("person__account").order_by("pk"):
        if bridge.certified(queries.opened(number), at):
            booked += operations.certify_number(person=number.person, by="register", at=at)
    return booked


@task()
def render_certificate(ref: str) -> None:
    """Make, seal and store the PDF of a certificate, unless it is there or holds no more."""
    certificate = Certificate.objects.select_related("person").get(ref=ref)
    if certificate.replaced_at is None and certificate.revoked_at is None:
        certificates.rendered(certificate, at=timezone.now())
