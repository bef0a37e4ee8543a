"""Reading the exchange with the national register: what the desk sees, what its answers mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from affilia.coverage.models import Exchange
from affilia.coverage.states import RUNNING
from affilia.formats.days import day_of
from affilia.law.entitlement import register_due
from affilia.people.queries import names_of

# why it turned a request down, in words for the student
REGISTER_WORDS = {
    "NAMES_DIFFER": _("the names differ from those it knows."),
    "BIRTH_DATE_DIFFERS": _("the date of birth differs from the one it knows."),
    "BIRTH_PLACE_UNKNOWN": _("it does not know the place of birth."),
    "PAPER_NOT_AUTHENTIC": _("it is not sure about a document."),
    "DUPLICATE": _("it already knows this person."),
}


@dataclass(frozen=True)
class ExchangeRow:
    """A request to the register; `due_on`: the day its answer is due, while there is none (CSS R114-7 VI)."""

    ref: str
    person: str
    who: str
    asks: str
    state: str
    code: str
    prepared_at: datetime
    answered_at: datetime | None
    due_on: date | None


def exchanges() -> list[ExchangeRow]:
    """The latest requests."""
    return _shown(list(Exchange.objects.select_related("person").order_by("-pk")[:100]))


def unanswered() -> list[ExchangeRow]:
    """Requests the register has not answered, the one asked first first."""
    rows = Exchange.objects.filter(state__in=RUNNING).select_related("person").order_by("pk")
    return _shown(list(rows[:100]))


def _shown(rows: list[Exchange]) -> list[ExchangeRow]:
    names = names_of([row.person_id for row in rows])
    return [
        ExchangeRow(
            row.ref, row.person.ref, names.get(row.person_id, ""), row.asks, row.state, row.code, row.prepared_at,
            row.answered_at, None if row.answered_at else register_due(day_of(row.sent_at or row.prepared_at)),
        )
        for row in rows
    ]  # fmt: skip
