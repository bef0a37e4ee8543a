"""How a person came to a professional, in her words, and what the care path makes of it (reimbursement.md 1.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OUTSIDE = frozenset({"emergency", "away", "replacement", "university", "referred"})
DIRECT = frozenset({"direct"})
SANCTIONED = frozenset({"none", "unknown"})
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
