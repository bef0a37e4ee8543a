"""Whether a line may be paid at all. A refusal is a flag; its name is its code."""

from __future__ import annotations

from affilia.law.columns import Day, Flag, _, two_years_on
from affilia.law.facts import law


@law.rule(cites="CSS R161-8-1", says=_("Your rights were not open on the day of care."))
def not_covered(covered: Flag) -> Flag:
    """Care before the start of rights, or after their end."""
    return ~covered


@law.rule(cites="CSS L160-11")
def last_accepted_day(care_day: Day) -> Day:
    """Two years from the first day of the quarter after the care."""
    return two_years_on(care_day)


@law.rule(
    cites="CSS L160-11",
    says=_("The sheet came after {last_accepted_day}, the last day for this care: two years after its quarter."),
)
def too_late(received_day: Day, last_accepted_day: Day) -> Flag:
    """Received after the limitation period."""
    return received_day > last_accepted_day


@law.rule(
    cites="CSS R161-47",
    says=_("This act was already decided: same professional, same day, same act, same amount."),
)
def already_paid(same_sheet_before: Flag) -> Flag:
    """An exact duplicate of an earlier line."""
    return same_sheet_before


@law.rule(
    cites="CSS R161-40, R161-43",
    says=_("The sheet is not complete: it needs both signatures, and the prescription when one was made."),
)
def incomplete(complete: Flag) -> Flag:
    """A signature or a prescription is missing."""
    return ~complete


@law.rule(cites="CSS L160-1")
def refused(not_covered: Flag, too_late: Flag, already_paid: Flag, incomplete: Flag) -> Flag:
    """Refused for any of the reasons."""
    return not_covered | too_late | already_paid | incomplete
