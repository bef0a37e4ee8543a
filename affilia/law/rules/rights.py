"""When rights begin and when they may end (affiliation.md 1.10 and 9)."""

from __future__ import annotations

from affilia.law.columns import Count, Day, Flag, _, choose, higher_of, month_start, months_on
from affilia.law.facts import law


@law.rule(
    cites="CSS D160-2 II 5, R161-8-1",
    says=_(
        "Your rights begin on {rights_begin}: the start of your studies, once you are here and other cover is over."
    ),
)
def rights_begin(studies_day: Day, arrival_day: Day, other_cover_until: Day) -> Day:
    """RGT-1, RGT-3: no wait for students; never before arrival, nor while another cover runs."""
    return higher_of(higher_of(studies_day, arrival_day), other_cover_until + 1)


@law.rule(
    cites="CSS R111-4",
    says=_("Your rights cannot end before {rights_kept_until}, the end of the sixth month after your permit."),
)
def rights_kept_until(permit_until: Day, permit_grace_months: Count) -> Day:
    """END-4: to the last day of that month."""
    return month_start(months_on(month_start(permit_until), permit_grace_months + 1)) - 1


@law.rule(cites="CSS R111-4", says=_("After a final removal order your rights end on {removal_end}."))
def removal_end(removal_final_day: Day, removal_grace_months: Count) -> Day:
    """END-4: two months."""
    return months_on(removal_final_day, removal_grace_months)


@law.rule(cites="CSS R111-4, L161-15-1", says=_("Your rights end on {rights_end}."))
def rights_end(
    rights_kept_until: Day, removal_end: Day, departure_day: Day, departed: Flag, removed: Flag, numbered: Flag
) -> Day:
    """A declared departure ends them at once; without a definitive number the account simply closes then (END-1)."""
    ordered = choose(removed, removal_end, otherwise=rights_kept_until)
    return choose(departed | ~numbered, departure_day, otherwise=ordered)


@law.rule(cites="CSS R114-10", says=_("You can answer the fund's letter until {control_answer_by}."))
def control_answer_by(letter_day: Day, control_answer_months: Count) -> Day:
    """END-6: a month."""
    return months_on(letter_day, control_answer_months)


@law.rule(cites="CSS R114-10-1", says=_("Your carte Vitale stays valid at least until {card_kept_until}."))
def card_kept_until(letter_day: Day, rights_kept_until: Day, card_kept_days: Count) -> Day:
    """END-6: 45 days after the letter, and 45 days after the rights could end."""
    return higher_of(letter_day, rights_kept_until) + card_kept_days


@law.rule(cites="CSS L160-1 al. 3", says=_("If you are still in France, rights may be prolonged to {prolonged_until}."))
def prolonged_until(rights_end: Day, prolongation_months: Count) -> Day:
    """END-5: up to a year."""
    return months_on(rights_end, prolongation_months)


@law.rule(
    cites="CSS L160-18, D160-15",
    says=_("Your old fund pays for this care: it may not stop before the new one has taken over."),
)
def old_fund_pays(care_day: Day, taken_over_day: Day, taken_over: Flag) -> Flag:
    """Until the new fund has taken over, and for ever where it has not."""
    found: Flag = ~taken_over | (care_day < taken_over_day)
    return found


@law.rule(cites="CSS L160-18, D160-15", says=_("Your new fund pays for this care: it has taken over."))
def new_fund_pays(old_fund_pays: Flag) -> Flag:
    """One of the two, never both and never none."""
    return ~old_fund_pays


@law.rule(cites="CSS L160-18, D160-15", says=_("The new fund says by {change_told_by} that it has taken over."))
def change_told_by(taken_over_day: Day, fund_change_months: Count) -> Day:
    """Within a month."""
    return months_on(taken_over_day, fund_change_months)
