"""Why a line waits for a person before the law decides it: each doubt has its name and its words, nothing is guessed."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from django.utils.translation import gettext_lazy as _

from affilia.claims.acts import Act
from affilia.claims.facts import Doctors, Told, act_told, path_of, told_of
from affilia.claims.models import Claim, Line
from affilia.law.qualifiers import CASEWORKER
from affilia.law.tariffs import NoPrice

REPEAT, NO_IDENTITY = "repeat", "no_identity"
DOUBTS = {
    "no_tariff": _("We know no price for this act on this day."),
    "no_rule": _("Acts of this kind are priced by a person."),
    "no_coefficient": _("The coefficient of this act is missing."),
    "no_printed_price": _("The price printed on the pack or the invoice is missing."),
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
        act = act_told(told)
    except NoPrice as refusal:
        return refusal.reason
    if not known:
        return NO_IDENTITY
    return _doubtful(told, act, doctors, dear=not told.sector and _above_the_tariff(line.claim))


def _doubtful(told: Told, act: Act, doctors: Doctors, *, dear: bool) -> str:
    if told.checked:
        return ""  # what was looked at once holds as it was told
    found = doubts_among(
        emergency=path_of(told, act.specialty, doctors).place == CASEWORKER, direct=told.pathway == "direct",
        nameless=not act.specialty, of_doctor=act.price.category == "doctor", dear=dear,
    )  # fmt: skip
    return next((name for name, doubtful in found.items() if doubtful), "")


Flag = TypeVar("Flag", bool, np.ndarray)


def doubts_among(*, emergency: Flag, direct: Flag, nameless: Flag, of_doctor: Flag, dear: Flag) -> dict[str, Flag]:
    """What somebody must look at although the act has a price: of one line, or of a column of lines."""
    return {
        # law and list differ on an emergency without a declared doctor (law.qualifiers)
        "emergency_without_doctor": emergency,
        "specialty_unknown": direct & of_doctor & nameless,
        "sector_unknown": of_doctor & dear,
    }


def _above_the_tariff(claim: Claim) -> bool:
    """Whether any act of the sheet costs more than sector 1 may ask: a sheet has one sector."""
    for line in claim.lines.all():
        told = told_of(line, claim, claim.received_at)
        try:
            act = act_told(told)
        except NoPrice:
            continue  # this line waits for a person by itself
        if _dear(told, act):
            return True
    return False


def _dear(told: Told, act: Act) -> bool:
    return act.price.category == "doctor" and 0 < act.price.base * told.units < told.fee
