"""Taking a certificate back: why, by which rule, and the new one that follows where rights are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from affilia.coverage.models import Certificate
from affilia.coverage.operations import renew_certificate
from affilia.journal import operations as journal
from affilia.letters import operations as letters
from affilia.people import operations as people


@dataclass(frozen=True)
class Revocation:
    """One reason of the catalogue, in words for the student; `rule` where an article names it."""

    code: str
    sentence: str | Promise
    rule: str = ""


REVOCATIONS = {
    reason.code: reason
    for reason in (
        Revocation("wrong", _("It said something that is not so: a name, a date or a day.")),
        Revocation("misused", _("Somebody else uses it, or it was lost or stolen.")),
        Revocation("number_cancelled", _("The number it bears was cancelled."), "CSS L114-12-3"),
        Revocation("false_paper", _("It rests on a false identity or a false paper."), "CSS L114-12-3-1"),
    )
}


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: str, at: datetime) -> Certificate | None:
    """Take a certificate back for good; the new one, where the old was current and rights are open. Raises MoveRefused."""
    person = certificate.person
    people.hold(person)
    certificate.refresh_from_db()
    alive = Certificate.objects.filter(pk=certificate.pk, revoked_at__isnull=True)
    if not alive.update(revoked_at=at, revoked_for=REVOCATIONS[reason].code):
        raise journal.MoveRefused
    journal.record(
        subject=person.subject, verb="coverage.certificate.revoked", by=by, at=at, certificate=certificate.ref,
        reason=reason,
    )  # fmt: skip
    letters.notify(person=person, code="certificate_revoked", at=at, why=REVOCATIONS[reason].sentence)
    return None if certificate.replaced_at else renew_certificate(person=person, by=by, at=at)
