"""How a person came to a professional, in her words, and what the care path makes of it (reimbursement.md 1.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.law.otherwise import Way
from affilia.law.qualifiers import OUT_OF_PATH, QUALIFIERS, Qualifier
from affilia.law.tariffs import SECTOR_1, SECTOR_2

# the letter of each answer, where a doctor is declared and where none is; the university's health service has no letter
# of its own and is never sanctioned (D162-1-6 9): it is told as sent by the own doctor
LETTERS = {
    "own": ("T", "S"),
    "referred": ("O", "S"),
    "replacement": ("R", "S"),
    "emergency": ("U", "W"),
    "away": ("H", "H"),
    "university": ("O", "O"),
    "direct": ("D", "D"),
}
# the answers that speak of a médecin traitant of her own
HERS = frozenset({"own", "referred", "replacement"})
PATHWAYS = {
    "own": _("My own médecin traitant (regular doctor)"),
    "referred": _("My médecin traitant sent me"),
    "replacement": _("A replacement of my doctor, or another doctor of the same practice"),
    "emergency": _("It was an emergency"),
    "away": _("I was away from home"),
    "university": _("The health service of my university"),
    "direct": _("Gynaecologist, ophthalmologist, psychiatrist (16 to 25) or stomatologist"),
    "none": _("None of these"),
}
# acts a student can name without knowing codes: code, words
ACTS = {
    "G": _("General practitioner, visit"),
    "TCG": _("General practitioner, by video"),
    "CS+MPC": _("Specialist, visit"),
    "CS+MPC+MCS": _("Specialist, sent by my doctor"),
    "CNP": _("Psychiatrist"),
    "APC": _("Specialist, one-off opinion"),
}
SECTORS = {
    SECTOR_1: _("in sector 1, or in sector 2 with OPTAM: fees are limited"),
    SECTOR_2: _("in sector 2 without OPTAM: fees are free"),
}
# what a sheet says of its doctor, for those acts that do not say it themselves
DOCTORS = {
    "gynaecology": _("Gynaecologist"),
    "ophthalmology": _("Ophthalmologist"),
    "psychiatry": _("Psychiatrist"),
    "stomatology": _("Stomatologist"),
    "neurology": _("Neurologist"),
    "other": _("Another specialist"),
}


def qualifier(pathway: str, specialty: str, *, declared: bool, another: bool) -> Qualifier:
    """The official qualifier of an answer.

    `declared`: she had a doctor on the day of care; `another`: the sheet has a number, and it is not that doctor's. A
    sheet whose number she did not find is believed to be her own doctor's. Where the specialty is known, the law
    decides what may be seen directly (law.rules.pathway), not her answer.
    """
    if pathway == "direct" and specialty:
        return QUALIFIERS[("P" if specialty == "general" else "F") if declared else "S"]
    if declared and another and pathway == "own":
        return QUALIFIERS["P"]
    with_doctor, without = LETTERS.get(pathway, ("P", "S"))
    return QUALIFIERS[with_doctor if declared else without]


def way(pathway: str, specialty: str, *, declared: bool, another: bool) -> Way:
    """The care path of an answer with a declared doctor and without one: who has none might have had this one."""
    hers = qualifier(pathway, specialty, declared=True, another=another and declared)
    nobody = qualifier(pathway, specialty, declared=False, another=another)
    return Way(declared, out_with_doctor=hers.place == OUT_OF_PATH, out_without_doctor=nobody.place == OUT_OF_PATH)
