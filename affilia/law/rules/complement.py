"""What others pay of a line: the local scheme of Alsace-Moselle, the C2S, a private contract."""

from __future__ import annotations

from affilia.law.columns import WHOLE, BasisPoints, Cents, Count, Flag, _, choose, higher_of, lower_of, share
from affilia.law.facts import OPTIONAL, law


@law.rule(cites="CSS L325-1, D325-7")
def rate_added(rate_local_total: BasisPoints, rate: BasisPoints, local_scheme: Flag) -> BasisPoints:
    """What the total rate of members has above the rate of the general scheme."""
    return choose(local_scheme, higher_of(rate_local_total - rate, 0), otherwise=0)


@law.rule(cites="CSS L325-1, D325-7", says=_("The local scheme of Alsace-Moselle adds {local}."))
def local(base: Cents, rate_added: BasisPoints, share_before_path: Cents) -> Cents:
    """A complement: never more than the general scheme leaves of the base, whatever the care path adds to it."""
    return lower_of(share(base, rate_added), base - share_before_path)


@law.rule(cites="CSS L861-3", says=_("The C2S (complementary cover) pays the rest of the official price: {css_part}."))
def css_part(base: Cents, amo: Cents, local: Cents, css: Flag, sanctioned: Flag) -> Cents:
    """The insured share, and nothing outside the care path."""
    return choose(css & ~sanctioned, base - amo - local, otherwise=0)


@law.rule(cites="CSS L861-3 1", says=_("Outside the care path the C2S pays nothing of this act."))
def css_withheld(css: Flag, sanctioned: Flag) -> Flag:
    """Said, so that nobody wonders."""
    return css & sanctioned


@law.rule(
    cites="CSS L861-3",
    says=_(
        "With the C2S no fee above the official price may be asked in the care path: "
        "{css_excess} was asked too much, ask the professional for it."
    ),
)
def css_excess(
    fee: Cents, official_price: Cents, css: Flag, sanctioned: Flag, refused: Flag, doctors_act: Flag
) -> Cents:
    """Forbidden excess fees: the fund does not pay them, and the professional may not keep them."""
    asked = higher_of(fee - official_price, 0)
    return choose(css & doctors_act & ~sanctioned & ~refused, asked, otherwise=0)


@law.rule(cites="CSS R871-2")
def contract_least(base: Cents, category: Count, responsible: Flag, contract_pays: Flag) -> Cents:
    """A responsible contract pays the whole share, but of drugs at 30 and 15 %, homeopathy and spa it need not."""
    return choose(responsible & contract_pays & ~OPTIONAL[category], base, otherwise=0)


@law.rule(cites="CSS L871-1, R871-2")
def contract_promise(
    base: Cents, fee: Cents, share_before_path: Cents, contract_percent: BasisPoints, contract_share: BasisPoints,
    contract_lump: Cents, contract_real_cost: Flag, contract_least: Cents,
) -> Cents:  # fmt: skip
    """Fund and contract together: a percentage of the base, a part of the insured share, a lump sum, or the real cost."""
    of_base = share(base, contract_percent)
    of_share = share_before_path + share(base - share_before_path, contract_share)
    with_lump = share_before_path + contract_lump
    promised = higher_of(higher_of(of_base, of_share), higher_of(with_lump, contract_least))
    return choose(contract_real_cost, fee, otherwise=lower_of(fee, promised))


@law.rule(cites="CSS L871-1, R871-2")
def contract_limit(
    base: Cents,
    fee: Cents,
    contract_percent_optam: BasisPoints,
    optam_gap: BasisPoints,
    outside_optam: Flag,
    responsible: Flag,
) -> Cents:
    """A responsible contract pays excess fees outside OPTAM up to the base, and 20 points below its OPTAM cover."""
    below = share(base, higher_of(contract_percent_optam - WHOLE - optam_gap, 0))
    return choose(outside_optam & responsible, base + lower_of(base, below), otherwise=fee)


@law.rule(cites="CSS L871-1, R871-1", says=_("The private contract pays {contract_part}."))
def contract_part(
    contract_promise: Cents, contract_limit: Cents, share_before_path: Cents, local: Cents, css_part: Cents,
    contract_pays: Flag, refused: Flag,
) -> Cents:  # fmt: skip
    """What it promised, less what others pay before flat charges and before the care path: these stay with the person."""
    promised = lower_of(contract_promise, contract_limit) - share_before_path - local - css_part
    return choose(contract_pays & ~refused, higher_of(promised, 0), otherwise=0)


@law.rule(cites="CSS L871-1", says=_("In the end {left_to_patient} stays with you."))
def left_to_patient(left: Cents, contract_part: Cents) -> Cents:
    """What the person really bears."""
    return left - contract_part
