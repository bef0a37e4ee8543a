"""What the general scheme pays of a line: base, rate, share; heavy acts; what is paid and what is left."""

from __future__ import annotations

from affilia.law.columns import (
    BasisPoints,
    Cents,
    Count,
    Flag,
    Hundredths,
    _,
    choose,
    higher_of,
    lower_of,
    portion,
    share,
)
from affilia.law.facts import AUXILIARY, BIOLOGY, law


@law.rule(
    cites="CSS R160-22, R161-42",
    says=_("One act is worth its letter, {letter_price}, times its coefficient, {coefficient}: {coefficient_price}."),
)
def coefficient_price(letter_price: Cents, coefficient: Hundredths) -> Cents:
    """To the nearest cent, half up; nothing for acts that have a price of their own."""
    return share(letter_price, 100 * coefficient)


@law.rule(cites="CSS R160-22")
def official_price(tariff: Cents, letter_price: Cents, coefficient_price: Cents, units: Count) -> Cents:
    """The conventional tariff of the line, by its letter where it has one."""
    return choose(letter_price > 0, units * coefficient_price, otherwise=tariff)


@law.rule(
    cites="CSS R160-22, L160-10",
    says=_("The refund is worked out from {base}: the official price, and never more than you paid."),
)
def base(official_price: Cents, fee: Cents, units: Count, sessions_beyond: Count) -> Cents:
    """The lower of the conventional tariff and the fee, of the acts that count."""
    return portion(lower_of(official_price, fee), units - sessions_beyond, units)


@law.rule(cites="CSS R160-5, R160-18")
def rate_of_person(
    rate_general: BasisPoints,
    rate_full_cover: BasisPoints,
    aspa_insured_share: BasisPoints,
    category: Count,
    aspa: Flag,
) -> BasisPoints:
    """The rate of the category; holders of the ASPA keep a smaller share for auxiliaries and biology."""
    eased = aspa & ((category == AUXILIARY) | (category == BIOLOGY))
    return choose(eased, rate_full_cover - aspa_insured_share, otherwise=rate_general)


@law.rule(cites="CSS R160-5", says=_("The rate for this care is {rate}."))
def rate(rate_of_person: BasisPoints, rate_full_cover: BasisPoints, full_cover: Flag, maternity: Flag) -> BasisPoints:
    """The rate of the category, or 100 % where the law covers all."""
    return choose(full_cover | maternity, rate_full_cover, otherwise=rate_of_person)


@law.rule(
    cites="CSS R160-16",
    says=_("For a heavy act you keep one flat share of {heavy_share} instead of a percentage."),
)
def heavy_share(base: Cents, heavy_act_flat: Cents, heavy_act: Flag, imaging: Flag) -> Cents:
    """The flat share of a heavy act: none for imaging."""
    return choose(heavy_act & ~imaging, lower_of(heavy_act_flat, base), otherwise=0 * base)


@law.rule(cites="CSS R160-5", says=_("{rate} of {base} is {share_before_path}."))
def share_before_path(base: Cents, rate: BasisPoints, heavy_act: Flag, heavy_share: Cents) -> Cents:
    """The fund's share before the care path is looked at, to the nearest cent, half up."""
    return choose(heavy_act, base - heavy_share, otherwise=share(base, rate))


@law.rule(cites="CSS L162-5-3, R160-6", says=_("The fund's share is {amo}."))
def amo(share_before_path: Cents, increase: Cents) -> Cents:
    """The fund's share (assurance maladie obligatoire) before flat charges."""
    return higher_of(share_before_path - increase, 0)


@law.rule(
    cites="CSS L160-13",
    says=_("You receive {paid}."),
)
def paid(benefit: Cents, flat_charges: Cents) -> Cents:
    """What the fund pays; below nothing, it is a debt kept from later payments."""
    return benefit - flat_charges


@law.rule(cites="CSS L160-13", says=_("Of the {fee} you paid, {left} stays with you."))
def left(fee: Cents, paid: Cents) -> Cents:
    """What is left before any private cover: the fee less what the fund pays."""
    return fee - paid
