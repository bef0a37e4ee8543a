"""Why a line waits for a person before the law decides it: each reason has a name, and nothing is guessed in its place."""

from __future__ import annotations

from affilia.claims import facts
from affilia.claims.models import Line
from affilia.claims.pathways import qualifier
from affilia.coverage.queries import doctors_of
from affilia.law.qualifiers import CASEWORKER
from affilia.law.tariffs import NoPrice, price
from affilia.people.queries import identity_of


def why_held(line: Line) -> str:
    """The name of the reason; empty where the law can decide."""
    try:
        price(line.code, line.claim.sector, line.care_day, line.printed_cents)
    except NoPrice as refusal:
        return refusal.reason
    if identity_of(line.claim.person) is None:
        return "no_identity"
    return "emergency_without_doctor" if _doubtful(line) else ""


def _doubtful(line: Line) -> bool:
    """An emergency without a declared doctor: law and list differ (law.qualifiers), so a person looks, once."""
    person, claim = line.claim.person, line.claim
    doctors = facts.declared_on(line.care_day, doctors_of(person))
    if qualifier(claim.pathway, line.code, claim.rpps, doctors).place != CASEWORKER:
        return False
    looked_at = person.tasks.filter(kind="check_claim", about=f"claim:{claim.ref}", closed_at__isnull=False)
    return not looked_at.exists()
