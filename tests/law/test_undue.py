"""Money paid too much: twenty days to contest before it is kept, two years to claim it."""

from __future__ import annotations

from datetime import date

from affilia.law import undue


def test_what_was_paid_too_much_may_be_contested_for_twenty_days() -> None:
    """CSS R133-9-2."""
    assert undue.contestable_until(date(2026, 9, 14)) == date(2026, 10, 4)


def test_a_payment_may_be_claimed_back_for_two_years() -> None:
    """CSS L133-4-1."""
    assert undue.claimable_until(date(2026, 9, 14)) == date(2028, 9, 14)
