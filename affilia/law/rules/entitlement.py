"""Whether a line may be paid at all. A refusal is a flag; its name is its code."""

from __future__ import annotations

from affilia.law.columns import (
    Cents,
    Count,
    Day,
    Flag,
    Groups,
    Hundredths,
    _,
    capped,
    choose,
    higher_of,
    months_on,
    together,
    two_years_on,
    year_of,
)
from affilia.law.facts import PSYCHOLOGIST, law


@law.rule(cites="CSS R161-47", says=_("This sheet was cancelled: it counts for nothing."))
def cancelled_sheet(cancelled: Flag) -> Flag:
    """Taken back by who sent it: as if it had never come."""
    return cancelled


@law.rule(cites="CSS R161-8-1", says=_("Your rights were not open on the day of care."))
def not_covered(covered: Flag) -> Flag:
    """Care before the start of rights, or after their end."""
    return ~covered


@law.rule(cites="CSS L160-11", says=_("A sheet for this care is accepted until {last_accepted_day}."))
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
def refused_first(
    cancelled_sheet: Flag, not_covered: Flag, too_late: Flag, already_paid: Flag, incomplete: Flag, planned_care: Flag
) -> Flag:
    """Refused whatever was counted before."""
    return cancelled_sheet | not_covered | too_late | already_paid | incomplete | planned_care


@law.rule(cites="CSS R162-65")
def same_care_year(person: Count, care_day: Day) -> Groups:
    """Sessions count by the calendar year of the care."""
    return together(person, year_of(care_day))


@law.rule(cites="CSS R162-65")
def sessions_asked(units: Count, category: Count, refused_first: Flag) -> Count:
    """Sessions of a psychologist (Mon soutien psy) that nothing else refuses."""
    return choose((category == PSYCHOLOGIST) & ~refused_first, units, otherwise=0)


@law.rule(cites="CSS R162-65")
def sessions_taken(
    sessions_asked: Count, psychologist_sessions_a_year: Count, sessions_before: Count, same_care_year: Groups
) -> Count:
    """At most so many sessions a year, by the highest number the year has seen."""
    allowed = higher_of(psychologist_sessions_a_year - sessions_before, 0)
    return capped(sessions_asked, allowed, same_care_year, highest=True)


@law.rule(
    cites="CSS R162-65",
    says=_("The {psychologist_sessions_a_year} sessions of this year were taken already."),
)
def too_many_sessions(sessions_asked: Count, sessions_taken: Count, psychologist_sessions_a_year: Count) -> Flag:
    """Nothing is left of the yearly number."""
    found: Flag = (sessions_asked > 0) & (sessions_taken == 0)
    return found


@law.rule(
    cites="CSS R162-65",
    says=_("Sessions of this line past the {psychologist_sessions_a_year} of the year, not paid: {sessions_beyond}."),
)
def sessions_beyond(
    sessions_asked: Count, sessions_taken: Count, too_many_sessions: Flag, psychologist_sessions_a_year: Count
) -> Count:
    """The sessions of a line that pass the yearly number; those within it are paid."""
    return choose(too_many_sessions, 0 * sessions_asked, otherwise=sessions_asked - sessions_taken)


@law.rule(cites="CSS L160-1")
def refused(refused_first: Flag, too_many_sessions: Flag) -> Flag:
    """Refused for any of the reasons."""
    return refused_first | too_many_sessions


@law.rule(cites="CSS L160-9, D160-3", says=_("From {maternity_from} on all care is paid in full."))
def maternity_from(presumed_delivery: Day, maternity_months_before: Count) -> Day:
    """Four months before the presumed delivery."""
    return months_on(presumed_delivery, -maternity_months_before)


@law.rule(
    cites="CSS L160-9, D160-3",
    says=_("Until {maternity_until}, twelve days after the delivery, all care is paid in full."),
)
def maternity_until(delivery: Day, maternity_days_after: Count) -> Day:
    """The last day of the full cover."""
    return delivery + maternity_days_after


@law.rule(cites="CSS R160-16 I, II", says=_("From {heavy_act_threshold} on, an act is heavy."))
def is_heavy(
    tariff: Cents,
    coefficient: Hundredths,
    heavy_act_threshold: Cents,
    heavy_act_coefficient: Count,
    heavy_excluded: Flag,
) -> Flag:
    """By tariff, or by its coefficient; never dental prostheses, biology or pathology."""
    found: Flag = ((tariff >= heavy_act_threshold) | (coefficient >= 100 * heavy_act_coefficient)) & ~heavy_excluded
    return found
