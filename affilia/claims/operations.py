"""Writes about care sheets: received, decided by the law for the whole person, held, released, refused.

Objections are in `contests`, corrections in `corrections`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims import doubts, facts
from affilia.claims.models import Claim, Decision, Line
from affilia.claims.pathways import ACTS
from affilia.claims.photos import unread
from affilia.claims.sheets import BadAct, NewLine, Sheet, check_line, check_sheet
from affilia.coverage.queries import doctors_of
from affilia.documents import operations as documents
from affilia.documents.models import Document
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law.reimbursement import LineDecision, decide_lines, refusal
from affilia.law.tariffs import NoPrice, price
from affilia.letters import operations as letters
from affilia.people.models import Person
from affilia.people.names import check_names
from affilia.people.queries import identity_of


class NotSo(Refusal):
    """The law does not refuse the line for this reason."""

    code = "not_so"
    field = "reason"
    sentence = _("The law does not refuse this line for that reason. Choose another, or decide it.")


class SectorSettled(Refusal):
    """Other lines of the sheet were decided in another sector."""

    code = "sector_settled"
    field = "sector"
    sentence = _("Other lines of this sheet were decided in another sector, and a sheet has one. Leave it as told.")


class Interleaved(Exception):
    """Another decision for the same person was faster; decide again."""


def send_sheet(
    *, key: str, person: Person, sheet: Sheet, photos: Sequence[tuple[str, bytes]], by: str, at: datetime
) -> str:
    """The reference of a sheet sent with its photo, once for each key.

    The key with another photo is another form. Raises OtherBody, GateRefused, NothingSent and what check_sheet raises.
    """
    body = [repr(sheet), documents.digest_of(photos)]
    if earlier := journal.repeated(key=key, by=by, body=body):
        return str(earlier["claim"])
    # what the sheet says is looked at before its photo is
    check_sheet(person=person, rpps=sheet.rpps, pathway=sheet.pathway, lines=sheet.lines, on=day_of(at))
    incoming = documents.let_in(person=person, paper="FDS", files=photos, at=at)
    with documents.all_or_nothing(incoming), journal.once(key=key, by=by, body=body, at=at) as attempt:
        if not attempt.result:
            claim = receive_sheet(
                person=person, sheet=documents.keep_paper(incoming=incoming, by=by, at=at), professional=sheet.professional,
                rpps=sheet.rpps, specialty=sheet.specialty, sector=sheet.sector, pathway=sheet.pathway,
                signed=sheet.signed, lines=sheet.lines, by=by, at=at,
            )  # fmt: skip
            attempt.result = {"claim": claim.ref}
    return str(attempt.result["claim"])


@transaction.atomic
def receive_sheet(
    *, person: Person, sheet: Document | None, professional: str, rpps: str,
    specialty: str, pathway: str, signed: bool, lines: Sequence[NewLine], by: str, at: datetime, sector: str = "",
) -> Claim:  # fmt: skip
    """Take a care sheet; the worker decides it. Raises UnseenSigns and what check_sheet raises; then nothing is stored."""
    check_names(professional=professional)
    check_sheet(person=person, rpps=rpps, pathway=pathway, lines=lines, on=day_of(at))
    claim = Claim.objects.create(
        person=person, sheet=sheet, professional=professional.strip(), rpps=rpps,
        specialty=specialty, sector=sector, pathway=pathway, signed_by_insured=signed, signed_by_professional=signed,
        received_at=at,
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(
            claim=claim, position=n, code=row.code, care_day=row.care_day, fee_cents=row.fee_cents, units=row.units,
            printed_cents=row.printed_cents,
        )
        for n, row in enumerate(lines, 1)
    )  # fmt: skip
    journal.record(
        subject=person.subject, verb="claims.claim.received", by=by, at=at, claim=claim.ref, lines=len(lines)
    )
    letters.notify(person=person, code="claim_received", at=at, about=f"claim:{claim.ref}")
    leave("claims.decide_person", person.ref)
    return claim


def decide_person(*, person: Person, by: str, at: datetime) -> list[Decision]:
    """Decide all her waiting lines; a race with another decision for her is run again."""
    while True:
        try:
            return _decide_person(person, by, at)
        except Interleaved:
            person.refresh_from_db()


@transaction.atomic
def _decide_person(person: Person, by: str, at: datetime) -> list[Decision]:
    """The whole person is decided (house 4.4): old lines are compared, new ones get their decision."""
    if not Person.objects.filter(pk=person.pk, decided=person.decided).update(decided=F("decided") + 1):
        raise Interleaved
    person.refresh_from_db(fields=["decided"])
    rows = Line.objects.filter(claim__person=person).select_related("claim__person", "claim__sheet")
    rows = rows.prefetch_related("decisions")
    old = sorted((row for row in rows if row.order), key=lambda row: row.order or 0)
    new = _decidable(person, [line for line in rows if line.state == "received"], by, at)
    if not new:
        return []  # all are held; old lines are compared when the next one is decided
    given = decide_lines(facts.of(person, [*old, *new], at))
    for line, decision in zip(old, given, strict=False):
        propose_correction(line=line, given=decision, by=by, at=at)
    found: list[Decision] = []
    start = max((line.order or 0 for line in old), default=0)
    for line, decision in zip(new, given[len(old) :], strict=True):
        if decision.refused == "already_paid":  # a person looks whether it is another visit (R161-47)
            hold_line(line=line, why=doubts.REPEAT, by=by, at=at)
        else:
            found.append(_decide(line, decision, start + len(found) + 1, by, at))
    for claim in {decision.line.claim for decision in found}:
        letters.notify(person=person, code="claim_decided", at=at, about=f"claim:{claim.ref}")
    return found


def _decidable(person: Person, lines: Sequence[Line], by: str, at: datetime) -> list[Line]:
    """Lines the law can decide, in the order they came; the others are held, refused as too old for any price, or wait
    until their photo is read."""
    good, doctors, identity = [], doctors_of(person), identity_of(person)
    birth = identity.birth_date if identity else ""
    read = [line for line in lines if not unread(line.claim.sheet, at)]
    for line in sorted(read, key=lambda row: (row.claim.received_at, row.claim_id, row.position)):
        doubt = doubts.doubt_of(line, doctors, birth=birth)
        if doubt and (told := refusal(facts.to_refuse(line, "too_late", at), "too_late")):
            _refuse(line, "too_late", told, by, at)
        elif doubt:
            hold_line(line=line, why=doubt, by=by, at=at)
        else:
            good.append(line)
    return good


def _decide(line: Line, given: LineDecision, order: int, by: str, at: datetime) -> Decision:
    journal.move(
        line, "decide", verb="claims.line.decided", by=by, at=at, line=line.ref, paid=given.amounts["paid"],
        refused=given.refused, law_digest=given.digest,
    )  # fmt: skip
    Line.objects.filter(pk=line.pk).update(order=order)
    decision = facts.decision_of(line, given, order, by, at)
    decision.save()
    return decision


def propose_correction(*, line: Line, given: LineDecision, by: str, at: datetime) -> None:
    """What was decided stays; a difference is a proposal for a caseworker, unless one was kept as it is before."""
    before = line.holding
    assert before is not None, "only decided lines are compared"
    if not differs(before, given):
        return
    asked = {"decided": before.paid_cents, "now": given.amounts["paid"]}
    person, about = line.claim.person, f"line:{line.ref}"
    if person.tasks.filter(kind="correction", about=about, state="done", data=asked).exists():
        return
    casework.open_task(person=person, kind="correction", about=about, by=by, at=at, due_on=None, **asked)


def differs(before: Decision, given: LineDecision) -> bool:
    """Whether the law gives something else than what was decided."""
    return given.amounts["paid"] != before.paid_cents or given.refused != before.refused


@transaction.atomic
def hold_line(*, line: Line, why: str, by: str, at: datetime) -> None:
    """A caseworker must look first."""
    journal.move(line, "hold", verb="claims.line.held", by=by, at=at, line=line.ref, why=why)
    Line.objects.filter(pk=line.pk).update(held_for=why)
    claim = line.claim
    casework.open_task(person=claim.person, kind="check_claim", about=f"claim:{claim.ref}", by=by, at=at, why=why)
    if claim.lines.filter(state="held").count() == 1:  # one letter a sheet
        letters.notify(person=claim.person, code="claim_held", at=at, about=f"claim:{claim.ref}")


@transaction.atomic
def release_line(
    *, line: Line, code: str, care_day: date, fee_cents: int, by: str, at: datetime, sector: str = "",
    printed_cents: int | None = None,
) -> None:  # fmt: skip
    """A caseworker has looked, and corrected what was mistyped; the law may decide.

    Raises BadAct, BadDay, BadAmount, SectorSettled, MoveRefused.
    """
    printed = printed_cents or line.printed_cents
    check_line(NewLine(code, care_day, fee_cents, line.units, printed), day_of(at))
    try:
        price(code, sector or line.claim.priced_as, care_day, printed)
    except NoPrice as missing:
        raise BadAct from missing
    settled = line.claim.lines.filter(order__isnull=False)
    if sector and sector != line.claim.priced_as and settled.exists():
        raise SectorSettled
    journal.move(line, "release", verb="claims.line.released", by=by, at=at, line=line.ref, code=code, fee=fee_cents)
    Line.objects.filter(pk=line.pk).update(
        code=code, care_day=care_day, fee_cents=fee_cents, printed_cents=printed, checked_by=by, held_for=""
    )
    if sector:
        Claim.objects.filter(pk=line.claim.pk).update(sector=sector)
    if (code, care_day, fee_cents) != (line.code, line.care_day, line.fee_cents):
        _tell_as_read(line.claim, code, care_day, fee_cents, at)
    _looked_at(line.claim, by, at)
    leave("claims.decide_person", line.claim.person.ref)


def _tell_as_read(claim: Claim, code: str, care_day: date, fee_cents: int, at: datetime) -> None:
    """What is decided is not what she typed: she hears it before the decision, with what was read."""
    letters.notify(
        person=claim.person, code="claim_read_otherwise", at=at, about=f"claim:{claim.ref}", act=ACTS.get(code, code),
        day=care_day.isoformat(), amount=fee_cents,
    )  # fmt: skip


@transaction.atomic
def refuse_line(*, line: Line, reason: str, by: str, at: datetime) -> Decision:
    """A caseworker refuses a held line for a reason the law knows. Raises NotSo, MoveRefused."""
    told = refusal(facts.to_refuse(line, reason, at), reason) if reason in doubts.REASONS else []
    if not told:
        raise NotSo
    decision = _refuse(line, reason, told, by, at)
    _looked_at(line.claim, by, at)
    return decision


def _refuse(line: Line, reason: str, told: list[dict[str, Any]], by: str, at: datetime) -> Decision:
    """A line without its price: it takes no place among those that count for one another."""
    name = "refuse" if line.state == "held" else "decide"
    journal.move(line, name, verb="claims.line.decided", by=by, at=at, line=line.ref, paid=0, refused=reason)
    decision = facts.refusal_of(line, reason, told, by, at)
    decision.save()
    letters.notify(person=line.claim.person, code="claim_decided", at=at, about=f"claim:{line.claim.ref}")
    return decision


def _looked_at(claim: Claim, by: str, at: datetime) -> None:
    """The question is settled when no line of the sheet waits for a person any more."""
    if not claim.lines.filter(state="held").exists():
        casework.finish_tasks(person=claim.person, kind="check_claim", about=f"claim:{claim.ref}", by=by, at=at)
