"""What others pay of a line: the local scheme of Alsace-Moselle, the C2S, a private contract."""

from __future__ import annotations

from affilia.law.columns import BasisPoints, Cents, Flag, _, choose, higher_of, lower_of, share
from affilia.law.facts import law


@law.rule(cites="CSS L325-1, D325-7", says=_("The local scheme of Alsace-Moselle adds {local}."))
def local(
    base: Cents, rate_general: BasisPoints, rate_local: BasisPoints, local_scheme: Flag, full_cover: Flag
) -> Cents:
    """Total rate less general rate, on the base."""
    return choose(local_scheme & ~full_cover, share(base, higher_of(rate_local - rate_general, 0)), otherwise=0 * base)


@law.rule(cites="CSS D325-7")
def rate_local(rate_local_total: BasisPoints, local_scheme: Flag) -> BasisPoints:
    """The total rate, general and local."""
    return choose(local_scheme, rate_local_total, otherwise=0 * rate_local_total)


@law.rule(cites="CSS L861-3", says=_("The C2S (complementary cover) pays the rest of the official price: {css_part}."))
def css_part(base: Cents, amo: Cents, local: Cents, css: Flag, sanctioned: Flag) -> Cents:
    """The insured share, and nothing outside the care path."""
    return choose(css & ~sanctioned, base - amo - local, otherwise=0 * base)


@law.rule(cites="CSS L871-1, R871-1", says=_("The private contract pays {contract_part}."))
def contract_part(
    base: Cents, fee: Cents, share_before_path: Cents, local: Cents, css_part: Cents,
    contract_percent: BasisPoints, contract_pays: Flag,
) -> Cents:  # fmt: skip
    """Its percentage of the base, the fund's share before flat charges and before the care path deducted."""
    promised = lower_of(fee, share(base, contract_percent)) - share_before_path - local - css_part
    return choose(contract_pays, higher_of(promised, 0), otherwise=0 * base)


@law.rule(cites="CSS L871-1", says=_("In the end {left_to_patient} stays with you."))
def left_to_patient(left: Cents, contract_part: Cents) -> Cents:
    """What the person really bears."""
    return left - contract_part
