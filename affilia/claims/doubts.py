"""Why a line waits for a person before the law decides it: each doubt has its name and its words, nothing is guessed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.claims.facts import Doctors, Told, declared_on, price_of, told_of
from affilia.claims.models import Claim, Line
from affilia.claims.pathways import qualifier
from affilia.law.qualifiers import CASEWORKER
from affilia.law.reimbursement import has_values
from affilia.law.specialties import specialty
from affilia.law.tariffs import NoPrice, Price

REPEAT, NO_IDENTITY, NO_VALUE = "repeat", "no_identity", "no_value"
DOUBTS = {
    "no_tariff": _("We know no price for this act on this day."),
    "no_rule": _("Acts of this kind are priced by a person."),
    "no_coefficient": _("The coefficient of this act is missing."),
    "no_printed_price": _("The price printed on the pack or the invoice is missing."),
    NO_VALUE: _("The law written down here has no value for this act on its day."),
    NO_IDENTITY: _("Nobody has accepted who the person is yet."),
    "emergency_without_doctor": _("An emergency, and no médecin traitant was declared."),
    "specialty_unknown": _("Seen directly, and the sheet does not say what kind of doctor it was."),
    "sector_unknown": _("The fee lies above the tariff: is this doctor in sector 2?"),
    REPEAT: _("The same professional, day, act and amount as a sheet sent before."),
}
# what a person may refuse a line for: the law must say so too (claims.operations.refuse_line)
REASONS = {
    "already_paid": _("The same care was paid before"),
    "too_late": _("The sheet came too late"),
    "incomplete": _("Something on the sheet is missing: a signature, a date, an amount"),
    "not_covered": _("No rights on the day of care"),
}


def doubt_of(line: Line, doctors: Doctors, *, known: bool) -> str:
    """The name of what a person must look at first, empty where the law can decide; `known`: who she is was accepted."""
    told = told_of(line, line.claim, line.claim.received_at)
    try:
        act = price_of(told)
    except NoPrice as refusal:
        return refusal.reason
    if not known:
        return NO_IDENTITY
    return _doubtful(told, act, doctors, dear=not told.sector and _above_the_tariff(line.claim))


def doubt_of_told(told: Told, doctors: Doctors) -> str:
    """The same of a line whose sheet is not at hand, of a person who is known."""
    try:
        act = price_of(told)
    except NoPrice as refusal:
        return refusal.reason
    return _doubtful(told, act, doctors, dear=not told.sector and _dear(told, act))


def _doubtful(told: Told, act: Price, doctors: Doctors, *, dear: bool) -> str:
    if not has_values(act.category, told.care_day, told.reimbursed):
        return NO_VALUE
    if told.checked:
        return ""  # what was looked at once holds as it was told
    doctor = specialty(told.specialty, act.specialty, told.care_day)
    path = qualifier(told.pathway, doctor, told.rpps, declared_on(told.care_day, doctors))
    doctors_act = act.category == "doctor"
    doubts = {
        # law and list differ on an emergency without a declared doctor (law.qualifiers)
        "emergency_without_doctor": path.place == CASEWORKER,
        "specialty_unknown": told.pathway == "direct" and doctors_act and not doctor,
        "sector_unknown": doctors_act and dear,
    }
    return next((name for name, doubtful in doubts.items() if doubtful), "")


def _above_the_tariff(claim: Claim) -> bool:
    """Whether any act of the sheet costs more than sector 1 may ask: a sheet has one sector."""
    for line in claim.lines.all():
        told = told_of(line, claim, claim.received_at)
        try:
            act = price_of(told)
        except NoPrice:
            continue  # this line waits for a person by itself
        if _dear(told, act):
            return True
    return False


def _dear(told: Told, act: Price) -> bool:
    return act.category == "doctor" and 0 < act.base * told.units < told.fee
