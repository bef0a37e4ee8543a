"""What happened to a person, for whoever takes her file over: her papers, and what the journal tells of the rest."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_noop as _

from affilia.coverage.revocations import REVOCATIONS
from affilia.documents import queries as documents
from affilia.documents.queries import Happened
from affilia.journal.models import Event
from affilia.journal.queries import history as journal_of
from affilia.people.models import Account, Person
from affilia.people.queries import actors_named
from affilia.registration.identity import REASONS
from affilia.registration.refusals import ground
from affilia.registration.states import CLOSINGS

TOLD = {
    "registration.file.opened": _("Registration opened"),
    "registration.file.submitted": _("Registration sent"),
    "registration.file.accepted": _("Registration accepted"),
    "registration.file.refused": _("Registration refused"),
    "registration.refusal.contested": _("Refusal contested"),
    "registration.contest.silent": _("No answer in two months: the law reads a no"),
    "registration.contest.answered": _("Objection answered"),
    "registration.file.withdrawn": _("Registration withdrawn"),
    "registration.file.closed": _("Registration closed"),
    "people.identity.recorded": _("Who she is, recorded"),
    "people.bank_account.replaced": _("Bank account recorded"),
    "people.bank_account.ended": _("Bank account ended"),
    "coverage.number.requested": _("Number asked of the register"),
    "coverage.exchange.rejected": _("Rejected by the register"),
    "coverage.number.given": _("Number given"),
    "coverage.number.certified": _("Number certified"),
    "coverage.period.opened": _("Rights opened"),
    "coverage.period.ended": _("Rights ended"),
    "coverage.period.restored": _("Rights restored"),
    "coverage.certificate.issued": _("Certificate made"),
    "coverage.certificate.revoked": _("Certificate revoked"),
    "coverage.certificate.allowed": _("Certificates allowed again"),
    "coverage.doctor.declared": _("Médecin traitant declared"),
    "coverage.doctor.recorded": _("Médecin traitant recorded"),
    "coverage.card.ordered": _("Carte Vitale ordered"),
}


def history(account: Account, person: Person) -> list[Happened]:
    """All that somebody of the fund who takes over must know, latest first."""
    if not account.is_staff:
        return []
    events = list(journal_of(person.subject).filter(verb__in=TOLD))
    named = actors_named([event.actor for event in events])
    found = [_told(event, named) for event in events]
    return sorted([*found, *documents.history(person)], key=lambda one: one.at, reverse=True)


def _told(event: Event, named: dict[str, str]) -> Happened:
    who = named.get(event.actor, "")
    return Happened(event.at, TOLD[event.verb], "", who, event.actor == "rule", str(_why(event.verb, event.data)))


def _why(verb: str, data: dict[str, Any]) -> str | Promise:
    """The reason that was picked, in words; which number, or the register's code."""
    reason = data.get("reason", "")
    if verb == "registration.file.refused" and (found := ground(reason)):
        return found.why
    if verb == "coverage.certificate.revoked" and reason in REVOCATIONS:
        return REVOCATIONS[reason].sentence
    reasons = {"registration.file.closed": CLOSINGS, "people.identity.recorded": REASONS}.get(verb, {})
    return reasons.get(reason) or str(data.get("kind") or data.get("code") or "")
