"""Days as the columns of the book count them: whole days since 1 January 1970."""

from __future__ import annotations

from datetime import date, timedelta
from typing import SupportsInt

EPOCH = date(1970, 1, 1)


def number_of(day: date) -> int:
    """A day as a column holds it."""
    return (day - EPOCH).days


def day_numbered(number: SupportsInt) -> date:
    """The day a column holds."""
    return EPOCH + timedelta(days=int(number))
