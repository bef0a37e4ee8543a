"""The care path: without a médecin traitant, or past him, a doctor's act is paid back less, within a cap a line."""

from __future__ import annotations

import numpy as np

from affilia.law.columns import BasisPoints, Cents, Count, Flag, _, choose, lower_of, share
from affilia.law.facts import DOCTORS, law


@law.rule(cites="CSS L162-5-3, R160-6")
def sanctioned(out_of_path: Flag, category: Count, age: Count, pathway_age: Count, maternity: Flag) -> Flag:
    """Doctors' acts only, from 16 on, never in maternity."""
    found: Flag = out_of_path & np.isin(category, DOCTORS) & (age >= pathway_age) & ~maternity
    return found


@law.rule(
    cites="CSS R160-6",
    says=_(
        "Outside the care path (parcours de soins), {increase} is kept: "
        "{increase_rate} of {base}, {increase_cap} at most."
    ),
)
def increase(sanctioned: Flag, base: Cents, increase_rate: BasisPoints, increase_cap: Cents) -> Cents:
    """40 % of the tariff, capped per line."""
    return choose(sanctioned, lower_of(share(base, increase_rate), increase_cap), otherwise=0 * base)
