"""Where the sources read the law in two ways: each way with its source; the operator picks, the first is the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from affilia.law.columns import _


@dataclass(frozen=True)
class Way:
    """One way to read the law, and who reads it so."""

    words: str
    source: str


@dataclass(frozen=True)
class Reading:
    """A doubt, its article, and the ways out of it."""

    name: str
    words: str
    article: str
    ways: Mapping[str, Way]
    setting: str = "AFFILIA_READINGS"

    def chosen(self, choices: Mapping[str, str]) -> str:
        """The operator's way; without one, the first."""
        return choices.get(self.name, next(iter(self.ways)))


DIRECT_ACCESS = Reading(
    "direct_access",
    "Which specialties may be seen without the médecin traitant.",
    "CSS D162-1-7, R160-6",
    {
        "practice": Way(
            "Gynaecologists, ophthalmologists, stomatologists; psychiatrists and neuropsychiatrists from 16 to 25.",
            "service-public.fr F17042, verified 2024-12-22: what the funds tell the public",
        ),
        "decree": Way(
            "Gynaecologists, ophthalmologists; psychiatrists and neuropsychiatrists at any age; no stomatologist.",
            "CSS D162-1-7",
        ),
    },
)
SMALL_SUMS = Reading(
    "small_sums",
    "Whether sums under the threshold wait to the end of the year.",
    "CSS D133-2",
    {
        "pay": Way("Every sum is paid at once.", "CSS D133-2: a permission, which the fund does not use"),
        "wait": Way("Sums under the threshold wait, to 31 December at the latest.", "CSS D133-2: a permission, used"),
    },
    setting="AFFILIA_SMALL_SUMS",
)
TRANSLATIONS = Reading(
    "translations",
    "Whether civil-status papers of Greece and Bulgaria need a translation.",
    "CSS R114-7 I 2",
    {
        "law": Way("No paper of an authority of the EU, the EEA or Switzerland is translated.", "CSS R114-7 I 2"),
        "campus_france": Way(
            "No European is asked for a translation, except Greek and Bulgarian students.",
            "campusfrance.org node 301673 (undated, after 2018)",
        ),
    },
)
DAILY_CHARGE = Reading(
    "hospital_daily_charge",
    "Whether the daily charge of a hospital stands inside the tariff of the stay or on top of it.",
    "CSS L174-4",
    {
        "inside": Way(
            "The patient bears the higher of the share and the charges, the fund the rest of the tariff: stays with the "
            "20 % share are decided so.",
            "case HX002 of reimbursement_examples.yaml; reimbursement.md 9.12: not settled by what was read",
        ),
        "beside": Way(
            "The fund bears the tariff less the flat share, the charges come on top: stays with a heavy act are decided so.",
            "case HX003 of reimbursement_examples.yaml; reimbursement.md 9.12: not settled by what was read",
        ),
    },
    setting="both, by the kind of stay",
)
READINGS = {reading.name: reading for reading in (DIRECT_ACCESS, SMALL_SUMS, TRANSLATIONS, DAILY_CHARGE)}
# how sure a step is, in words; what is sourced needs none
HOW_SURE = {"derived": _("derived from other rules"), "unsourced": _("from general knowledge, not verified")}
