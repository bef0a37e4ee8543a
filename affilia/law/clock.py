"""The clock of a waiting number (CSS R114-7): dated situations computed from facts, never stored (STA-1 to STA-9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from affilia.law.columns import _
from affilia.law.entitlement import months_later

DAY = timedelta(days=1)
NO_IMPOSSIBILITY, DEFINITIVE, TEMPORARY = "no_impossibility", "definitive_impossibility", "temporary_impossibility"


@dataclass(frozen=True)
class Happened:
    """What happened, and when. `noticed_on`: the waiting number was given and the civil-status paper asked for;
    `proved_on`: that paper came, authentic; `decided` and `decided_on`: what the fund decided while suspended."""

    noticed_on: date
    proved_on: date | None = None
    decided: str = ""
    decided_on: date | None = None


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
    "closed": _("The waiting number ended on {from_day}: sums paid may be claimed back. You can contest this."),
    "restored": _("Your rights are restored from the day they were suspended, and your file goes to the register."),
    "prolonged": _("Your rights are restored; the paper may still come until {until_day}."),
    "decision_due": _("The two years are over: the fund decides by {until_day}."),
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
    return [*before, _at_register(happened.proved_on, "STA-1")]


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
    yield _stage("suspended", "STA-4", suspended, decide_by)
    in_time = happened.decided_on is not None and suspended <= happened.decided_on <= decide_by
    if happened.decided_on is None or not in_time:
        yield from _restored(decide_by + DAY, "STA-8")
    elif happened.decided == NO_IMPOSSIBILITY:
        yield _stage("closed", "STA-5", happened.decided_on, None)
    elif happened.decided == DEFINITIVE:
        yield from _restored(happened.decided_on, "STA-6")
    else:
        until = months_later(decide_by, 24)
        yield _stage("prolonged", "STA-7", happened.decided_on, until)
        yield _stage("decision_due", "STA-7", until + DAY, months_later(until + DAY, 3))


def _restored(on: date, rule: str) -> Iterator[Situation]:
    yield _stage("restored", rule, on, None)
    yield _at_register(on, rule)


def _at_register(on: date, rule: str) -> Situation:
    return _stage("at_register", "STA-9" if rule == "STA-1" else rule, on, months_later(on, 2))


def _stage(name: str, rule: str, from_day: date, until_day: date | None) -> Situation:
    return Situation(name, rule, from_day, until_day, WORDS[name])
