"""Days on which euros move: those of TARGET, the settlement system of SEPA transfers."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
# 1 January, 1 May, 25 and 26 December; Good Friday and Easter Monday move
CLOSED = {(1, 1), (5, 1), (12, 25), (12, 26)}


def banking_day(day: date) -> date:
    """The first banking day from a day on."""
    while (
        day.weekday() >= 5
        or (day.month, day.day) in CLOSED
        or day in (easter(day.year) - 2 * DAY, easter(day.year) + DAY)
    ):
        day += DAY
    return day


# public holidays of France (labour code, L3133-1); Easter Monday, Ascension and Whit Monday move
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER = (1, 39, 50)


def working_days_on(day: date, count: int) -> date:
    """The day that many working days later: no Saturday, Sunday or public holiday of France."""
    while count:
        day += DAY
        count -= _works(day)
    return day


def _works(day: date) -> bool:
    moving = {easter(day.year) + after * DAY for after in AFTER_EASTER}
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS and day not in moving


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
