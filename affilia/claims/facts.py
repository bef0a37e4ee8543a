"""Lines as the law sees them: those of one person, or of everybody at once, in the order they were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zlib import crc32

from django.conf import settings
from django.db.models import F, Q

from affilia.claims.acts import Act, act_of
from affilia.claims.models import Claim, Decision, Line
from affilia.claims.pathways import qualifier, way
from affilia.claims.states import LineState
from affilia.coverage.queries import (
    doctors_by_person,
    doctors_of,
    periods_by_person,
    periods_of,
    s1_periods_by_person,
    s1_periods_of,
)
from affilia.documents.reasons import CONTEST
from affilia.formats import names
from affilia.formats.days import day_of
from affilia.law import entitlement
from affilia.law.otherwise import Way
from affilia.law.qualifiers import OUT_OF_PATH, Qualifier
from affilia.law.reader import digest
from affilia.law.readings import DIRECT_ACCESS
from affilia.law.reimbursement import LineDecision, LineFacts, article_of
from affilia.law.tariffs import NoPrice, Price
from affilia.people.models import Person
from affilia.people.queries import births_by_person, identity_of

Periods = Sequence[tuple[date, date | None]]
Doctors = Sequence[tuple[date, date | None, str]]
# care told of before: (number, name) of who gave it
Seen = dict[tuple[object, ...], list[tuple[str, str]]]


class NoIdentity(Exception):
    """Nobody told when this person was born: her age is unknown, and never guessed."""


class Known(NamedTuple):
    """What is known of a person beyond her sheets: birth, rights, rights with form S1, declared doctors."""

    birth: str
    periods: Periods
    s1_periods: Periods
    doctors: Doctors


class Told(NamedTuple):
    """A line with what its sheet says."""

    person: int
    code: str
    care_day: date
    units: int
    fee: int
    printed: int | None
    sector: str
    professional: str
    rpps: str
    specialty: str
    pathway: str
    complete: bool
    received: date
    reimbursed: date
    refused: str
    checked: bool


def of(person: Person, lines: Sequence[Line], at: datetime) -> list[LineFacts]:
    """One row a line. Raises NoPrice, NoIdentity."""
    identity = identity_of(person)
    if identity is None:
        raise NoIdentity(person.ref)
    known = Known(identity.birth_date, periods_of(person), s1_periods_of(person), doctors_of(person))
    seen: Seen = {}
    return [_facts(told_of(line, line.claim, at), known, seen) for line in lines]


def told_of(line: Line, claim: Claim, at: datetime) -> Told:
    """A line with its sheet; decided at an instant, unless it is decided: then on the day it first took its place."""
    decided = [row for row in line.decisions.all() if row.order == line.order] if line.pk else []
    return Told(
        claim.person.pk, line.code, line.care_day, line.units, line.fee_cents, line.printed_cents, claim.sector,
        claim.professional, claim.rpps, claim.specialty, claim.pathway, claim.signed_by_insured and claim.signed_by_professional,
        day_of(claim.received_at), day_of(decided[0].decided_at if decided else at),
        decided[-1].refused if decided else "", bool(line.checked_by),
    )  # fmt: skip


def to_refuse(line: Line, code: str, at: datetime) -> LineFacts:
    """A line a person refuses, whether or not it has a price; what she saw on the sheet is a fact."""
    told = told_of(line, line.claim, at)
    return LineFacts(
        person=told.person, professional=0, care_day=told.care_day, reimbursed_day=told.reimbursed,
        received_day=told.received, category="doctor", fee=told.fee, tariff=0, age=0, out_of_path=False,
        covered=within(periods_of(line.claim.person), told.care_day), same_sheet_before=code == "already_paid",
        complete=code != "incomplete",
    )  # fmt: skip


def repeats(lines: Iterable[Told]) -> Iterator[bool]:
    """Whether each line repeats an earlier one, person by person."""
    seen: Seen = {}
    last = None
    for told in lines:
        if told.person != last:
            seen, last = {}, told.person
        yield _seen_before(told, seen)


def told_of_everybody(waiting_at: datetime | None = None) -> Iterator[tuple[str, Told, LineFacts]]:
    """(reference, what its sheet says, facts) of every decided line, person by person, in a handful of statements.

    `waiting_at`: lines that wait come after hers that are decided, as if decided then, but for those that have no price
    or nobody's birth yet. Raises NoPrice, NoIdentity.
    """
    births, periods, doctors = births_by_person(), periods_by_person(), doctors_by_person()
    s1_periods = s1_periods_by_person()
    decided: dict[int, tuple[datetime, str]] = {}
    placed = Decision.objects.filter(order=F("line__order")).order_by("number")
    for line, at, refused in placed.values_list("line", "decided_at", "refused"):
        decided[line] = (decided[line][0] if line in decided else at, refused)  # the first day, the last word
    wanted = Q(order__isnull=False) if waiting_at is None else Q(order__isnull=False) | Q(state=LineState.RECEIVED)
    ordered = Line.objects.filter(wanted).order_by(
        "claim__person", F("order").asc(nulls_last=True), "claim__received_at", "pk"
    )
    rows: Any = ordered.values_list(
        "ref", "pk", "claim__person", "code", "care_day", "units", "fee_cents", "printed_cents", "claim__sector",
        "claim__professional", "claim__rpps", "claim__specialty", "claim__pathway", "claim__signed_by_insured",
        "claim__signed_by_professional", "claim__received_at", "checked_by",
    )  # fmt: skip
    seen: Seen = {}
    last = None
    for ref, pk, person, *told_line, hers, his, received, checked in rows.iterator(chunk_size=5000):
        if person != last:
            seen, last = {}, person
        waits = pk not in decided
        at, refused = (waiting_at, "") if waits and waiting_at else decided[pk]
        told = Told._make([person, *told_line, hers and his, day_of(received), day_of(at), refused, bool(checked)])
        if waits and (person not in births or not _priced(told)):
            continue
        if person not in births:
            raise NoIdentity(f"line {ref}: nobody told when the person was born")
        known = Known(births[person], periods.get(person, ()), s1_periods.get(person, ()), doctors.get(person, ()))
        yield ref, told, _facts(told, known, seen)


def _priced(told: Told) -> bool:
    try:
        return bool(act_told(told))
    except NoPrice:
        return False


def price_of(told: Told) -> Price:
    """What the act of a line is worth. Raises NoPrice."""
    return act_told(told).price


def act_told(told: Told) -> Act:
    """The act of a line. Raises NoPrice."""
    return act_of(told.code, told.sector, told.care_day, told.printed, told.specialty)


def _facts(told: Told, known: Known, seen: Seen) -> LineFacts:
    act = act_told(told)
    path = path_of(told, act.specialty, known.doctors)
    return LineFacts(
        person=told.person,
        professional=professional(told.rpps, told.professional),
        care_day=told.care_day,
        reimbursed_day=told.reimbursed,
        received_day=told.received,
        category=act.price.category,
        fee=told.fee,
        tariff=act.price.base * told.units,
        letter_price=act.price.letter,
        coefficient=act.price.coefficient,
        price_status=act.price.status,
        heavy_act=act.heavy,
        age=entitlement.age_on(known.birth, told.care_day),
        covered=within(known.periods, told.care_day),
        s1=within(known.s1_periods, told.care_day),
        out_of_path=path.place == OUT_OF_PATH,
        specialty=act.specialty,
        by_decree=by_decree(),
        units=told.units,
        same_sheet_before=_seen_before(told, seen),
        complete=told.complete,
        minor=entitlement.age_on(known.birth, told.care_day.replace(month=1, day=1)) < 18,
        participation_due=act.participation_due,
        franchise_due=act.franchise_due,
    )


def by_decree() -> bool:
    """The operator's reading of direct access."""
    return DIRECT_ACCESS.chosen(settings.READINGS) == "decree"


def within(periods: Periods, day: date) -> bool:
    """Whether a day lies in a half-open period."""
    return any(start <= day and (end is None or day < end) for start, end in periods)


def professional(number: str, name: str) -> int:
    """What tells two professionals apart: the number, or the letters of the name."""
    return crc32((number or names.professional(name)).encode())


def path_of(told: Told, doctor: str, doctors: Doctors) -> Qualifier:
    """Where the care path puts a line of a doctor of this kind."""
    declared = declared_on(told.care_day, doctors)
    another = bool(told.rpps) and told.rpps not in declared
    return qualifier(told.pathway, doctor, declared=bool(declared), another=another)


def way_of(line: Line, at: datetime) -> Way:
    """The care path of a line with a declared doctor and without one. Raises NoPrice."""
    told = told_of(line, line.claim, at)
    declared = declared_on(told.care_day, doctors_of(line.claim.person))
    another = bool(told.rpps) and told.rpps not in declared
    return way(told.pathway, act_told(told).specialty, declared=bool(declared), another=another)


def declared_on(day: date, doctors: Doctors) -> list[str]:
    """The doctors declared on a day."""
    return [number for start, end, number in doctors if within([(start, end)], day)]


def _seen_before(told: Told, seen: Seen) -> bool:
    """A duplicate: perhaps the same professional, same day, act, units and amount as an earlier line of hers (R161-47)."""
    before = seen.setdefault((told.care_day, told.code, told.units, told.fee), [])
    who = (told.rpps, told.professional)
    found = any(may_be_one(who, other) for other in before)
    # a sheet sent back for a signature may come again; one that was refused as a repeat is a repeat still
    if told.refused in ("", "already_paid"):
        before.append(who)
    # a caseworker saw that it is another visit
    return found and not told.checked


def may_be_one(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether (number, name) of two sheets may be one professional: by number where both have one, else by name."""
    return one[0] == other[0] if one[0] and other[0] else names.may_be_one(one[1], other[1])


def decision_of(line: Line, given: LineDecision, order: int, by: str, at: datetime) -> Decision:
    """What the law gave, as the row that is kept for ever (not saved yet)."""
    refused, amounts = given.refused, given.amounts
    return Decision(
        line=line, fee_cents=amounts["fee"], base_cents=amounts["base"], rate=amounts["rate"],
        share_cents=amounts["amo"], increase_cents=amounts["increase"], flat_cents=amounts["flat_charges"],
        paid_cents=amounts["paid"], left_cents=amounts["left"], refused=refused,
        rule=article_of(refused) if refused else "", contest=CONTEST if refused else "",
        contest_by=entitlement.contest_until(day_of(at)) if refused else None,
        steps=given.steps, law_digest=given.digest, order=order, decided_at=at, by=by,
    )  # fmt: skip


def refusal_of(line: Line, reason: str, steps: list[dict[str, Any]], by: str, at: datetime) -> Decision:
    """A refusal whatever the price: in no order, it counts for no other line (not saved yet)."""
    nothing = dict.fromkeys(("base", "rate", "amo", "increase", "flat_charges", "paid"), 0)
    amounts = {**nothing, "fee": line.fee_cents, "left": line.fee_cents}
    return decision_of(line, LineDecision(amounts, reason, steps, digest()), 0, by, at)
