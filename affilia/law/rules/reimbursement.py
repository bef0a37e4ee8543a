"""What the general scheme pays of a line: base, rate, share; heavy acts; what is paid and what is left."""

from __future__ import annotations

from affilia.law.columns import (
    WHOLE,
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
def base(official_price: Cents, fee: Cents, units: Count, sessions_beyond: Count, refused: Flag) -> Cents:
    """The lower of the conventional tariff and the fee, of the acts that count; a refused line has none."""
    return choose(refused, 0 * fee, otherwise=portion(lower_of(official_price, fee), units - sessions_beyond, units))


@law.rule(
    cites="CSS R160-9",
    says=_("You hold the allowance for the old (ASPA): {aspa_insured_share} of this care at most stays with you."),
)
def eased(aspa: Flag, category: Count, full_cover: Flag, aspa_insured_share: BasisPoints) -> Flag:
    """Holders of the ASPA keep a smaller share for auxiliaries and biology."""
    found: Flag = aspa & ((category == AUXILIARY) | (category == BIOLOGY)) & ~full_cover
    return found


@law.rule(cites="CSS R160-5, R160-9")
def rate_of_person(rate_general: BasisPoints, aspa_insured_share: BasisPoints, eased: Flag) -> BasisPoints:
    """The rate of the category, or what the ASPA leaves of the whole."""
    return choose(eased, WHOLE - aspa_insured_share, otherwise=rate_general)


@law.rule(cites="CSS R160-5")
def rate(rate_of_person: BasisPoints, rate_full_cover: BasisPoints, full_cover: Flag) -> BasisPoints:
    """The rate of the category, or 100 % where the law covers all."""
    return choose(full_cover, rate_full_cover, otherwise=rate_of_person)


@law.rule(cites="CSS R160-5", says=_("This care is not paid back any more: its rate is {rate_general}."))
def paid_no_more(rate_general: BasisPoints, full_cover: Flag, refused: Flag) -> Flag:
    """What the law took from the list, as homeopathy."""
    found: Flag = (rate_general == 0) & ~full_cover & ~refused
    return found


@law.rule(cites="CSS R160-16")
def flat_instead(heavy_act: Flag, full_cover: Flag) -> Flag:
    """A heavy act has no percentage, unless no share is left of it at all (L160-9, L160-14)."""
    return heavy_act & ~full_cover


@law.rule(
    cites="CSS R160-16",
    says=_("For a heavy act you keep one flat share of {heavy_share} instead of a percentage."),
)
def heavy_share(base: Cents, heavy_act_flat: Cents, flat_instead: Flag, imaging: Flag) -> Cents:
    """The flat share of a heavy act: none for imaging."""
    return choose(flat_instead & ~imaging, lower_of(heavy_act_flat, base), otherwise=0)


@law.rule(cites="CSS R160-16", says=_("For imaging of this price no share stays with you: {heavy_imaging}."))
def heavy_imaging(base: Cents, flat_instead: Flag, imaging: Flag) -> Cents:
    """Radiology, MRI, CT, scintigraphy, PET: the whole."""
    return choose(flat_instead & imaging, base, otherwise=0)


@law.rule(cites="CSS R160-5", says=_("{rate} of {base} is {rated_share}."))
def rated_share(base: Cents, rate: BasisPoints, flat_instead: Flag) -> Cents:
    """The fund's percentage, to the nearest cent, half up."""
    return choose(flat_instead, 0 * base, otherwise=share(base, rate))


@law.rule(cites="CSS R160-5, R160-16")
def share_before_path(base: Cents, rated_share: Cents, flat_instead: Flag, heavy_share: Cents) -> Cents:
    """The fund's share before the care path is looked at."""
    return choose(flat_instead, base - heavy_share, otherwise=rated_share)


@law.rule(cites="CSS L162-5-3, R160-6", says=_("The fund's share is {amo}."))
def amo(share_before_path: Cents, increase: Cents) -> Cents:
    """The fund's share (assurance maladie obligatoire) before flat charges."""
    return higher_of(share_before_path - increase, 0)
