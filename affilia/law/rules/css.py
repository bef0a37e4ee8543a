"""The C2S (complémentaire santé solidaire): household, resources, ceiling, contribution and clocks (section 6)."""

from __future__ import annotations

from affilia.law.columns import (
    WHOLE,
    BasisPoints,
    Cents,
    Column,
    Count,
    Day,
    Flag,
    _,
    choose,
    higher_of,
    lower_of,
    month_start,
    months_on,
    share,
    within,
)
from affilia.law.facts import law


@law.rule(
    cites="CSS R861-2",
    says=_("You apply alone: from {css_dependant_age} on, with a child, or living and taxed apart from your parents."),
)
def applies_alone(
    age: Count, css_dependant_age: Count, lives_with_parents: Flag, own_tax_return: Flag, parents_deduct_pension: Flag,
    pension_ordered_by_judge: Flag, own_child: Flag, crous_yearly_aid: Flag,
) -> Flag:  # fmt: skip
    """A household of one's own: never before 25 with the parents' roof, tax or deducted pension."""
    apart = ~lives_with_parents & own_tax_return & ~(parents_deduct_pension & ~pension_ordered_by_judge)
    found: Flag = (age >= css_dependant_age) | own_child | crous_yearly_aid | apart
    return found


@law.rule(cites="CSS R861-2", says=_("You are counted in your parents' household: they apply with you."))
def applies_with_parents(applies_alone: Flag) -> Flag:
    """The other answer."""
    return ~applies_alone


@law.rule(
    cites="CSS R861-8", says=_("Resources count from {css_first_month}, the thirteenth month before the request.")
)
def css_first_month(request_day: Day) -> Day:
    """The first of the twelve months, by its first day."""
    return month_start(months_on(request_day, -13))


@law.rule(cites="CSS R861-8", says=_("They count to the month of {css_last_month}, the second before the request."))
def css_last_month(request_day: Day) -> Day:
    """The last of the twelve months, by its first day."""
    return month_start(months_on(request_day, -2))


@law.rule(cites="CSS R861-8")
def wages_counted(net_wages: Cents, wages_abated: Flag, css_wage_abatement: BasisPoints) -> Cents:
    """Less 30 % for the long sick, the unemployed with benefits and others."""
    return net_wages - choose(wages_abated, share(net_wages, css_wage_abatement), otherwise=0)


@law.rule(
    cites="CSS R861-10",
    says=_("Study grants and help from family or friends are not counted: {resources_not_counted} left aside."),
)
def resources_not_counted(study_grant: Cents, family_help: Cents) -> Cents:
    """Told, so that nobody wonders."""
    return study_grant + family_help


@law.rule(cites="CSS R861-5, R861-7")
def rsa_coefficient(household_size: Count, css_rsa_two: BasisPoints, css_rsa_more: BasisPoints) -> BasisPoints:
    """The RSA of one person, of two, of three and more."""
    several = choose(household_size == 2, css_rsa_two, otherwise=css_rsa_more)
    return choose(household_size <= 1, 0 * several + WHOLE, otherwise=several)


@law.rule(cites="CSS R861-5, R861-7")
def housing_rate(
    household_size: Count, housing_aid: Flag, css_lodging_one: BasisPoints, css_lodging_two: BasisPoints,
    css_lodging_more: BasisPoints, css_housing_aid_one: BasisPoints, css_housing_aid_two: BasisPoints,
    css_housing_aid_more: BasisPoints,
) -> BasisPoints:  # fmt: skip
    """12, 14 and 14 % of the RSA for who lodges free or owns; 12, 16 and 16.5 % for who has housing aid."""
    one = choose(housing_aid, css_housing_aid_one, otherwise=css_lodging_one)
    two = choose(housing_aid, css_housing_aid_two, otherwise=css_lodging_two)
    more = choose(housing_aid, css_housing_aid_more, otherwise=css_lodging_more)
    return choose(household_size <= 1, one, otherwise=choose(household_size == 2, two, otherwise=more))


@law.rule(
    cites="CSS R861-5, R861-7",
    says=_("Housing counts for {housing_month} a month at most: {housing_rate} of the RSA of your household."),
)
def housing_month(css_rsa: Cents, rsa_coefficient: BasisPoints, housing_rate: BasisPoints) -> Cents:
    """The flat amount of a month, rounded once."""
    return share(css_rsa, rsa_coefficient, housing_rate)


@law.rule(cites="CSS R861-5, R861-7", says=_("Housing counts for {housing_counted} in the year."))
def housing_counted(housing_month: Cents, housing_aid: Flag, housing_free: Flag, housing_aid_year: Cents) -> Cents:
    """Aid up to twelve flat amounts; free lodging or an own home for twelve of them."""
    year = 12 * housing_month
    aided = choose(housing_aid, lower_of(housing_aid_year, year), otherwise=0)
    return choose(housing_free & ~housing_aid, year, otherwise=aided)


@law.rule(cites="CSS R861-4, R861-8", says=_("Your household's resources of the twelve months are {resources}."))
def resources(wages_counted: Cents, other_resources: Cents, housing_counted: Cents, maintenance_paid: Cents) -> Cents:
    """Everything counted, less maintenance paid."""
    return higher_of(wages_counted + other_resources + housing_counted - maintenance_paid, 0)


def _coefficient(size: Column, second: Column, third: Column, further: Column) -> Column:
    """One for the first person, then by rank."""
    whole: Column = (
        WHOLE * lower_of(size, 0 * size + 1)
        + second * lower_of(higher_of(size - 1, 0), 0 * size + 1)
        + third * lower_of(higher_of(size - 2, 0), 0 * size + 2)
        + further * higher_of(size - 4, 0)
    )
    return whole


@law.rule(
    cites="CSS R861-3", says=_("A household of {household_size} counts as {household_coefficient} of one person.")
)
def household_coefficient(
    household_size: Count, shared_minors: Count, css_second_person: BasisPoints, css_third_person: BasisPoints,
    css_further_person: BasisPoints, css_shared_custody: BasisPoints,
) -> BasisPoints:  # fmt: skip
    """Minors in shared custody are the last in rank and count half."""
    whole = _coefficient(household_size, css_second_person, css_third_person, css_further_person)
    full = _coefficient(household_size - shared_minors, css_second_person, css_third_person, css_further_person)
    return full + share(whole - full, css_shared_custody)


@law.rule(cites="CSS L861-1")
def place_factor(overseas: Flag, css_overseas: BasisPoints) -> BasisPoints:
    """Overseas the ceiling is higher by 11.3 %."""
    return WHOLE + choose(overseas, css_overseas, otherwise=0)


@law.rule(cites="CSS L861-1, R861-3", says=_("The ceiling of your household is {household_ceiling} a year."))
def household_ceiling(css_ceiling: Cents, household_coefficient: BasisPoints, place_factor: BasisPoints) -> Cents:
    """To the nearest cent, to be shown: what is compared is the exact product."""
    return share(css_ceiling, household_coefficient, place_factor)


@law.rule(cites="CSS L861-1", says=_("You are within it: the C2S is yours, and free."))
def css_free(
    resources: Cents, css_ceiling: Cents, household_coefficient: BasisPoints, place_factor: BasisPoints
) -> Flag:
    """Equal is within."""
    return within(resources, css_ceiling, household_coefficient, place_factor)


@law.rule(
    cites="CSS L861-1, L861-11",
    says=_("You are above it but within {css_paid_factor} of it: the C2S is yours for a contribution."),
)
def css_paid(
    resources: Cents, css_ceiling: Cents, household_coefficient: BasisPoints, place_factor: BasisPoints,
    css_paid_factor: BasisPoints, css_free: Flag,
) -> Flag:  # fmt: skip
    """Up to 35 % more."""
    return ~css_free & within(resources, css_ceiling, household_coefficient, place_factor, css_paid_factor)


@law.rule(cites="CSS L861-1", says=_("You are above {css_paid_factor} of the ceiling: no C2S this year."))
def css_none(css_free: Flag, css_paid: Flag, css_paid_factor: BasisPoints) -> Flag:
    """Neither."""
    return ~css_free & ~css_paid


@law.rule(
    cites="CSS L861-1",
    says=_("Your resources lie within one euro of a ceiling: a caseworker looks before it is decided."),
)
def css_at_the_edge(resources: Cents, household_ceiling: Cents, css_paid_factor: BasisPoints) -> Flag:
    """Printed tables round differently from year to year."""
    near_free = abs(resources - household_ceiling) <= 100
    near_paid = abs(resources - share(household_ceiling, css_paid_factor)) <= 100
    found: Flag = near_free | near_paid
    return found


@law.rule(
    cites="CSS D861-1, L861-11",
    says=_("The contribution of your household is {css_month} a month, by the age of each on 1 January."),
)
def css_month(
    aged_to_29: Count, aged_to_49: Count, aged_to_59: Count, aged_to_69: Count, aged_over_69: Count, local_scheme: Flag,
    css_month_to_29: Cents, css_month_to_49: Cents, css_month_to_59: Cents, css_month_to_69: Cents,
    css_month_over_69: Cents, css_month_local_to_29: Cents, css_month_local_to_49: Cents, css_month_local_to_59: Cents,
    css_month_local_to_69: Cents, css_month_local_over_69: Cents,
) -> Cents:  # fmt: skip
    """So much for each paying person; less for members of the local scheme."""
    general = (
        aged_to_29 * css_month_to_29 + aged_to_49 * css_month_to_49 + aged_to_59 * css_month_to_59
        + aged_to_69 * css_month_to_69 + aged_over_69 * css_month_over_69
    )  # fmt: skip
    local = (
        aged_to_29 * css_month_local_to_29 + aged_to_49 * css_month_local_to_49 + aged_to_59 * css_month_local_to_59
        + aged_to_69 * css_month_local_to_69 + aged_over_69 * css_month_local_over_69
    )  # fmt: skip
    return choose(local_scheme, local, otherwise=general)


@law.rule(
    cites="CSS R861-16-5",
    says=_(
        "Children who join a household that has the C2S pay nothing before they are of age: {joining_minors} of yours."
    ),
)
def css_joining_free(joining_minors: Count) -> Flag:
    """Said where there are some."""
    found: Flag = joining_minors > 0
    return found


@law.rule(cites="CSS L861-2, L861-5", says=_("Who draws the RSA has the C2S free, without asking for it."))
def css_automatic(rsa: Flag) -> Flag:
    """No resources are looked at."""
    return rsa
