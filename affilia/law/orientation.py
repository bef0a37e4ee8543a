"""Who must register, and where: a decision table, one row a rule (affiliation.md 2), the first that holds wins.

Rows not decided yet answer "a caseworker will tell you" and keep their name in `row`: never a wrong route. A condition
that meets a fact nobody told stops there: the answer waits for a caseworker, or for the next question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from affilia.law import papers
from affilia.law.columns import _
from affilia.law.entitlement import age_on, months_later
from affilia.law.told import EEA_CH, EUROPEAN_CARD, FRENCH, Facts, Unknown

REGISTER, DO_NOT, OTHER_FORM, CASEWORKER = "register", "do_not_register", "other_form", "caseworker"
QUEBEC_FORMS = frozenset({"se401q102", "se401q104", "se401q106"})
MOST_QUESTIONS = 6
# a card that ends in mid-year: told 44 days before, as in the story of persona 03
REMINDER = timedelta(days=44)


@dataclass(frozen=True)
class Row:
    """One rule: when it holds, what it answers, in which words, by which article."""

    row: str
    holds: Callable[[Facts], bool]
    outcome: str
    sentence: str
    article: str


@dataclass(frozen=True)
class Orientation:
    """The answer. `route` is None where a caseworker will tell; `row` names the rule that answered, if one did."""

    route: str | None
    row: str | None
    outcome: str
    sentence: str
    article: str
    papers: tuple[str, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()


ASK = _("A caseworker will tell you what to do. Your case needs a person to look at it.")
CARD = "CSS L160-1; regulation (EC) 883/2004"


def _waits(row: str, article: str, holds: Callable[[Facts], bool]) -> Row:
    """A row known to the table and left to a caseworker."""
    return Row(row, holds, CASEWORKER, ASK, article)


TABLE = (
    Row(
        "ORI-02",
        lambda f: f["french_number"] == "attached",
        DO_NOT,
        _("You already have a French number and a fund: you have nothing to register. Update your address and bank."),
        "CSS L160-1",
    ),
    _waits("ORI-03", "CSS L160-1", lambda f: f["french_number"] == "unattached"),
    Row(
        "ORI-26",
        lambda f: f["status"] == "phd_contract",
        OTHER_FORM,
        _(
            "You have a French work contract: you are insured as an employee from the first day. "
            "Send form S1106 to the fund of your address, or your employer does it."
        ),
        "CSS L111-2-2, R161-2",
    ),
    _waits("ORI-24", "CSS D160-2; order of 10 May 2017", lambda f: f["status"] == "asylum"),
    _waits("ORI-40", "CSS L160-5", lambda f: f["status"] == "other"),
    Row(
        "ORI-22",
        lambda f: f["status"] == "refugee" and bool(f["enrolled_in_france"]),
        REGISTER,
        _(
            "You must register, and it is free. As a recognised refugee you need no paper from your country: "
            "your receipt and OFPRA's civil status are enough."
        ),
        "CSS R114-8, D160-2 II",
    ),
    _waits("ORI-23", "CSS D160-2", lambda f: f["status"] == "refugee"),
    Row(
        "ORI-32",
        lambda f: f.told.get("organisation_family") is True,
        DO_NOT,
        _("Families of embassy, consulate and international staff stay in their own scheme: you do not register."),
        "CSS L160-6",
    ),
    _waits("ORI-37", "CSS L160-2, D160-2", lambda f: f["status"] == "family"),
    _waits(
        "ORI-29", "CSS L160-1", lambda f: f["status"] == "phd_no_contract" and f.told.get("enrolled_in_france") is False
    ),
    _waits("ORI-41", "CSS R111-3", lambda f: bool(f.nations & FRENCH)),
    _waits("ORI-15", "CSS L160-1; protocol of 19 December 1998", lambda f: f["proof"] in QUEBEC_FORMS),
    _waits("ORI-18", "CSS L160-1", lambda f: f["proof"] == "andorra" or f.told.get("insured_in") == "AD"),
    _waits(
        "ORI-19",
        "CSS L160-1; order of 10 May 2017",
        lambda f: f["proof"] == "monaco" or f.told.get("insured_in") == "MC" or "MC" in f.nations,
    ),
    Row(
        "ORI-30",
        lambda f: f["status"] == "intern" and f["enrolled_in_france"] is False,
        DO_NOT,
        _(
            "You are enrolled abroad and come for an internship: you do not register here. "
            "From Europe, your card covers you; from elsewhere, the rules of your internship agreement apply."
        ),
        "CSS D160-2 II 5",
    ),
    _waits("ORI-14", "CSS L160-1; agreement EU-UK", lambda f: "GB" in f.nations or f["proof"] == "ghic"),
    _waits("ORI-42", "CSS R111-3", lambda f: bool(f.nations & EEA_CH) and not f.european),
    _waits("ORI-43", CARD, lambda f: not f.european and f["proof"] in {*EUROPEAN_CARD, "s1"}),
    _waits("ORI-43", CARD, lambda f: f["proof"] in EUROPEAN_CARD and f.told.get("insured_in") not in (None, *EEA_CH)),
    _waits("ORI-02", CARD, lambda f: f["proof"] in EUROPEAN_CARD and f.told.get("insured_in") == "FR"),
    Row(
        "ORI-10",
        lambda f: f["proof"] in EUROPEAN_CARD and f.card_covers_year,
        DO_NOT,
        _(
            "You do not need to register. Your European card covers you to the end of the year: "
            "show it to the doctor, and send the care sheet to the fund of your address to be paid back."
        ),
        CARD,
    ),
    Row(
        "ORI-31",
        lambda f: f.short_stay,
        DO_NOT,
        _("You stay less than three months: you do not register. Keep your own insurance, or your European card."),
        "CSS D160-2",
    ),
    Row(
        "ORI-11",
        lambda f: f["proof"] in EUROPEAN_CARD and not f.card_over,
        DO_NOT,
        _(
            "Your European card ends before the end of the year. Renew it at home before that day; "
            "if you cannot, register from the day after."
        ),
        CARD,
    ),
    _waits("ORI-29", "CSS L160-1", lambda f: f["status"] == "student" and f.enrolled_abroad),
    Row(
        "ORI-12",
        lambda f: f["proof"] == "s1",
        REGISTER,
        _("You must register with your form S1, and it is free. Your country pays for your care in France."),
        "Regulation (EC) 883/2004",
    ),
    Row(
        "ORI-13",
        lambda f: f.european,
        REGISTER,
        _("You must register, and it is free: you have neither a European card nor a form S1."),
        "CSS L160-1, R111-3",
    ),
    _waits("ORI-28", "CSS L160-1", lambda f: f["status"] == "phd_no_contract"),
    _waits("ORI-21", "Order of 10 May 2017", lambda f: "DZ" in f.nations),
    _waits("ORI-16", "CSS L160-1", lambda f: f["status"] == "student" and "CA" in f.nations and f.claimed("exchange")),
    Row(
        "ORI-32",
        lambda f: f["status"] == "student" and "CA" not in f.nations and f.claimed("organisation_family"),
        DO_NOT,
        _("Families of embassy, consulate and international staff stay in their own scheme: you do not register."),
        "CSS L160-6",
    ),
    Row(
        "ORI-20",
        lambda f: f.studies,
        REGISTER,
        _("You must register, and it is free: international students are covered from the start of their studies."),
        "CSS L160-1, D160-2 II 5",
    ),
)


def orient(told: Mapping[str, Any]) -> Orientation:
    """The answer to what was told (the facts of `affilia orient`)."""
    facts = Facts(told)
    try:
        row = next((row for row in TABLE if row.holds(facts)), None)
    except Unknown:
        row = None
    if row is None or row.outcome == CASEWORKER:
        return Orientation(None, row.row if row else None, CASEWORKER, ASK, row.article if row else "CSS L160-1")
    wanted = papers.required(route=row.row, under_16=_under_16(facts)) if row.outcome == REGISTER else []
    names = tuple(sorted((paper.paper for paper in wanted), key=_place))
    return Orientation(row.row, row.row, row.outcome, row.sentence, row.article, names, _dates(row, facts))


def next_question(told: Mapping[str, Any]) -> str | None:
    """The fact that is worth asking now; None when the answer stands. At most six on any path."""
    try:
        for row in TABLE:
            if row.holds(Facts(told, asking=True)):
                return None
    except Unknown as unknown:
        return str(unknown)
    return None


def _place(paper: str) -> str:
    return {"S1": "DOC-02", "OFPRA": "DOC-05"}.get(paper, paper)


def _under_16(facts: Facts) -> bool:
    on = facts.told.get("asked_on") or facts.told.get("stay_from")
    if not on or not facts.told.get("birth_date"):
        return False
    return age_on(str(facts["birth_date"]), facts.day("asked_on" if facts.told.get("asked_on") else "stay_from")) < 16


def _dates(row: Row, facts: Facts) -> tuple[tuple[str, date], ...]:
    if row.row in ("ORI-10", "ORI-11"):
        ends = facts.day("proof_until")
        later = (("reminder", ends - REMINDER), ("register_from", ends + timedelta(days=1)))
        return (("card_ends", ends), *(later if row.row == "ORI-11" else ()))
    if row.row == "ORI-20" and facts.told.get("stay_from"):
        return (("validate_visa_before", months_later(facts.day("stay_from"), 3)),)
    if row.row == "ORI-13" and facts.told.get("proof_until"):
        return (("register_from", facts.day("proof_until") + timedelta(days=1)),)
    return ()
