"""Reading an objection as whoever answers it needs it: who, the sheet, the contested line, the words, the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from affilia.casework.models import Objection
from affilia.claims.models import Contest
from affilia.claims.queries import claim_for, contest_for
from affilia.claims.views import ClaimView, LineView
from affilia.formats.days import day_of
from affilia.law import entitlement
from affilia.people.models import Account
from affilia.people.queries import actors_named, names_of


@dataclass(frozen=True)
class ObjectionView:
    """One objection; `again`: the line was decided anew since it was written."""

    ref: str
    who: str
    words: str
    at: datetime
    answer_by: date
    answer: str
    answered_at: datetime | None
    answered_by: str
    decided_at: datetime
    again: bool
    claim: ClaimView
    line: LineView

    @property
    def others(self) -> tuple[LineView, ...]:
        """The lines of the sheet she said nothing of."""
        return tuple(line for line in self.claim.lines if line.ref != self.line.ref)


@dataclass(frozen=True)
class OpenObjection:
    """An objection nobody has answered, in a list."""

    ref: str
    who: str
    at: datetime
    answer_by: date


def unanswered() -> list[OpenObjection]:
    """Objections to decisions that wait for an answer, the one whose day comes first first."""
    return in_order(Contest.objects.select_related("decision__line__claim__person"))


def in_order(rows: QuerySet[Any]) -> list[OpenObjection]:
    """Those of these objections that wait for an answer, the one whose day comes first first."""
    found: list[Objection] = list(rows.filter(answered_at__isnull=True).order_by("answer_by", "at", "pk")[:100])
    names = names_of([row.person.pk for row in found])
    return [OpenObjection(row.ref, names.get(row.person.pk, ""), row.at, row.answer_by) for row in found]


def stands_until(at: datetime) -> date:
    """The last day to go to the commission, where a decision is upheld now."""
    return entitlement.contest_until(day_of(at))


def objection_for(account: Account, ref: str, language: str) -> tuple[Contest, ObjectionView] | None:
    """An objection and its page, for somebody of the fund."""
    contest = contest_for(account, ref)
    claim = claim_for(account, contest.decision.line.claim.ref, language) if contest else None
    return (contest, _view(contest, claim)) if contest and claim else None


def _view(contest: Contest, claim: ClaimView) -> ObjectionView:
    decision, person = contest.decision, contest.decision.line.claim.person
    line = next(line for line in claim.lines if line.ref == decision.line.ref)
    return ObjectionView(
        ref=contest.ref, who=names_of([person.pk]).get(person.pk, ""), words=contest.words, at=contest.at,
        answer_by=contest.answer_by, answer=contest.answer, answered_at=contest.answered_at,
        answered_by=actors_named([contest.answered_by]).get(contest.answered_by, ""), decided_at=decision.decided_at,
        again=line.decision != decision.ref, claim=claim, line=line,
    )  # fmt: skip
