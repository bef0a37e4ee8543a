"""The days of the C2S: answer, start, end, renewal, and what follows when the contribution is not paid (section 6)."""

from __future__ import annotations

from affilia.law.columns import Count, Day, Flag, _, choose, higher_of, month_start, months_on
from affilia.law.facts import law


@law.rule(cites="CSS L861-5, R861-16-1", says=_("The fund answers by {css_answer_by}; its silence means yes."))
def css_answer_by(complete_day: Day, css_answer_months: Count) -> Day:
    """Two months from a complete request."""
    return months_on(complete_day, css_answer_months)


@law.rule(cites="CSS L861-5, R861-16", says=_("It starts on {css_starts}."))
def css_starts(request_day: Day, decided_day: Day, details_day: Day, urgent: Flag, css_is_paid: Flag) -> Day:
    """The first of the next month, for the paid one once the payment details are there; urgent: this month's first."""
    from_day = choose(css_is_paid, higher_of(decided_day, details_day), otherwise=decided_day)
    return choose(urgent, month_start(request_day), otherwise=month_start(months_on(month_start(from_day), 1)))


@law.rule(cites="CSS L861-5", says=_("It lasts to {css_ends}."))
def css_ends(css_starts: Day, css_months: Count) -> Day:
    """A year."""
    return months_on(css_starts, css_months) - 1


@law.rule(cites="CSS R861-18", says=_("Ask to renew it from {css_renew_from} on."))
def css_renew_from(css_ends: Day, css_renewal_from_months: Count) -> Day:
    """Four months before the end."""
    return months_on(css_ends + 1, -css_renewal_from_months)


@law.rule(cites="CSS R861-18", says=_("Ask by {css_renew_until} at the latest, so that nothing is interrupted."))
def css_renew_until(css_ends: Day, css_renewal_until_months: Count) -> Day:
    """Two months before the end."""
    return months_on(css_ends + 1, -css_renewal_until_months)


@law.rule(cites="CSS R861-16-2", says=_("Accept the paid C2S by {css_accept_by}."))
def css_accept_by(decided_day: Day, css_accept_months: Count) -> Day:
    """Three months to send back the form and the payment details."""
    return months_on(decided_day, css_accept_months)


@law.rule(
    cites="CSS L861-3", says=_("To {css_third_party_until} the fund still pays its share to professionals directly.")
)
def css_third_party_until(css_ends: Day, css_third_party_months: Count) -> Day:
    """A year after the end, without the rest of the C2S."""
    return months_on(css_ends, css_third_party_months)


@law.rule(
    cites="CSS R861-30 to R861-36",
    says=_("After {css_unpaid_months} unpaid months, on {css_notice_on}, the fund sends a notice to pay."),
)
def css_notice_on(first_unpaid_day: Day, css_unpaid_months: Count) -> Day:
    """The first unpaid month counts."""
    return months_on(month_start(first_unpaid_day), css_unpaid_months)


@law.rule(cites="CSS R861-30 to R861-36", says=_("Pay by {css_pay_by} and nothing changes."))
def css_pay_by(css_notice_on: Day, css_notice_days: Count) -> Day:
    """Thirty days from the notice."""
    return css_notice_on + css_notice_days


@law.rule(cites="CSS R861-30 to R861-36", says=_("Unpaid, the C2S is suspended from {css_suspended_from} on."))
def css_suspended_from(css_pay_by: Day) -> Day:
    """The first of the next month."""
    return month_start(months_on(month_start(css_pay_by), 1))


@law.rule(cites="CSS R861-30 to R861-36", says=_("Still unpaid, it is closed on {css_closed_on}."))
def css_closed_on(css_suspended_from: Day, css_suspended_days: Count) -> Day:
    """Thirty more days."""
    return css_suspended_from + css_suspended_days


@law.rule(
    cites="CSS R861-30 to R861-36",
    says=_("Until {css_barred_until} there is no new C2S, unless what is owed is paid."),
)
def css_barred_until(css_closed_on: Day, css_barred_months: Count) -> Day:
    """Two years."""
    return months_on(css_closed_on, css_barred_months)
