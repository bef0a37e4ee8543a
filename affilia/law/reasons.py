"""Why care is covered in full: the article and the words of each reason, and the care it reaches (R160-17, R160-18)."""

from __future__ import annotations

import numpy as np

from affilia.law.columns import _
from affilia.law.facts import CATEGORIES, REASONS

# the article of each reason, and its words
WHY = {
    "": ("CSS R160-5", ""),
    "maternity": ("CSS L160-9, D160-3", _("This care is covered in full: maternity.")),
    "long_illness": (
        "CSS L160-14, D160-4, R160-11",
        _("This care is covered in full: it belongs to the protocol of a long illness (ALD)."),
    ),
    "newborn": ("CSS R160-17 I 1", _("This care is covered in full: the first thirty days of a newborn.")),
    "abortion": ("CSS R160-17 I 4", _("This care is covered in full: abortion (IVG).")),
    "contraception": ("CSS R160-17 I 5", _("This care is covered in full: contraception and screening of the young.")),
    "emergency_contraception": (
        "CSS R160-17 I 5 bis",
        _("This care is covered in full: emergency contraception, at any age."),
    ),
    "prevention": ("CSS R160-17 I 8", _("This care is covered in full: a prevention visit.")),
    "hiv_screening": ("CSS R160-17 I 8 bis", _("This care is covered in full: screening for HIV.")),
    "hepatitis_c_screening": ("CSS R160-8", _("This care is covered in full: screening for hepatitis C.")),
    "infertility": ("CSS L160-14", _("This care is covered in full: infertility.")),
    "donor": ("CSS L160-14", _("This care is covered in full: you gave an organ, tissue or cells.")),
    "abused_minor": ("CSS L160-14", _("This care is covered in full: it follows violence against a minor.")),
    "disability_pension": ("CSS L160-14, R160-18", _("This care is covered in full: you draw a disability pension.")),
}
WORDINGS = tuple(WHY[reason] for reason in REASONS)
# drugs of the two lower labels keep their share for pensioners and in the cases of R160-17 I
KEEP_THEIR_SHARE = ("drug_moderate", "drug_low", "drug_homeopathy")
LIMITED = (
    "newborn", "abortion", "contraception", "emergency_contraception", "prevention", "hiv_screening", "disability_pension",
)  # fmt: skip
REACHES = np.array(
    [
        [reason != "" and not (reason in LIMITED and category in KEEP_THEIR_SHARE) for category in CATEGORIES]
        for reason in REASONS
    ]
)
