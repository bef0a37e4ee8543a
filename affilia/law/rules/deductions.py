"""Flat charges: the participation forfaitaire and the franchises, with their counters of the day and of the year."""

from __future__ import annotations

from affilia.law.columns import (
    Cents,
    Count,
    Day,
    Flag,
    Groups,
    _,
    capped,
    choose,
    higher_of,
    lower_of,
    running,
    together,
    year_of,
)
from affilia.law.facts import AUXILIARY, DRUGS, TRANSPORT, law


@law.rule(cites="CSS D160-8")
def same_visit(person: Count, professional: Count, care_day: Day) -> Groups:
    """Acts of one professional on one day share the day's cap."""
    return together(person, professional, care_day)


@law.rule(cites="CSS D160-6")
def same_year(person: Count, reimbursed_day: Day) -> Groups:
    """The year counts by the date of reimbursement, not of care."""
    return together(person, year_of(reimbursed_day))


@law.rule(cites="CSS D160-11")
def same_day(person: Count, category: Count, care_day: Day) -> Groups:
    """Franchises of one kind on one day share a cap."""
    return together(person, category, care_day)


@law.rule(cites="CSS L160-15, R160-20, D160-12")
def exempt_of_flat_charges(minor: Flag, css: Flag, state_aid: Flag, maternity: Flag) -> Flag:
    """Minors, holders of the C2S or of state medical aid (AME), and maternity."""
    return minor | css | state_aid | maternity


@law.rule(cites="CSS L160-13, L160-15")
def participations_asked(units: Count, participation_due: Flag, exempt_of_flat_charges: Flag, refused: Flag) -> Count:
    """One for each act, none for exempt persons or refused lines."""
    return choose(participation_due & ~exempt_of_flat_charges & ~refused, units, otherwise=0)


@law.rule(cites="CSS D160-8")
def participations_today(participations_asked: Count, participations_a_day: Count, same_visit: Groups) -> Count:
    """At most four a day with one professional."""
    return capped(participations_asked, participations_a_day, same_visit)


@law.rule(cites="CSS D160-6")
def participations_counted(
    participations_today: Count, participations_a_year: Count, participations_before: Count, same_year: Groups
) -> Count:
    """At most so many a year."""
    return capped(participations_today, higher_of(participations_a_year - participations_before, 0), same_year)


@law.rule(
    cites="CSS L160-13, D160-6",
    says=_(
        "Flat contribution (participation forfaitaire) kept: {participation}. "
        "It is {participation_amount} on each visit, {participation_year_cap} a year at most."
    ),
)
def participation(
    participations_counted: Count, participation_amount: Cents, participation_year_cap: Cents,
    participation_cents_before: Cents, same_year: Groups,
) -> Cents:  # fmt: skip
    """The cents kept, within the year's cap in euros."""
    left = higher_of(participation_year_cap - participation_cents_before, 0)
    return capped(participations_counted * participation_amount, left, same_year)


@law.rule(
    cites="CSS D160-6",
    says=_(
        "Flat contributions of this year, with this one: {participations_so_far} of {participations_a_year} at most, "
        "{participation_so_far} of {participation_year_cap}."
    ),
)
def participations_so_far(
    participations_counted: Count, participations_before: Count, participation: Cents, participation_so_far: Cents,
    participations_a_year: Count, participation_year_cap: Cents, same_year: Groups,
) -> Count:  # fmt: skip
    """The counter of the year after this line; nothing where the line keeps nothing."""
    return choose(participation > 0, running(participations_counted, participations_before, same_year), otherwise=0)


@law.rule(cites="CSS D160-6")
def participation_so_far(participation: Cents, participation_cents_before: Cents, same_year: Groups) -> Cents:
    """The same in euros."""
    return running(participation, participation_cents_before, same_year)


@law.rule(
    cites="CSS D160-6, D160-8",
    says=_(
        "A limit is reached and no more is kept: {participations_a_day} flat contributions a day with one professional, "
        "{participations_a_year} a year."
    ),
)
def participations_full(
    participations_asked: Count, participation: Cents, participation_amount: Cents, participations_a_day: Count,
    participations_a_year: Count,
) -> Flag:  # fmt: skip
    """A cap of the day or of the year was reached."""
    found: Flag = participation < participations_asked * participation_amount
    return found


@law.rule(cites="CSS D160-9")
def franchise_amount(
    category: Count, franchise_drug: Cents, franchise_auxiliary: Cents, franchise_transport: Cents
) -> Cents:
    """The franchise of one pack, act or trip."""
    others = choose(category == AUXILIARY, franchise_auxiliary, otherwise=0)
    carried = choose(category == TRANSPORT, franchise_transport, otherwise=others)
    return choose(DRUGS[category], franchise_drug, otherwise=carried)


@law.rule(cites="CSS D160-9")
def franchise_asked(
    units: Count, franchise_amount: Cents, franchise_due: Flag, exempt_of_flat_charges: Flag, refused: Flag, amo: Cents
) -> Cents:
    """Never more than the fund's share of the line."""
    asked = lower_of(units * franchise_amount, amo)
    return choose(franchise_due & ~exempt_of_flat_charges & ~refused, asked, otherwise=0)


@law.rule(cites="CSS D160-11")
def franchise_today(
    franchise_asked: Cents, category: Count, franchise_day_cap_auxiliary: Cents, franchise_day_cap_transport: Cents,
    same_day: Groups,
) -> Cents:  # fmt: skip
    """Within the day's cap for auxiliary acts and transports; packs have none."""
    transports = choose(category == TRANSPORT, franchise_day_cap_transport, otherwise=franchise_asked.sum())
    return capped(
        franchise_asked, choose(category == AUXILIARY, franchise_day_cap_auxiliary, otherwise=transports), same_day
    )


@law.rule(
    cites="CSS L160-13, D160-9, D160-10",
    says=_("Franchise kept: {franchise}, {franchise_year_cap} a year at most."),
)
def franchise(franchise_today: Cents, franchise_year_cap: Cents, franchise_before: Cents, same_year: Groups) -> Cents:
    """All franchises share one cap a year."""
    return capped(franchise_today, higher_of(franchise_year_cap - franchise_before, 0), same_year)


@law.rule(
    cites="CSS D160-10",
    says=_("Franchises of this year, with this one: {franchise_so_far} of {franchise_year_cap} at most."),
)
def franchise_so_far(franchise: Cents, franchise_before: Cents, franchise_year_cap: Cents, same_year: Groups) -> Cents:
    """The counter of the year after this line; nothing where the line keeps nothing."""
    return running(franchise, franchise_before, same_year)


@law.rule(
    cites="CSS D160-10, D160-11",
    says=_("A limit is reached and less franchise is kept: that of the day, or {franchise_year_cap} a year."),
)
def franchises_full(franchise_asked: Cents, franchise: Cents, franchise_year_cap: Cents) -> Flag:
    """A cap of the day or of the year was reached."""
    found: Flag = franchise < franchise_asked
    return found


@law.rule(
    cites="CSS L160-15, R160-20, D160-12",
    says=_("No flat contribution is kept: minors, maternity, the C2S and state medical aid (AME) are exempt."),
)
def flat_charges_lifted(
    participation_due: Flag, franchise_due: Flag, exempt_of_flat_charges: Flag, refused: Flag
) -> Flag:
    """Said where one would be due."""
    return exempt_of_flat_charges & (participation_due | franchise_due) & ~refused


@law.rule(cites="CSS L160-13")
def flat_charges(participation: Cents, franchise: Cents) -> Cents:
    """What is kept in all."""
    return participation + franchise
