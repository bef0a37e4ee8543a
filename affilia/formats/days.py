"""The day of the law: deadlines, rights and rates count days of metropolitan France, whatever zone a clock shows."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")
# 27 March 2004, not March 27, 2004
DATES = {"en": "en_GB"}


def day_of(at: datetime) -> date:
    """The day in Paris at an instant (an aware datetime of any zone)."""
    return at.astimezone(PARIS).date()


def written_day(value: date | str, language: str) -> str:
    """A day, or a partial date as ISO text, in words: 27 March 2004, March 2004, 2004."""
    text = value.isoformat()[:10] if isinstance(value, date) else value
    parts = [int(part) for part in text.split("-")]
    pattern = ("y", "MMMM y", "long")[len(parts) - 1]
    return str(format_date(date(*(*parts, 1, 1)[:3]), pattern, locale=DATES.get(language, language)))
