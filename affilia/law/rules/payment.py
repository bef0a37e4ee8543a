"""When a small sum may wait, when a duplicate of a sheet counts, what is paid of care abroad (sections 4 and 5)."""

from __future__ import annotations

from affilia.law.columns import Cents, Count, Day, Flag, _, choose, lower_of, year_end
from affilia.law.facts import law


@law.rule(
    cites="CSS D133-2",
    says=_("Sums under {defer_threshold} may wait to the end of the year; flat contributions are never part of them."),
)
def may_defer(amount_due: Cents, defer_threshold: Cents) -> Flag:
    """A permission of the fund, not a duty."""
    return amount_due < defer_threshold


@law.rule(cites="CSS D133-2", says=_("From {defer_threshold} on, a sum is paid at once."))
def paid_at_once(may_defer: Flag, defer_threshold: Cents) -> Flag:
    """The other answer."""
    return ~may_defer


@law.rule(cites="CSS D133-2")
def waits_until(reimbursed_day: Day) -> Day:
    """The end of the year the sum is due in."""
    return year_end(reimbursed_day)


@law.rule(
    cites="CSS D133-2",
    says=_("This sum is under {defer_threshold} and waits: it is paid by {waits_until} at the latest."),
)
def waits(may_defer: Flag, small_sums_wait: Flag, defer_threshold: Cents, waits_until: Day) -> Flag:
    """Where the fund uses the permission (law.readings)."""
    return may_defer & small_sums_wait


@law.rule(
    cites="CSS R161-47 III",
    says=_("A duplicate is accepted from day {duplicate_from_day} after the sheet was drawn up."),
)
def duplicate_too_early(duplicate: Flag, days_after_original: Count, duplicate_from_day: Count) -> Flag:
    """Before day 15."""
    return duplicate & (days_after_original < duplicate_from_day)


@law.rule(
    cites="CSS R161-47 III",
    says=_("A duplicate is accepted until day {duplicate_until_day} after the sheet was drawn up."),
)
def duplicate_too_late(duplicate: Flag, days_after_original: Count, duplicate_until_day: Count) -> Flag:
    """After day 90."""
    return duplicate & (days_after_original > duplicate_until_day)


@law.rule(
    cites="CSS R160-2",
    says=_(
        "Care planned abroad with a night in hospital or costly equipment needs the fund's agreement first: "
        "without it nothing is paid."
    ),
)
def not_authorised(planned: Flag, night_or_equipment: Flag, authorised: Flag) -> Flag:
    """Planned, heavy, and not agreed to."""
    return planned & night_or_equipment & ~authorised


@law.rule(
    cites="CSS R160-1, R160-4",
    says=_(
        "For care abroad the fund pays {abroad_at_most} at most: never more than in France, never more than it cost."
    ),
)
def abroad_at_most(
    invoice: Cents, french_refund: Cents, in_europe: Flag, sudden_illness: Flag, not_authorised: Flag
) -> Cents:
    """In Europe by French conditions; elsewhere only for a sudden illness."""
    paid = (in_europe | sudden_illness) & ~not_authorised
    return choose(paid, lower_of(invoice, french_refund), otherwise=0)


@law.rule(cites="CSS R162-52 I", says=_("Without an answer by {agreed_silently_on}, the care is agreed to."))
def agreed_silently_on(asked_day: Day, prior_agreement_days: Count) -> Day:
    """Silence of fifteen days is a yes to a prior agreement (entente préalable)."""
    return asked_day + prior_agreement_days


@law.rule(cites="CSS R133-9-2", says=_("You can contest this claim for money back until {undue_contest_until}."))
def undue_contest_until(noticed_day: Day, undue_contest_days: Count) -> Day:
    """Twenty days from the dated notice."""
    return noticed_day + undue_contest_days
