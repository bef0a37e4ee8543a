"""Whether a small sum may wait to the end of the accounting year (CSS D133-2): a permission of the fund, not a duty."""

from __future__ import annotations

from datetime import date

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.days import number_of
from affilia.law.facts import law

DECEMBER = 12


def may_wait(amount_due: int, on: date) -> bool:
    """Whether a sum in cents may wait on a day; in December the year ends and all is paid. Raises NoLaw."""
    told = {"amount_due": amount_due, "reimbursed_day": number_of(on), "small_sums_wait": True}
    return on.month != DECEMBER and bool(law.one(told, "waits")["waits"][0])
