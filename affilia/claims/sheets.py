"""What a care sheet must say before it is taken, and what is answered where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from affilia.claims.pathways import PATHWAYS
from affilia.formats import rpps as rpps_format
from affilia.journal.errors import Refusal
from affilia.law.tariffs import SECTOR_1, NoPrice, price
from affilia.people.models import Person
from affilia.people.names import check_names

MOST_CENTS = 10_000_000


class NotCoveredYet(Refusal):
    """No rights were ever opened: a sheet cannot be sent yet."""

    code = "not_covered_yet"
    sentence = _("Send your care sheets once your temporary certificate is there. Keep the paper until then.")


class BadDay(Refusal):
    """A care day in the future."""

    code = "bad_day"
    field = "care_day"
    sentence = _("The day of the visit cannot be in the future.")


class BadAct(Refusal):
    """An act the tariff does not know."""

    code = "bad_act"
    field = "code"
    sentence = _("Choose who you saw.")


class BadAmount(Refusal):
    """No amount."""

    code = "bad_amount"
    field = "fee"
    sentence = _("Enter what you paid, for example 30,00.")


class BadProfessional(Refusal):
    """The professional is not told."""

    code = "bad_professional"
    field = "rpps"
    sentence = _("Enter the 11 digits of the RPPS number printed on the sheet, or leave it empty.")


@dataclass(frozen=True)
class NewLine:
    """One act as typed: code, day, what was paid for it in cents."""

    code: str
    care_day: date
    fee_cents: int
    units: int = 1
    printed_cents: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A care sheet as typed."""

    professional: str
    rpps: str
    specialty: str
    sector: str
    pathway: str
    signed: bool
    lines: tuple[NewLine, ...]


@dataclass(frozen=True)
class Read:
    """What a caseworker read: a line, and what its sheet says around it."""

    line: NewLine
    professional: str
    rpps: str
    specialty: str
    sector: str
    pathway: str
    signed: bool


def check_sheet(*, person: Person, rpps: str, pathway: str, lines: Sequence[NewLine], on: date) -> None:
    """What a sheet must say before it is taken. Raises NotCoveredYet, BadAct, BadProfessional, BadDay, BadAmount."""
    if not person.periods.exists():
        raise NotCoveredYet
    if not lines:
        raise BadAct
    _check_professional(rpps, pathway)
    for line in lines:
        check_line(line, on)


def check_read(read: Read, on: date) -> None:
    """What was read must say as much as what is sent. Raises BadAct, BadProfessional, UnseenSigns, BadDay, BadAmount."""
    check_names(professional=read.professional)
    _check_professional(read.rpps, read.pathway)
    check_line(read.line, on)
    try:
        price(read.line.code, read.sector or SECTOR_1, read.line.care_day, read.line.printed_cents)
    except NoPrice as missing:
        raise BadAct from missing


def _check_professional(rpps: str, pathway: str) -> None:
    if pathway not in PATHWAYS:
        raise BadAct
    if rpps and not rpps_format.check(rpps).valid:
        raise BadProfessional


def check_line(line: NewLine, on: date) -> None:
    """What one line must say. Raises BadAct, BadDay, BadAmount."""
    if not line.code.strip():
        raise BadAct
    if line.care_day > on:
        raise BadDay
    printed = 1 if line.printed_cents is None else line.printed_cents
    if not (0 < line.fee_cents <= MOST_CENTS and 0 < printed <= MOST_CENTS and 1 <= line.units <= 99):
        raise BadAmount
