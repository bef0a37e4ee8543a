"""A stay in hospital, and a visit to the emergency department without admission (reimbursement.md 3.5)."""

from __future__ import annotations

from affilia.law.columns import WHOLE, BasisPoints, Cents, Count, Flag, _, choose, higher_of, lower_of, share
from affilia.law.facts import law


@law.rule(cites="CSS R160-16", says=_("For a heavy act you keep one flat share of {stay_flat}."))
def stay_flat(stay_tariff: Cents, heavy_act_flat: Cents, heavy_act: Flag, stay_in_full: Flag) -> Cents:
    """The flat share that takes the place of the 20 %; none where no share is left at all."""
    return choose(heavy_act & ~stay_in_full, lower_of(heavy_act_flat, stay_tariff), otherwise=0)


@law.rule(cites="CSS R160-5 2, R160-16", says=_("Your share of the stay is {insured_share}."))
def insured_share(
    stay_tariff: Cents, stay_tariff_long: Cents, rate_hospital: BasisPoints, rate_hospital_long: BasisPoints,
    stay_flat: Cents, heavy_act: Flag, stay_in_full: Flag,
) -> Cents:  # fmt: skip
    """20 % of the tariff and nothing from the 31st day on; a flat share for a heavy act; nothing in maternity, ALD …"""
    first = stay_tariff - stay_tariff_long
    usual = first - share(first, rate_hospital) + share(stay_tariff_long, WHOLE - rate_hospital_long)
    return choose(stay_in_full, 0 * first, otherwise=choose(heavy_act, stay_flat, otherwise=usual))


@law.rule(cites="CSS L174-4, R174-5-1")
def daily_charge(
    hospital_daily_charge: Cents, hospital_daily_charge_psychiatry: Cents, psychiatry: Flag, daily_charge_exempt: Flag,
    maternity: Flag, css: Flag,
) -> Cents:  # fmt: skip
    """The charge of one day; none in maternity, with the C2S, for newborns, donors, work accidents, care at home."""
    price = choose(psychiatry, hospital_daily_charge_psychiatry, otherwise=hospital_daily_charge)
    return choose(maternity | css | daily_charge_exempt, 0 * price, otherwise=price)


@law.rule(
    cites="CSS L174-4, L861-3",
    says=_("No daily charge: maternity, newborns, donors, work accidents, care at home and the C2S are exempt."),
)
def daily_charge_lifted(daily_charge: Cents) -> Flag:
    """Said where one would be due."""
    found: Flag = daily_charge == 0
    return found


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


@law.rule(cites="CSS L325-1, D325-7, L174-4", says=_("The local scheme of Alsace-Moselle pays it: {stay_local}."))
def stay_local(stay_patient: Cents, local_scheme: Flag) -> Cents:
    """Its members keep neither the share nor the daily charges."""
    return choose(local_scheme, stay_patient, otherwise=0)


@law.rule(cites="CSS L861-3", says=_("The C2S (complementary cover) pays it: {stay_css}."))
def stay_css(stay_patient: Cents, stay_local: Cents, css: Flag) -> Cents:
    """What the local scheme leaves."""
    return choose(css, stay_patient - stay_local, otherwise=0)


@law.rule(cites="CSS L174-4", says=_("In the end {stay_left} of the stay is yours to pay."))
def stay_left(stay_patient: Cents, stay_local: Cents, stay_css: Cents) -> Cents:
    """Before any private cover."""
    return stay_patient - stay_local - stay_css


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


@law.rule(cites="CSS L861-3", says=_("The C2S (complementary cover) pays it: {emergency_css}."))
def emergency_css(emergency_kept: Cents, css: Flag) -> Cents:
    """The whole charge."""
    return choose(css, emergency_kept, otherwise=0)


@law.rule(cites="CSS L160-13 I", says=_("In the end {emergency_left} of this visit is yours to pay."))
def emergency_left(emergency_kept: Cents, emergency_css: Cents) -> Cents:
    """Before any private cover."""
    return emergency_kept - emergency_css
