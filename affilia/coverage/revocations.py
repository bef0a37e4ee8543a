"""Taking a certificate back: why, by which rule, and the new one that follows, at once or when a caseworker allows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import queries, rights
from affilia.coverage.models import FALSE_PAPER, Certificate
from affilia.coverage.operations import renew_certificate
from affilia.documents.reasons import CONTEST
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.law import entitlement
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person


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
        Revocation(FALSE_PAPER, _("It rests on a false identity or a false paper."), "CSS L114-12-3-1"),
    )
}


@dataclass(frozen=True)
class HeldView:
    """Why no certificate is made, since when, and how to contest it."""

    sentence: str | Promise
    rule: str
    since: datetime
    contest: str
    contest_by: date


def held_view(person: Person) -> HeldView | None:
    """What holds her certificates back; None where nothing does."""
    row = queries.held_certificate(person)
    if row is None or row.revoked_at is None:
        return None
    why, until = REVOCATIONS[FALSE_PAPER], entitlement.contest_until(day_of(row.revoked_at))
    return HeldView(why.sentence, why.rule, row.revoked_at, CONTEST, until)


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
    if reason == FALSE_PAPER:
        _hold(certificate, by, at)
        return None
    letters.notify(person=person, code="certificate_revoked", at=at, why=REVOCATIONS[reason].sentence)
    return None if certificate.replaced_at else renew_certificate(person=person, by=by, at=at)


def _hold(certificate: Certificate, by: str, at: datetime) -> None:
    """Nothing rests on a false paper: whether another certificate is made is for a caseworker (CSS L114-12-3-1)."""
    person, why = certificate.person, REVOCATIONS[FALSE_PAPER]
    if rights.current_period(person, day_of(at)):
        casework.open_task(person=person, kind="false_paper", about=f"person:{person.ref}", by=by, at=at)
    letters.notify(
        person=person, code="certificate_held", at=at, why=why.sentence, rule=why.rule, contest=CONTEST,
        until=entitlement.contest_until(day_of(at)).isoformat(),
    )  # fmt: skip


@transaction.atomic
def allow_certificates(*, person: Person, by: str, at: datetime) -> Certificate | None:
    """A caseworker looked into it: certificates are made again, one at once where rights are open. Raises MoveRefused."""
    people.hold(person)
    held = Certificate.objects.filter(person=person, revoked_for=FALSE_PAPER, allowed_at__isnull=True)
    if not held.update(allowed_at=at):
        raise journal.MoveRefused
    journal.record(subject=person.subject, verb="coverage.certificate.allowed", by=by, at=at)
    casework.finish_tasks(person=person, kind="false_paper", about=f"person:{person.ref}", by=by, at=at)
    letters.notify(person=person, code="certificate_allowed", at=at)
    return renew_certificate(person=person, by=by, at=at)
