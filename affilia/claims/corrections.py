"""Writes about corrections: what was read on a sheet is put right and decided again; what was decided before stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.claims import doubts, facts
from affilia.claims.contests import NothingSaid, answer_contest
from affilia.claims.models import Claim, Contest, Decision, Line
from affilia.claims.operations import differs, propose_correction
from affilia.claims.queries import read_of
from affilia.claims.readings import flat, kept
from affilia.claims.sheets import Read, check_read
from affilia.documents.reasons import CONTEST
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.law import entitlement, undue
from affilia.law.reimbursement import LineDecision, decide_lines
from affilia.letters import operations as letters
from affilia.people.models import Person
from affilia.people.queries import identity_of


class NothingChanges(Refusal):
    """The same was read, and the law gives the same."""

    code = "nothing_changes"
    sentence = _("This is what was read and decided before: nothing changes. Correct a field, or leave it as it is.")


class TooLateToClaim(Refusal):
    """What was paid too much may not be claimed back any more."""

    code = "too_late_to_claim"
    sentence = _("Less would be due, and more than two years have passed: nothing is claimed back (article L133-4-1).")


class NotDecidable(Refusal):
    """The law decides nothing for what was read on a line of the sheet: no price, no value on its day, not born yet."""

    code = "not_decidable"
    field = "care_day"

    def __init__(self, doubt: str) -> None:
        super().__init__()
        self.sentence = doubts.DOUBTS[doubt]


class NobodyYet(Refusal):
    """Nothing is decided before it is known who the person is."""

    code = "nobody_yet"
    sentence = _("Nobody has accepted who the person is yet.")


@transaction.atomic
def correct_decision(*, decision: Decision, read: Read, because: str, by: str, at: datetime) -> Decision:
    """Put right what was read on a line and its sheet; the sheet's lines are decided again, each as a new decision.

    Another line of the sheet that would give less too late stays as it was decided: it is proposed, so that somebody
    sees it. Raises NothingSaid, BadAct, BadProfessional, UnseenSigns, BadDay, BadAmount, NobodyYet, NotDecidable,
    NothingChanges, TooLateToClaim, MoveRefused.
    """
    if not because.strip():
        raise NothingSaid
    check_read(read, day_of(at))
    person = decision.line.claim.person
    if identity_of(person) is None:
        raise NobodyYet
    # whoever decides for her meanwhile begins again
    Person.objects.filter(pk=person.pk).update(decided=F("decided") + 1)
    line = Line.objects.select_related("claim__person__account").get(pk=decision.line_id)
    if line.holding != decision:
        raise journal.MoveRefused
    were = {row.pk: kept(read_of(row)) for row in line.claim.lines.select_related("claim")}
    changed = _put_right(line, read, by)
    found = {
        row.pk: _corrected(row, given, were[row.pk], changed, by, at) for row, given in _moved(line, changed, by, at)
    }
    if line.pk not in found:
        raise NothingChanges
    _told(list(found.values()), at)
    for one in (line, *(row.line for row in found.values())):
        casework.finish_tasks(person=person, kind="correction", about=f"line:{one.ref}", by=by, at=at)
    for contest in Contest.objects.filter(decision=decision, answered_at__isnull=True):
        answer_contest(contest=contest, answer=because, by=by, at=at)
    return found[line.pk]


@transaction.atomic
def keep_decision(*, line: Line, by: str, at: datetime) -> None:
    """A correction was proposed and is not made: the decision stays as it is. Raises MoveRefused."""
    person = line.claim.person
    if not casework.finish_tasks(person=person, kind="correction", about=f"line:{line.ref}", by=by, at=at):
        raise journal.MoveRefused
    journal.record(subject=person.subject, verb="claims.decision.kept", by=by, at=at, line=line.ref)


def _put_right(line: Line, read: Read, by: str) -> list[str]:
    """Keep what was read; the names of what is new."""
    before, after = flat(read_of(line)), flat(read)
    told = read.line
    Line.objects.filter(pk=line.pk).update(
        code=told.code, care_day=told.care_day, fee_cents=told.fee_cents, units=told.units,
        printed_cents=told.printed_cents, checked_by=by,
    )  # fmt: skip
    Claim.objects.filter(pk=line.claim.pk).update(
        professional=read.professional.strip(), rpps=read.rpps, specialty=read.specialty, sector=read.sector,
        pathway=read.pathway, signed_by_insured=read.signed, signed_by_professional=read.signed,
    )  # fmt: skip
    return sorted(name for name, value in after.items() if value != before[name])


def _moved(line: Line, changed: list[str], by: str, at: datetime) -> list[tuple[Line, LineDecision]]:
    """The lines of the sheet the law decides otherwise now; a difference on another sheet is a proposal."""
    lines, moved = _in_order(line), []
    _check_decidable([row for row in lines if row.claim_id == line.claim_id], at)
    given = decide_lines(facts.of(line.claim.person, lines, at))
    for row, now in zip(lines, given, strict=True):
        before = row.holding
        assert before is not None, "a line in its place is decided"
        late = _too_late(row, now.amounts["paid"], at)
        if late and row.pk == line.pk:
            raise TooLateToClaim
        if late or row.claim_id != line.claim_id:
            propose_correction(line=row, given=now, by=by, at=at)
        elif differs(before, now) or (row.pk == line.pk and changed):
            moved.append((row, now))
    return moved


def _check_decidable(lines: Sequence[Line], at: datetime) -> None:
    """A neighbour too: the sheet may have another sector now. Raises NotDecidable."""
    identity = identity_of(lines[0].claim.person)
    assert identity is not None, "nothing is decided before"
    for line in lines:
        if doubt := doubts.undecidable(facts.told_of(line, line.claim, at), identity.birth_date):
            raise NotDecidable(doubt)


def _too_late(line: Line, cents: int, at: datetime) -> bool:
    """Whether less may not be claimed back any more: it counts from the first decision that gave more (L133-4-1)."""
    more = [row.decided_at for row in line.decisions.all() if row.paid_cents > cents]
    return bool(more) and day_of(at) > undue.claimable_until(day_of(min(more)))


def _in_order(line: Line) -> list[Line]:
    """All that counts for one another: a line keeps its place, so that no other moves; one refused before comes last."""
    hers = Q(claim__person=line.claim.person) & (Q(order__isnull=False) | Q(pk=line.pk))
    lines = list(
        Line.objects.filter(hers).select_related("claim__person__account").prefetch_related("decisions")
    )  # fmt: skip
    last = max(row.order or 0 for row in lines)
    for row in sorted(lines, key=lambda row: row.pk != line.pk):
        if row.claim_id == line.claim_id and (row.order is None or (row.holding and row.holding.refused)):
            row.order = last = last + 1
    return sorted(lines, key=lambda row: row.order or 0)


def _corrected(
    line: Line, given: LineDecision, was: dict[str, Any], changed: list[str], by: str, at: datetime
) -> Decision:  # fmt: skip
    before = line.holding
    assert before is not None and line.order is not None
    decision = facts.decision_of(line, given, line.order, by, at)
    decision.number, decision.before_cents, decision.read_before = before.number + 1, before.paid_cents, was
    if decision.paid_cents < before.paid_cents:
        decision.contest_by, decision.contest = entitlement.contest_until(day_of(at)), CONTEST
        decision.recover_from = undue.contestable_until(day_of(at)) + timedelta(days=1)
    Line.objects.filter(pk=line.pk).update(order=line.order)
    decision.save()
    journal.record(
        subject=line.subject, verb="claims.line.corrected", by=by, at=at, law_digest=given.digest, line=line.ref,
        decision=decision.ref, number=decision.number, before=before.paid_cents, paid=decision.paid_cents,
        changed=changed,
    )  # fmt: skip
    return decision


def _told(decisions: list[Decision], at: datetime) -> None:
    """One notice a sheet: what is more, or what is less with its rule, until when it can be contested and where."""
    claim, change = decisions[0].line.claim, sum(row.paid_cents - row.before_cents for row in decisions)
    last = next((row for row in decisions if row.recover_from), None)
    told: dict[str, Any] = {"amount": abs(change)}
    if last is not None and last.recover_from and last.contest_by:
        told |= {
            "from_day": last.recover_from.isoformat(), "until": last.contest_by.isoformat(), "contest": last.contest,
        }  # fmt: skip
    code = "claim_corrected_less" if change < 0 else "claim_corrected" if change else "claim_put_right"
    letters.notify(person=claim.person, code=code, at=at, about=f"claim:{claim.ref}", **told)
