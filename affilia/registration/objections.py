"""Reading objections to a refused file: her own page, the desk's page, what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from affilia.claims.objections import OpenObjection, in_order
from affilia.people.models import Account, Person
from affilia.people.queries import actors_named
from affilia.registration.models import Contest, Refusal
from affilia.registration.queries import RefusalView, refusal_of


@dataclass(frozen=True)
class ObjectionView:
    """One objection to a refusal, and the refusal as it was told."""

    ref: str
    person: str
    who: str
    words: str
    at: datetime
    received_on: date
    answer_by: date
    answer: str
    answered_at: datetime | None
    answered_by: str
    silent: bool
    refusal: RefusalView


def last_refusal(person: Person) -> Refusal | None:
    """The latest refusal of a file of hers, though another file be open since."""
    rows = Refusal.objects.filter(file__person=person, file__state="refused").select_related("file__person__account")
    return rows.order_by("at", "pk").last()


def told(refusal: Refusal) -> RefusalView:
    """The refusal as she reads it."""
    return refusal_of(refusal.file)


def objection_to(refusal: Refusal) -> ObjectionView | None:
    """Her objection to it, if she made one."""
    contest = Contest.objects.filter(refusal=refusal).first()
    return _view(contest) if contest else None


def objection_for(account: Account, ref: str) -> tuple[Contest, ObjectionView] | None:
    """An objection and its page, for somebody of the fund."""
    rows = Contest.objects.select_related("refusal__file__person__account").filter(ref=ref)
    contest = rows.first() if account.is_staff else None
    return (contest, _view(contest)) if contest else None


def unanswered() -> list[OpenObjection]:
    """Objections to refusals that wait for an answer, the one whose day comes first first."""
    return in_order(Contest.objects.select_related("refusal__file__person"))


def _view(contest: Contest) -> ObjectionView:
    file = contest.refusal.file
    return ObjectionView(
        ref=contest.ref, person=file.person.ref, who=f"{file.surname.upper()} {file.given_names}".strip(),
        words=contest.words, at=contest.at, received_on=contest.received_on, answer_by=contest.answer_by,
        answer=contest.answer, answered_at=contest.answered_at,
        answered_by=actors_named([contest.answered_by]).get(contest.answered_by, ""),
        silent=contest.silence_told_at is not None, refusal=refusal_of(file),
    )  # fmt: skip
