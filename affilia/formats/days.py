"""The day of the law: deadlines, rights and rates count days of metropolitan France, whatever zone a clock shows."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def day_of(at: datetime) -> date:
    """The day in Paris at an instant (an aware datetime of any zone)."""
    return at.astimezone(PARIS).date()
