"""Why a line waits for a person before the law decides it: each reason has a name, and nothing is guessed in its place."""

from __future__ import annotations

from affilia.claims import facts
from affilia.claims.models import Line
from affilia.claims.pathways import qualifier
from affilia.coverage.queries import doctors_of
from affilia.law.qualifiers import CASEWORKER
from affilia.law.specialties import specialty
from affilia.law.tariffs import NoPrice, Price, price
from affilia.people.queries import identity_of


def why_held(line: Line) -> str:
    """The name of the reason; empty where the law can decide."""
    try:
        act = price(line.code, line.claim.sector, line.care_day, line.printed_cents)
    except NoPrice as refusal:
        return refusal.reason
    if identity_of(line.claim.person) is None:
        return "no_identity"
    return _doubt(line, act)


def _doubt(line: Line, act: Price) -> str:
    """What a person settles by looking once: then what was told holds."""
    claim, person = line.claim, line.claim.person
    doctor = specialty(claim.specialty, act.specialty, line.care_day)
    path = qualifier(claim.pathway, doctor, claim.rpps, facts.declared_on(line.care_day, doctors_of(person)))
    # law and list differ on an emergency without a declared doctor (law.qualifiers)
    doubts = {
        "emergency_without_doctor": path.place == CASEWORKER,
        "specialty_unknown": claim.pathway == "direct" and act.category == "doctor" and not doctor,
    }
    looked_at = person.tasks.filter(kind="check_claim", about=f"claim:{claim.ref}", closed_at__isnull=False)
    return next((why for why, doubtful in doubts.items() if doubtful and not looked_at.exists()), "")
