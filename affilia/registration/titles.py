"""The last day of a title to stay, asked when a visa or permit is accepted: rights may end six months after it (END-4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from affilia.coverage import controls, rights
from affilia.coverage.stays import TITLES
from affilia.journal.errors import Refusal
from affilia.law import endings as law
from affilia.law.reader import NoLaw
from affilia.law.told import EEA_CH, FRENCH
from affilia.people.models import Person
from affilia.people.queries import identity_of
from affilia.registration import facts
from affilia.registration.models import File

READ = "expiry_date"
# the proof that a visa was validated need not print an end
MAY_LACK_END = "DOC-07"


class EndedBeforeRights(Refusal):
    """A title that had ended when rights begin opens none: a year was mistaken, or another paper is wanted."""

    code = "ended_before_rights"
    field = "until"
    sentence = _("Rights begin on {begin}: a title that ended before is not enough. Check the year.")


def end_is_wanted(person: Person, paper: str) -> bool:
    """Whether a paper is a title to stay of somebody who needs one (CSS R111-3)."""
    if paper not in TITLES:
        return False
    identity, file = identity_of(person), _file(person)
    nations = {identity.nationality} if identity else set()
    nations |= {file.nationality, file.other_nationality} if file else set()
    return not nations & (EEA_CH | FRENCH)


def end_read(readings: Mapping[str, str]) -> date | None:
    """The last day a reader saw on a title; a text that is no day was misread."""
    try:
        return date.fromisoformat(readings.get(READ, ""))
    except ValueError:
        return None


def check_end(person: Person, until: date) -> None:
    """Raises EndedBeforeRights, BadStayDay."""
    try:
        law.stay_floor(until)
    except (NoLaw, OverflowError) as error:
        raise controls.BadStayDay from error
    period, file = rights.last_period(person), _file(person)
    begin = period.from_day if period else facts.rights_start(file) if file and file.studies_from else None
    if begin and until < begin:
        raise EndedBeforeRights(begin=begin)


def _file(person: Person) -> File | None:
    return File.objects.filter(person=person).order_by("pk").last()
