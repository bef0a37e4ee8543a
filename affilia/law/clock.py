"""The clock of a waiting number (CSS R114-7): dated situations computed from facts, never stored (STA-1 to STA-9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from affilia.law.columns import _
from affilia.law.entitlement import months_later

DAY = timedelta(days=1)
NO_IMPOSSIBILITY, DEFINITIVE, TEMPORARY = "no_impossibility", "definitive_impossibility", "temporary_impossibility"
NOT_YET = date.max  # told as `sent_on`: other papers are waited for
DECISIONS = (NO_IMPOSSIBILITY, DEFINITIVE, TEMPORARY)


class NotADecision(ValueError):
    """A decision of the fund without its word or its day, or with a word the law does not know."""


@dataclass(frozen=True)
class Happened:
    """What happened, and when. `noticed_on`: the waiting number was given and the civil-status paper asked for;
    `proved_on`: that paper came, authentic; `decided` and `decided_on`: what the fund decided while suspended;
    `sent_on`: the file left for the register, at once where nobody tells; NOT_YET while it has not."""

    noticed_on: date
    proved_on: date | None = None
    decided: str = ""
    decided_on: date | None = None
    sent_on: date | None = None

    def __post_init__(self) -> None:
        if self.decided not in ("", *DECISIONS):
            raise NotADecision(f"{self.decided!r} is none of {', '.join(DECISIONS)}")
        if bool(self.decided) != (self.decided_on is not None):
            raise NotADecision("a decision has its word and its day, or neither")


@dataclass(frozen=True)
class Situation:
    """A situation from a day on, to the last day it holds if nothing happens; its rule and its words."""

    name: str
    rule: str
    from_day: date
    until_day: date | None
    sentence: str


WORDS = {
    "civil_status_due": _("Send your civil-status paper by {until_day}: three months from the notice."),
    "formal_notice": _(
        "Formal notice: without the paper by {until_day}, payments are suspended and what was paid may be claimed back."
    ),
    "suspended": _("Payments are suspended since {from_day}. The fund decides by {until_day}; your sheets are kept."),
    "suspended_over": _("Payments were suspended from {from_day} to {until_day}."),
    "closed": _("The waiting number ended on {from_day}: sums paid may be claimed back. You can contest this."),
    "restored": _("Your rights are restored from the day they were suspended, and your file goes to the register."),
    "prolonged": _("Your rights are restored; the paper may still come until {until_day}."),
    "decision_due": _("The two years are over: the fund decides by {until_day}."),
    "proved": _("Your civil-status paper is accepted. Your file goes to the national register with your other papers."),
    "at_register": _("Your file is with the national register: it answers by {until_day}."),
}


def situations(happened: Happened) -> list[Situation]:
    """Every situation in order, as if nothing else happened after the last fact."""
    course = list(_course(happened))
    if happened.proved_on is None:
        return course
    # an authentic paper stops the clock wherever it stands, but for a closed number
    before = [stage for stage in course if stage.from_day <= happened.proved_on]
    if any(stage.name in ("closed", "restored") for stage in before):
        return course
    ended = (_ended(stage, happened.proved_on) for stage in before)
    return [*ended, *_sent("proved", happened.proved_on, "STA-9", happened.sent_on)]


def situation(happened: Happened, on: date) -> Situation:
    """Where it stands on a day; before the notice, where it begins."""
    course = situations(happened)
    return next((stage for stage in reversed(course) if stage.from_day <= on), course[0])


def _course(happened: Happened) -> Iterator[Situation]:
    due = months_later(happened.noticed_on, 3)
    yield _stage("civil_status_due", "STA-2", happened.noticed_on, due)
    notice = due + DAY
    last = months_later(notice, 3)
    yield _stage("formal_notice", "STA-3", notice, last)
    suspended = last + DAY
    decide_by = months_later(suspended, 3)
    waiting, decided_on = _stage("suspended", "STA-4", suspended, decide_by), happened.decided_on
    if decided_on is None or not suspended <= decided_on <= decide_by:
        yield waiting
        yield from _sent("restored", decide_by + DAY, "STA-8", happened.sent_on)
        return
    yield _ended(waiting, decided_on)
    if happened.decided == NO_IMPOSSIBILITY:
        yield _stage("closed", "STA-5", decided_on, None)
    elif happened.decided == DEFINITIVE:
        yield from _sent("restored", decided_on, "STA-6", happened.sent_on)
    else:
        until = months_later(decide_by, 24)
        yield _stage("prolonged", "STA-7", decided_on, until)
        yield _stage("decision_due", "STA-7", until + DAY, months_later(until + DAY, 3))


def _sent(waits: str, on: date, rule: str, sent_on: date | None) -> Iterator[Situation]:
    """From a day on the file waits to be sent, then the register answers; a paper that leaves at once waits no day."""
    sent = max(on, sent_on or on)
    if sent > on or waits == "restored":
        yield _stage(waits, rule, on, sent - DAY if on < sent < NOT_YET else None)
    if sent < NOT_YET:
        yield _stage("at_register", "STA-9", sent, months_later(sent, 2))


def _ended(stage: Situation, on: date) -> Situation:
    """A suspension that ended on a day; other situations keep the day they gave."""
    if stage.name != "suspended" or on <= stage.from_day:
        return stage
    return replace(stage, until_day=on - DAY, sentence=WORDS["suspended_over"])


def _stage(name: str, rule: str, from_day: date, until_day: date | None) -> Situation:
    return Situation(name, rule, from_day, until_day, WORDS[name])
