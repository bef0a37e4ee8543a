"""Why a line waits for a person, and by which article one may be refused (reimbursement.md 5)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from affilia.claims.facts import Doctors, declared_on
from affilia.claims.models import Line
from affilia.claims.pathways import qualifier
from affilia.law.qualifiers import CASEWORKER
from affilia.law.tariffs import SECTOR_1, Tariff, tariff

NO_TARIFF, EMERGENCY, REPEAT, SECTOR = "no_tariff", "emergency_without_doctor", "repeat", "sector_unknown"
DOUBTS = {
    NO_TARIFF: _("We know no price for this act on this day."),
    EMERGENCY: _("An emergency, and no médecin traitant was declared."),
    REPEAT: _("The same professional, day, act and amount as a sheet sent before."),
    SECTOR: _("The fee lies above the tariff: is this doctor in sector 2?"),
}
REASONS = {
    "already_paid": _("The same care was paid before"),
    "too_late": _("The sheet came too late"),
    "incomplete": _("Something on the sheet is missing: a signature, a date, an amount"),
    "not_covered": _("No rights on the day of care"),
}


def priced(code: str, sector: str, care_day: date) -> Tariff | None:
    """The price of an act on a day, where it alone makes the amount; a coefficient letter does not."""
    price = tariff(code, sector or SECTOR_1, care_day)
    alone = price and price.category and price.family not in ("key letter", "technical", "imaging")
    return price if alone else None


def doubt_of(line: Line, doctors: Doctors) -> str:
    """What a person must look at before the law decides; empty when nothing, or when somebody has looked."""
    claim, price = line.claim, priced(line.code, line.claim.sector, line.care_day)
    if price is None:
        return NO_TARIFF
    if line.checked_by:
        return ""
    declared = declared_on(line.care_day, doctors)
    if qualifier(claim.pathway, line.code, claim.rpps, declared).place == CASEWORKER:
        return EMERGENCY
    free = price.category == "doctor" and line.fee_cents > price.base * line.units
    return SECTOR if free and not claim.sector else ""
