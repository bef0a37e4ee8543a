"""The care path: without a médecin traitant, or past him, a doctor's act is paid back less, within a cap a line."""

from __future__ import annotations

from affilia.law.columns import BasisPoints, Cents, Count, Day, Flag, _, choose, lower_of, months_on, share
from affilia.law.facts import DOCTORS, GYNAECOLOGY, OPHTHALMOLOGY, PSYCHIATRY, STOMATOLOGY, law


@law.rule(cites="CSS L162-5-3")
def doctors_act(category: Count) -> Flag:
    """What the care path concerns: acts of doctors, whatever rate they have."""
    found: Flag = DOCTORS[category]
    return found


@law.rule(cites="CSS D162-1-7, R160-6")
def direct_access(
    specialty: Count, age: Count, psychiatry_direct_from: Count, psychiatry_direct_until: Count, by_decree: Flag
) -> Flag:
    """By the decree, or as the funds tell the public: psychiatrists for the young only, and stomatologists."""
    young = (age >= psychiatry_direct_from) & (age <= psychiatry_direct_until)
    psychiatrist = (specialty == PSYCHIATRY) & (by_decree | young)
    stomatologist = (specialty == STOMATOLOGY) & ~by_decree
    anybody = (specialty == GYNAECOLOGY) | (specialty == OPHTHALMOLOGY)
    found: Flag = anybody | psychiatrist | stomatologist
    return found


@law.rule(
    cites="CSS D162-1-7, R160-6",
    says=_("This specialist may be seen without a médecin traitant: nothing is kept for the care path."),
)
def seen_directly(out_of_path: Flag, direct_access: Flag, doctors_act: Flag) -> Flag:
    """What was outside the care path, and may be."""
    return out_of_path & direct_access & doctors_act


@law.rule(cites="CSS L162-5-3, R160-6")
def sanctioned(
    out_of_path: Flag, seen_directly: Flag, visits: Flag, doctors_act: Flag, age: Count, pathway_age: Count,
    maternity: Flag,
) -> Flag:  # fmt: skip
    """Doctors' acts only, from 16 on, never in maternity."""
    excused = seen_directly | visits | maternity
    return out_of_path & ~excused & doctors_act & (age >= pathway_age)


@law.rule(
    cites="CSS R160-6",
    says=_(
        "Outside the care path (parcours de soins), {increase} is kept: "
        "{increase_rate} of {base}, {increase_cap} at most."
    ),
)
def increase(sanctioned: Flag, base: Cents, increase_rate: BasisPoints, increase_cap: Cents) -> Cents:
    """40 % of the tariff, capped per line."""
    return choose(sanctioned, lower_of(share(base, increase_rate), increase_cap), otherwise=0)


@law.rule(
    cites="CSS R160-6, L162-5-3",
    says=_("Your doctor retired or moved: until {grace_after_leaving} nothing is kept for leaving the care path."),
)
def grace_after_leaving(doctor_left_day: Day, retired_doctor_grace: Count) -> Day:
    """A year to find another."""
    return months_on(doctor_left_day, 12 * retired_doctor_grace)


@law.rule(
    cites="CSS D162-1-8",
    says=_("This doctor is newly installed: until {grace_of_new_doctor} nothing is kept for seeing him directly."),
)
def grace_of_new_doctor(doctor_installed_day: Day, new_doctor_grace: Count) -> Day:
    """Five years from the installation, or in an area that lacks doctors."""
    return months_on(doctor_installed_day, 12 * new_doctor_grace)
