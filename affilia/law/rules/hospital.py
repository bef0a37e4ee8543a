"""A stay in hospital, and a visit to the emergency department without admission (reimbursement.md 3.5)."""

from __future__ import annotations

from affilia.law.columns import BasisPoints, Cents, Count, Flag, _, choose, higher_of, lower_of, share
from affilia.law.facts import law


@law.rule(cites="CSS R160-16", says=_("For a heavy act you keep one flat share of {stay_flat}."))
def stay_flat(stay_tariff: Cents, heavy_act_flat: Cents, heavy_act: Flag, maternity: Flag) -> Cents:
    """The flat share that takes the place of the 20 %."""
    return choose(heavy_act & ~maternity, lower_of(heavy_act_flat, stay_tariff), otherwise=0 * stay_tariff)


@law.rule(cites="CSS R160-5 2, R160-16", says=_("Your share of the stay is {insured_share}."))
def insured_share(
    stay_tariff: Cents, stay_tariff_long: Cents, rate_hospital: BasisPoints, rate_hospital_long: BasisPoints,
    rate_full_cover: BasisPoints, stay_flat: Cents, heavy_act: Flag, maternity: Flag, full_cover: Flag,
) -> Cents:  # fmt: skip
    """20 % of the tariff and nothing from the 31st day on; a flat share for a heavy act; nothing in maternity."""
    first = stay_tariff - stay_tariff_long
    usual = first - share(first, rate_hospital) + share(stay_tariff_long, rate_full_cover - rate_hospital_long)
    return choose(maternity | full_cover, 0 * first, otherwise=choose(heavy_act, stay_flat, otherwise=usual))


@law.rule(cites="CSS L174-4, R174-5-1")
def daily_charge(
    hospital_daily_charge: Cents, hospital_daily_charge_psychiatry: Cents, psychiatry: Flag, daily_charge_exempt: Flag,
    maternity: Flag,
) -> Cents:  # fmt: skip
    """The charge of one day; none in maternity, for newborns, donors, work accidents, home hospitalisation."""
    price = choose(psychiatry, hospital_daily_charge_psychiatry, otherwise=hospital_daily_charge)
    return choose(maternity | daily_charge_exempt, 0 * price, otherwise=price)


@law.rule(cites="CSS L174-4", says=_("The daily charges (forfait hospitalier) are {daily_charges}: {stay_days} days."))
def daily_charges(stay_days: Count, daily_charge: Cents) -> Cents:
    """Each day counts, the day of leaving too."""
    return stay_days * daily_charge


@law.rule(
    cites="CSS L174-4 al. 4",
    says=_("You keep {stay_patient}: the larger of your share and the daily charges; for a heavy act, both."),
)
def stay_patient(insured_share: Cents, daily_charges: Cents, heavy_act: Flag) -> Cents:
    """Set off against one another, except for the flat share."""
    return choose(heavy_act, insured_share + daily_charges, otherwise=higher_of(insured_share, daily_charges))


@law.rule(cites="CSS R160-5 2, L174-4", says=_("The fund pays {stay_paid} of the stay."))
def stay_paid(stay_tariff: Cents, insured_share: Cents, daily_charges: Cents, heavy_act: Flag) -> Cents:
    """The rest of the tariff; beside a flat share the daily charges come on top of it."""
    return stay_tariff - choose(heavy_act, insured_share, otherwise=higher_of(insured_share, daily_charges))


@law.rule(
    cites="CSS L861-3, D325-7",
    says=_("Your C2S or the local scheme pays what you would keep: {stay_covered}."),
)
def stay_covered(stay_patient: Cents, css: Flag, local_scheme: Flag) -> Cents:
    """Both cover the share and the daily charges."""
    return choose(css | local_scheme, stay_patient, otherwise=0 * stay_patient)


@law.rule(cites="CSS L160-13 I", says=_("The emergency charge (forfait patient urgences) is {emergency_kept}."))
def emergency_kept(
    emergency_charge: Cents,
    emergency_charge_reduced: Cents,
    long_illness: Flag,
    emergency_exempt: Flag,
    maternity: Flag,
) -> Cents:
    """Reduced in a long illness (ALD); none in maternity, for newborns, invalidity, donors, victims."""
    price = choose(long_illness, emergency_charge_reduced, otherwise=emergency_charge)
    return choose(maternity | emergency_exempt, 0 * price, otherwise=price)
