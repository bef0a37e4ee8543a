"""How much costly work one person may ask for: so many at a time, so many an hour, whatever the process."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from affilia.journal.errors import Refusal
from affilia.people.models import Person, Turn

AN_HOUR = timedelta(hours=1)
# a turn that runs this long belongs to a process that died
LEASE = timedelta(minutes=5)


class TooManyTurns(Refusal):
    """Too many of hers run, or ran this hour (`hourly`)."""

    code = "too_many_turns"

    def __init__(self, *, hourly: bool) -> None:
        super().__init__()
        self.hourly = hourly


def check_turns(*, person: Person, at: datetime) -> None:
    """Raises TooManyTurns."""
    hers = Turn.objects.filter(person=person, from_at__gt=at - AN_HOUR)
    if hers.count() >= settings.UPLOADS_AN_HOUR:
        raise TooManyTurns(hourly=True)
    if hers.filter(until_at__isnull=True, from_at__gt=at - LEASE).count() >= settings.UPLOADS_AT_ONCE:
        raise TooManyTurns(hourly=False)
