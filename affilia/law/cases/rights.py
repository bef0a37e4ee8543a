"""Cases of rights and their clocks: begin, end, suspension, restoration, and the days other letters of the fund give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from affilia.law import clock
from affilia.law.cases.answer import Answer, Steps, ask, decided
from affilia.law.cases.fields import Fields
from affilia.law.days import EPOCH, day_numbered, number_of

NOT_TOLD = EPOCH
Found = tuple[dict[str, Any], Steps]


def rights(told: Fields) -> Answer:
    """When rights begin, end, stop and come back, of what is told: each part where its first fact is there."""
    facts = told.below("facts")
    parts = {
        "studies_from": _begin, "permit_until": _end, "left_on": _end, "removal_final_on": _end, "letter_on": _control,
        "noticed_on": _course, "date_of_care": _limit,
    }  # fmt: skip
    wanted = list(dict.fromkeys(part for name, part in parts.items() if name in facts))
    if not wanted:
        raise told.wrong("facts", f"has none of {', '.join(parts)}")
    amounts: dict[str, Any] = {}
    steps: Steps = []
    for part in wanted:
        found, more = part(facts)
        amounts |= found
        steps += [step for step in more if step not in steps]
    return decided(told, amounts, steps)


def _dated(facts: Mapping[str, int], names: Mapping[str, str], silent: tuple[str, ...] = ()) -> Found:
    found, steps = ask(facts, *names.values(), silent=silent)
    return {name: _iso(found[ours]) for name, ours in names.items()}, steps


def _iso(day: int) -> str:
    return day_numbered(day).isoformat()


def _begin(facts: Fields) -> Found:
    studies = facts.day("studies_from")
    asked = {
        "studies_day": number_of(studies),
        "arrival_day": number_of(facts.day("arrived_on", studies)),
        "other_cover_until": number_of(facts.day("other_cover_until", NOT_TOLD)),
    }
    return _dated(asked, {"begin": "rights_begin"})


def _permit(facts: Fields) -> tuple[dict[str, int], bool]:
    """The facts of the end; whether a permit was told: Europeans have none, they leave or are removed."""
    until = facts.day("permit_until", None) if "permit_until" in facts else None
    left, removed = facts.day("left_on", NOT_TOLD), facts.day("removal_final_on", NOT_TOLD)
    asked = {
        "permit_until": number_of(until or max(left, removed)), "departure_day": number_of(left),
        "removal_final_day": number_of(removed),
        "departed": left != NOT_TOLD, "removed": removed != NOT_TOLD, "numbered": facts.flag("final_number", True),
    }  # fmt: skip
    return asked, until is not None


def _end(facts: Fields) -> Found:
    asked, permit = _permit(facts)
    if not asked["numbered"] and not asked["departed"]:
        raise facts.wrong("left_on", "is missing: without a final number rights end when she leaves")
    silent = [] if permit and not asked["departed"] else ["rights_kept_until"]
    silent += [] if asked["removed"] and not asked["departed"] else ["removal_end"]
    names = {"end": "rights_end", **({"kept_until": "rights_kept_until"} if permit else {})}
    names |= {} if asked["departed"] else {"prolonged_until": "prolonged_until"}
    return _dated(asked, names, tuple(silent))


def _control(facts: Fields) -> Found:
    letter = {"letter_day": number_of(facts.day("letter_on"))}
    if "permit_until" not in facts:
        return _dated(letter, {"answer_by": "control_answer_by"})
    asked = {**letter, **_permit(facts)[0]}
    return _dated(asked, {"answer_by": "control_answer_by", "card_kept_until": "card_kept_until"})


def _course(facts: Fields) -> Found:
    """The clock of a waiting number, every situation in order (R114-7)."""
    try:
        happened = clock.Happened(
            facts.day("noticed_on"),
            facts.day("paper_on", None) if "paper_on" in facts else None,
            facts.text("decision", *clock.DECISIONS, default=None) or "",
            facts.day("decided_on", None) if "decided_on" in facts else None,
            facts.day("sent_on", None) if "sent_on" in facts else None,
        )
    except clock.NotADecision as error:
        raise facts.wrong("decision", str(error)) from error
    amounts: dict[str, Any] = {}
    steps: Steps = []
    for stage in clock.situations(happened):
        amounts[f"{stage.name}_from"] = stage.from_day.isoformat()
        amounts |= {f"{stage.name}_until": stage.until_day.isoformat()} if stage.until_day else {}
        steps.append(_step(stage))
    return amounts, steps


def _step(stage: clock.Situation) -> dict[str, Any]:
    ends = {"until_day": (number_of(stage.until_day), "days")} if stage.until_day else {}
    return {
        "name": stage.name, "value": number_of(stage.from_day), "unit": "days", "article": f"CSS R114-7 ({stage.rule})",
        "says": stage.sentence, "values": {"from_day": (number_of(stage.from_day), "days"), **ends}, "status": "sourced",
    }  # fmt: skip


def _limit(facts: Fields) -> Found:
    return _dated({"care_day": number_of(facts.day("date_of_care"))}, {"claims_until": "last_accepted_day"})


def css_clock(told: Fields) -> Answer:
    """The days of a request for the C2S: the answer, the beginning and end, the renewal, the acceptance of the paid one."""
    asked_on, paid = told.day("request_date"), told.text("level", "free", "paid", default="free") == "paid"
    facts = {"request_day": number_of(asked_on), "complete_day": number_of(told.day("complete_on", asked_on))}
    names = {"answer_by": "css_answer_by"}
    details = told.day("details_on", None) if "details_on" in told else None
    if "decided_on" in told:
        decided_on = told.day("decided_on")
        facts |= {
            "decided_day": number_of(decided_on), "details_day": number_of(details or decided_on), "css_is_paid": paid,
            "urgent": told.flag("urgent"),
        }  # fmt: skip
        names |= {"accept_by": "css_accept_by"} if paid else {}
        if details or not paid:
            names |= {"starts": "css_starts", "ends": "css_ends"}
            names |= {"renew_from": "css_renew_from", "renew_until": "css_renew_until"}
            names |= {"third_party_until": "css_third_party_until"}
    return decided(told, *_dated(facts, names))


def maternity(told: Fields) -> Answer:
    """Between which days all care is paid in full."""
    presumed = told.day("presumed_delivery")
    birth = told.day("delivery", presumed)
    facts = {"care_day": number_of(presumed), "presumed_delivery": number_of(presumed), "delivery": number_of(birth)}
    return decided(told, *_dated(facts, {"from": "maternity_from", "until": "maternity_until"}))


def doctor_grace(told: Fields) -> Answer:
    """How long nothing is kept for leaving the care path: a doctor who left, or one newly installed."""
    names = {"doctor_left": "grace_after_leaving", "doctor_installed": "grace_of_new_doctor"}
    known: dict[str, date] = {name: told.day(f"{name}_on") for name in names if f"{name}_on" in told}
    if not known:
        raise told.wrong("doctor_left_on", "is missing, and doctor_installed_on too")
    facts = {f"{name}_day": number_of(day) for name, day in known.items()}
    care = told.day("date_of_care", max(known.values()))
    return decided(
        told, *_dated({**facts, "care_day": number_of(care)}, {f"{name}_until": names[name] for name in known})
    )


def prior_agreement(told: Fields) -> Answer:
    """From which day silence on a request is a yes."""
    return decided(told, *_dated({"asked_day": number_of(told.day("asked_on"))}, {"agreed_on": "agreed_silently_on"}))


def undue_contest(told: Fields) -> Answer:
    """Until when a claim for money back may be contested."""
    facts = {"noticed_day": number_of(told.day("noticed_on"))}
    return decided(told, *_dated(facts, {"contest_until": "undue_contest_until"}))
