"""Where the money of a line goes: to her, to the professional (tiers payant), or to flat contributions still owed."""

from __future__ import annotations

from affilia.law.columns import (
    Cents,
    Count,
    Day,
    Flag,
    Groups,
    _,
    carried,
    choose,
    earlier,
    opening,
    together,
)
from affilia.law.debts import barred, without
from affilia.law.facts import law

# who receives: her whole part, the professional, nobody, or her account after older debts
HERS, PROFESSIONAL, NOBODY, AFTER_DEBTS = range(4)


@law.rule(cites="CSS L160-13")
def same_person(person: Count) -> Groups:
    """A debt is kept from any later payment to the same person."""
    return together(person)


@law.rule(cites="CSS L160-13")
def benefit(amo: Cents, local: Cents, css_part: Cents) -> Cents:
    """What is due before flat charges."""
    return amo + local + css_part


@law.rule(cites="CSS L160-13")
def to_person(benefit: Cents, third_party: Flag) -> Cents:
    """What is hers to receive: nothing where the professional is paid (tiers payant)."""
    return choose(third_party, 0 * benefit, otherwise=benefit)


@law.rule(cites="CSS L160-13, D160-7")
def debt_brought(debt_before: Cents, same_person: Groups) -> Cents:
    """What was owed before the first line: told of the person on each line, owed once."""
    return opening(debt_before, same_person)


@law.rule(cites="CSS L160-13")
def owed(flat_charges: Cents, debt_brought: Cents) -> Cents:
    """What falls due with this line."""
    return flat_charges + debt_brought


@law.rule(cites="CSS L160-13")
def debt_for_ever(owed: Cents, to_person: Cents, same_person: Groups) -> Cents:
    """What would stay owed if no debt ever died."""
    return carried(owed, to_person, same_person)


@law.rule(
    cites="CSS D160-7, L160-11",
    says=_("{debt_barred} of older flat contributions are not kept any more: they were owed for {debt_years} years."),
)
def debt_barred(
    debt_for_ever: Cents, owed: Cents, to_person: Cents, reimbursed_day: Day, debt_years: Count, same_person: Groups
) -> Cents:
    """Time-barred before this line is paid."""
    return barred(debt_for_ever, owed, to_person, reimbursed_day, debt_years, same_person)


@law.rule(cites="CSS L160-13, D160-7", says=_("{debt} of flat contributions wait: they are kept from a later payment."))
def debt(debt_for_ever: Cents, debt_barred: Cents, owed: Cents, to_person: Cents, same_person: Groups) -> Cents:
    """What stays owed after this line: the fund may not waive it, time does."""
    return without(debt_for_ever, debt_barred, owed, to_person, same_person)


@law.rule(cites="CSS L160-13")
def recovered(owed: Cents, debt_barred: Cents, debt: Cents, same_person: Groups) -> Cents:
    """What this line pays of what was owed: its own flat charges and older ones."""
    return earlier(debt, same_person) + owed - debt - debt_barred


@law.rule(cites="CSS L160-13, L161-36-4")
def payee(third_party: Flag, benefit: Cents, flat_charges: Cents, recovered: Cents) -> Count:
    """How the money of the line is told."""
    kept = choose(recovered > flat_charges, AFTER_DEBTS, otherwise=HERS)
    hers = choose(benefit < flat_charges, NOBODY, otherwise=kept)
    return choose(third_party & (benefit > 0), PROFESSIONAL, otherwise=hers)


@law.rule(
    cites="CSS L160-13",
    told_by="payee",
    wordings=(
        ("CSS L160-13", _("You receive {paid}.")),
        ("CSS L160-13, L161-36-4", _("The fund pays {benefit} to the professional (tiers payant), nothing to you.")),
        (
            "CSS L160-13",
            _("Nothing is paid out: of the {benefit} due, flat contributions of {flat_charges} come first."),
        ),
        ("CSS L160-13", _("The fund owes you {paid} for this care; older flat contributions are kept from it first.")),
    ),
)
def paid(benefit: Cents, flat_charges: Cents) -> Cents:
    """What the fund pays; below nothing, it is a debt kept from later payments."""
    return benefit - flat_charges


@law.rule(
    cites="CSS L160-13",
    told_by="payee",
    wordings=(("CSS L160-13", ""),) * 3 + (("CSS L160-13", _("Your account receives {transferred}.")),),
)
def transferred(to_person: Cents, recovered: Cents) -> Cents:
    """What is sent to her account for this line; never below nothing."""
    return to_person - recovered


@law.rule(
    cites="CSS L160-13",
    told_by="payee",
    wordings=(
        ("CSS L160-13", _("Of the {fee} you paid, {left} stays with you.")),
        ("CSS L160-13", _("Of the {fee} this care cost, {left} stays with you.")),
        (
            "CSS L160-13",
            _("Of the {fee} you paid, all stays with you, and with the flat contributions it comes to {left}."),
        ),
        ("CSS L160-13", _("Of the {fee} you paid, {left} stays with you.")),
    ),
)
def left(fee: Cents, paid: Cents) -> Cents:
    """What is left before any private cover: the fee less what the fund pays."""
    return fee - paid
