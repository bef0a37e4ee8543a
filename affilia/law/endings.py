"""How rights end: the reasons with their articles, and the days before which the law lets none end (END-1 to END-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.columns import _
from affilia.law.days import day_numbered, number_of
from affilia.law.facts import law

STAY, RESIDENCE = "stay", "residence"


@dataclass(frozen=True)
class Ending:
    """One reason: its words for the student and its rule. `control`: what the fund must have asked her first (END-6)."""

    code: str
    sentence: str
    rule: str
    control: str = ""


LEFT, TITLE_ENDED, REMOVAL, NO_CIVIL_STATUS = "left_france", "title_ended", "removal", "no_civil_status"
FRAUD = "fraud"
ENDINGS = {
    ending.code: ending
    for ending in (
        Ending(LEFT, _("You told us that you leave France."), "CSS L161-15-1, R111-4"),
        Ending(
            TITLE_ENDED,
            _("Your right to stay ended, and no new permit or receipt came within the six months of the law."),
            "CSS R111-4, R114-10-1",
            STAY,
        ),
        Ending(
            "no_residence",
            _("You no longer live in France in a stable way."),
            "CSS L161-15-1, R114-10-1",
            RESIDENCE,
        ),
        Ending("other_law", _("The law of another country covers you now."), "CSS R111-4"),
        Ending(REMOVAL, _("An order to leave France became final two months ago."), "CSS R111-4"),
        Ending(
            NO_CIVIL_STATUS,
            _("No civil-status paper came, and nothing made it impossible to send one."),
            "CSS R114-7",
        ),
        Ending(FRAUD, _("Your rights rest on a false identity or a false paper."), "CSS L114-12-3-1"),
    )
}


def stay_floor(stay_until: date) -> date:
    """END-4: the last day of the sixth month after the title expires; no rights end before it (CSS R111-4)."""
    return _day("rights_kept_until", permit_until=stay_until)


def removal_end(final_on: date) -> date:
    """END-4: two months after an order to leave became final (CSS R111-4)."""
    return _day("removal_end", {"removed": True}, removal_final_day=final_on)


def control_answer_by(asked_on: date) -> date:
    """END-6: one month to answer the fund's letter (CSS R114-10)."""
    return _day("control_answer_by", letter_day=asked_on)


def last_day(stay_until: date, asked_on: date) -> date:
    """The last day of rights when nothing comes: never before the floor, nor before the month to answer is over."""
    return max(stay_floor(stay_until), control_answer_by(asked_on))


def card_until(asked_on: date, stay_until: date) -> date:
    """END-6: the card works on for 45 days after the letter, and after the floor (CSS R114-10-1)."""
    return _day("card_kept_until", letter_day=asked_on, permit_until=stay_until)


def _day(name: str, flags: Mapping[str, bool] | None = None, **days: date) -> date:
    """What a rule of the book gives for some days."""
    found = law.one({**(flags or {}), **{fact: number_of(day) for fact, day in days.items()}}, name)
    return day_numbered(found[name][0])
