"""Writes about care sheets: received, decided by the law for the whole person, contested, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims import facts
from affilia.claims.holds import why_held
from affilia.claims.models import Claim, Contest, Decision, Line
from affilia.claims.pathways import PATHWAYS
from affilia.documents.models import Document
from affilia.documents.reasons import CONTEST
from affilia.formats import rpps as rpps_format
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law import entitlement
from affilia.law.facts import law
from affilia.law.reimbursement import LineDecision, decide_lines
from affilia.law.tariffs import NoPrice, price
from affilia.letters import operations as letters
from affilia.people.models import Person


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


class NothingSaid(Refusal):
    """An empty objection."""

    code = "nothing_said"
    field = "words"
    sentence = _("Write why you do not agree, then send it.")


class Interleaved(Exception):
    """Another decision for the same person was faster; decide again."""


@dataclass(frozen=True)
class NewLine:
    """One act as typed: code, day, what was paid for it in cents."""

    code: str
    care_day: date
    fee_cents: int
    units: int = 1
    printed_cents: int | None = None


@transaction.atomic
def receive_sheet(
    *, person: Person, sheet: Document | None, prescription: Document | None = None, professional: str, rpps: str,
    specialty: str, pathway: str, signed: bool, lines: Sequence[NewLine], by: str, at: datetime, sector: str = "S1/OPTAM",
) -> Claim:  # fmt: skip
    """Take a care sheet and decide it where the law can. Raises the refusals above; then nothing is stored."""
    _checked(person, rpps, pathway, lines, at)
    claim = Claim.objects.create(
        person=person, sheet=sheet, prescription=prescription, professional=professional.strip(), rpps=rpps,
        specialty=specialty, sector=sector, pathway=pathway, signed_by_insured=signed, signed_by_professional=signed,
        received_at=at,
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(
            claim=claim,
            position=place,
            code=line.code,
            care_day=line.care_day,
            fee_cents=line.fee_cents,
            units=line.units,
            printed_cents=line.printed_cents,
        )
        for place, line in enumerate(lines, 1)
    )
    journal.record(
        subject=person.subject, verb="claims.claim.received", by=by, at=at, claim=claim.ref, lines=len(lines)
    )
    letters.notify(person=person, code="claim_received", at=at, about=f"claim:{claim.ref}")
    leave("claims.decide_person", person.ref)
    return claim


def _checked(person: Person, rpps: str, pathway: str, lines: Sequence[NewLine], at: datetime) -> None:
    if not person.periods.exists():
        raise NotCoveredYet
    if pathway not in PATHWAYS or not lines:
        raise BadAct
    if rpps and not rpps_format.check(rpps).valid:
        raise BadProfessional
    for line in lines:
        if line.care_day > at.date():
            raise BadDay
        printed = 1 if line.printed_cents is None else line.printed_cents
        if not (0 < line.fee_cents <= 10_000_000 and 1 <= line.units <= 99 and 0 < printed <= 10_000_000):
            raise BadAmount
        if not line.code.strip():
            raise BadAct


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
    rows = Line.objects.filter(claim__person=person).select_related("claim__person").prefetch_related("decisions")
    old = sorted((line for line in rows if line.order), key=lambda line: line.order or 0)
    new = _decidable([line for line in rows if line.state == "received"], by, at)
    if not new:
        return []  # all are held; old lines are compared when the next one is decided
    given = decide_lines(facts.of(person, [*old, *new], at))
    for line, decision in zip(old, given, strict=False):
        _compare(line, decision, by, at)
    start = max((line.order or 0 for line in old), default=0)
    found = [
        _decide(line, decision, start + place, by, at)
        for place, (line, decision) in enumerate(zip(new, given[len(old) :], strict=True), 1)
    ]
    for claim in {line.claim for line in new}:
        letters.notify(person=person, code="claim_decided", at=at, about=f"claim:{claim.ref}")
    return found


def _decidable(lines: Sequence[Line], by: str, at: datetime) -> list[Line]:
    """Lines the law can decide, in the order they came; the others are held for a person."""
    good = []
    for line in sorted(lines, key=lambda line: (line.claim.received_at, line.claim_id, line.position)):
        why = why_held(line)
        if why:
            hold_line(line=line, why=why, by=by, at=at)
        else:
            good.append(line)
    return good


def _decide(line: Line, given: LineDecision, order: int, by: str, at: datetime) -> Decision:
    journal.move(
        line, "decide", verb="claims.line.decided", by=by, at=at, line=line.ref, paid=given.amounts["paid"],
        refused=given.refused, law_digest=given.digest,
    )  # fmt: skip
    Line.objects.filter(pk=line.pk).update(order=order)
    refused = given.refused
    return Decision.objects.create(
        line=line,
        fee_cents=given.amounts["fee"],
        base_cents=given.amounts["base"],
        rate=given.amounts["rate"],
        share_cents=given.amounts["amo"],
        increase_cents=given.amounts["increase"],
        flat_cents=given.amounts["flat_charges"],
        paid_cents=given.amounts["paid"],
        left_cents=given.amounts["left"],
        refused=refused,
        rule=law.rules[refused].cites if refused else "",
        contest_by=entitlement.contest_until(at.date()) if refused else None,
        contest=CONTEST if refused else "",
        steps=given.steps,
        law_digest=given.digest,
        order=order,
        decided_at=at,
        by=by,
    )


def _compare(line: Line, given: LineDecision, by: str, at: datetime) -> None:
    """What was decided stays; a difference is a proposal for a caseworker."""
    before = list(line.decisions.all())[-1]
    if given.amounts["paid"] != before.paid_cents or given.refused != before.refused:
        casework.open_task(
            person=line.claim.person, kind="correction", about=f"line:{line.ref}", by=by, at=at,
            decided=before.paid_cents, now=given.amounts["paid"],
        )  # fmt: skip


@transaction.atomic
def hold_line(*, line: Line, why: str, by: str, at: datetime) -> None:
    """A caseworker must look first."""
    journal.move(line, "hold", verb="claims.line.held", by=by, at=at, line=line.ref, why=why)
    claim = line.claim
    casework.open_task(person=claim.person, kind="check_claim", about=f"claim:{claim.ref}", by=by, at=at, why=why)
    letters.notify(person=claim.person, code="claim_held", at=at, about=f"claim:{claim.ref}")


@transaction.atomic
def release_line(
    *, line: Line, code: str, care_day: date, fee_cents: int, by: str, at: datetime, printed_cents: int | None = None
) -> None:
    """A caseworker has looked and corrected what was mistyped; the line may be decided."""
    try:
        price(code, line.claim.sector, care_day, printed_cents or line.printed_cents)
    except NoPrice as refusal:
        raise BadAct from refusal
    if care_day > at.date():
        raise BadDay
    journal.move(line, "release", verb="claims.line.released", by=by, at=at, line=line.ref, code=code, fee=fee_cents)
    printed = printed_cents or line.printed_cents
    Line.objects.filter(pk=line.pk).update(code=code, care_day=care_day, fee_cents=fee_cents, printed_cents=printed)
    casework.finish_tasks(person=line.claim.person, kind="check_claim", about=f"claim:{line.claim.ref}", by=by, at=at)
    leave("claims.decide_person", line.claim.person.ref)


@transaction.atomic
def contest_decision(*, decision: Decision, words: str, by: str, at: datetime) -> Contest:
    """The person does not agree: one objection a decision. Raises NothingSaid."""
    words = words.strip()
    if not words:
        raise NothingSaid
    person = decision.line.claim.person
    try:
        with transaction.atomic():
            contest = Contest.objects.create(decision=decision, words=words[:5000], at=at)
    except IntegrityError:
        return Contest.objects.get(decision=decision)
    journal.record(subject=person.subject, verb="claims.decision.contested", by=by, at=at, decision=decision.ref)
    casework.open_task(person=person, kind="contest", about=f"contest:{contest.ref}", by=by, at=at)
    letters.notify(person=person, code="contest_received", at=at, about=f"claim:{decision.line.claim.ref}")
    return contest


@transaction.atomic
def answer_contest(*, contest: Contest, answer: str, by: str, at: datetime) -> None:
    """A caseworker's answer, once. Raises NothingSaid, MoveRefused."""
    answer = answer.strip()
    if not answer:
        raise NothingSaid
    waiting = Contest.objects.filter(pk=contest.pk, answered_at__isnull=True)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise journal.MoveRefused
    person = contest.decision.line.claim.person
    journal.record(subject=person.subject, verb="claims.contest.answered", by=by, at=at, contest=contest.ref)
    casework.finish_tasks(person=person, kind="contest", about=f"contest:{contest.ref}", by=by, at=at)
    letters.notify(person=person, code="contest_answered", at=at, answer=answer)
