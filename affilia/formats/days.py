"""The day of the law, and days as people write them: deadlines and rates count days of metropolitan France."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")
DATES = {"en": "en_GB"}  # 27 March 2004, not March 27, 2004


def day_of(at: datetime) -> date:
    """The day in Paris at an instant (an aware datetime of any zone)."""
    return at.astimezone(PARIS).date()


def written_day(value: date | str, language: str) -> str:
    """A day, or a partial date as ISO text, in words: 27 March 2004, March 2004, 2004."""
    text = value.isoformat()[:10] if isinstance(value, date) else value
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return in_words(date.fromisoformat(text), language)
    pattern, month = ("y", 1) if len(parts) == 1 else ("MMMM y", parts[1])
    return str(format_date(date(parts[0], month, 1), pattern, locale=DATES.get(language, language)))


def in_words(day: date, language: str) -> str:
    """27 March 2004; in French the first of a month is 1er."""
    text = str(format_date(day, "long", locale=DATES.get(language, language)))
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text
