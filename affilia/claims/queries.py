"""Reads about care sheets: the list, one sheet told line by line, what another doctor would have changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from affilia.casework.states import WAITING
from affilia.claims import facts
from affilia.claims.doubts import DOUBTS
from affilia.claims.models import Claim, Contest, Decision, Layout, Line
from affilia.claims.pathways import ACTS, HERS, PATHWAYS
from affilia.claims.sheets import NewLine, Read
from affilia.claims.views import ClaimView, EarlierView, LineView, OtherwiseView, StepView
from affilia.coverage.queries import doctors_of
from affilia.formats.days import day_of
from affilia.formats.sentences import sentence
from affilia.law import telling
from affilia.law.entitlement import contest_until
from affilia.law.facts import law
from affilia.law.otherwise import Otherwise, otherwise
from affilia.law.reader import NoLaw
from affilia.law.tariffs import NoPrice, price
from affilia.people.models import Account, Person


def _rows() -> QuerySet[Claim]:
    return (
        Claim.objects.select_related("person", "sheet")
        .prefetch_related("lines__decisions__contested", "sheet__pages")
        .order_by("-received_at", "-pk")
    )


def claims_of(person: Person, language: str) -> list[ClaimView]:
    """All sheets of a person, latest first."""
    return [_view(claim, language, told=False) for claim in _rows().filter(person=person)]


def claim_for(account: Account, ref: str, language: str) -> ClaimView | None:
    """One sheet, for its owner or somebody of the fund."""
    rows = _rows() if account.is_staff else _rows().filter(person__account=account)
    claim = rows.filter(ref=ref).first()
    return _view(claim, language, told=True) if claim else None


def claim_for_operator(ref: str, language: str) -> ClaimView | None:
    """One sheet, for the operator's own command."""
    claim = _rows().filter(ref=ref).first()
    return _view(claim, language, told=True) if claim else None


def decision_for(account: Account, ref: str) -> Decision | None:
    """A decision, for its owner."""
    rows = Decision.objects.select_related("line__claim__person__account")
    return rows.filter(ref=ref, line__claim__person__account=account).first()


def line_for_staff(account: Account, ref: str) -> Line | None:
    """A line, for somebody of the fund."""
    return Line.objects.select_related("claim__person__account").filter(ref=ref).first() if account.is_staff else None


def read_of(line: Line) -> Read:
    """What was read of a line and its sheet until now."""
    claim, told = line.claim, NewLine(line.code, line.care_day, line.fee_cents, line.units, line.printed_cents)
    signed = claim.signed_by_insured and claim.signed_by_professional
    return Read(told, claim.professional, claim.rpps, claim.specialty, claim.sector, claim.pathway, signed)


def proposal(line: Line) -> tuple[int, int] | None:
    """(decided, what the law gives now) in cents where a correction of a line is proposed."""
    task = line.claim.person.tasks.filter(kind="correction", about=f"line:{line.ref}", state__in=WAITING).first()
    return (task.data["decided"], task.data["now"]) if task else None


def contest_for(account: Account, ref: str) -> Contest | None:
    """An objection, for somebody of the fund."""
    rows = Contest.objects.select_related("decision__line__claim__person__account")
    return rows.filter(ref=ref).first() if account.is_staff else None


def _view(claim: Claim, language: str, *, told: bool) -> ClaimView:
    doctors = doctors_of(claim.person) if told else []
    lines = [_line(line, language, doctors, told) for line in claim.lines.all()]
    return ClaimView(
        ref=claim.ref,
        person=claim.person.ref,
        professional=claim.professional,
        rpps=claim.rpps,
        pathway=str(PATHWAYS.get(claim.pathway, claim.pathway)),
        received_at=claim.received_at,
        pages=tuple(page.ref for page in claim.sheet.pages.all() if page.number) if claim.sheet else (),
        sheet=claim.sheet.ref if claim.sheet else "",
        lines=tuple(lines),
    )


def _line(line: Line, language: str, doctors: facts.Doctors, told: bool) -> LineView:
    last = line.holding
    contest = getattr(last, "contested", None) if last else None
    steps = tuple(told_step(step, language) for step in steps_of(last)) if last and told else ()
    return LineView(
        ref=line.ref,
        decision=last.ref if last else "",
        act=act(line, language),
        code=line.code,
        care_day=line.care_day,
        fee=line.fee_cents,
        state=line.state,
        held_for=str(DOUBTS.get(line.held_for, "")),
        paid=last.paid_cents if last else 0,
        left=last.left_cents if last else line.fee_cents,
        refused=last.refused if last else "",
        rule=last.rule if last else "",
        contest_by=last.contest_by if last else None,
        contest=last.contest if last else "",
        steps=steps,
        otherwise=_otherwise(last, language) if last and told else (),
        contested=contest.words if contest else "",
        answer=contest.answer if contest else "",
        answer_until=contest_until(day_of(contest.answered_at)) if contest and contest.answered_at else None,
        earlier=tuple(_earlier(decision) for decision in line.decisions.all() if decision != last),
        recover_from=last.recover_from if last else None,
        undeclared=_spoke_of_hers(line, doctors) and any(step.name == "increase" for step in steps),
        of_another=line.claim.pathway == "own" and _of_another(line, doctors),
    )


def _spoke_of_hers(line: Line, doctors: facts.Doctors) -> bool:
    """Whether she told of a médecin traitant of hers, and none was recorded on that day."""
    return line.claim.pathway in HERS and not facts.declared_on(line.care_day, doctors)


def _of_another(line: Line, doctors: facts.Doctors) -> bool:
    declared, number = facts.declared_on(line.care_day, doctors), line.claim.rpps
    return bool(declared and number) and number not in declared


def _earlier(decision: Decision) -> EarlierView:
    contest = getattr(decision, "contested", None)
    day = day_of(decision.decided_at)
    return EarlierView(day, decision.paid_cents, contest.words if contest else "", contest.answer if contest else "")


def act(line: Line, language: str) -> str:
    """An act in words, as the tariff of its day calls it."""
    if line.code in ACTS:
        return str(ACTS[line.code])
    try:
        found = price(line.code, line.claim.priced_as, line.care_day, line.printed_cents)
    except NoPrice:
        return line.code
    return f"{found.label_fr if language == 'fr' else found.label_en}{f' ({line.code})' if found.letter else ''}"


def steps_of(decision: Decision) -> list[dict[str, Any]]:
    """The steps of a decision: as they were kept, or told of its values by the law of its day."""
    if not decision.kept:
        return list(decision.steps)
    layout = _layout(decision.law_digest)
    return telling.tell(layout, telling.values_of(bytes(decision.kept), layout), decision.refused)


@cache
def _layout(law_digest: str) -> dict[str, Any]:
    """A layout never changes."""
    return dict(Layout.objects.get(law_digest=law_digest).layout)


def told_step(step: dict[str, object], language: str) -> StepView:
    """A step of a decision in a language."""
    unit, value = str(step["unit"]), step["value"]
    values = step["values"]
    assert isinstance(value, int) and isinstance(values, dict), "steps keep whole numbers by name"
    return StepView(
        name=str(step["name"]),
        sentence=sentence(gettext(str(step["says"])), values, language),
        article=str(step["article"]),
        amount=value if unit == "cents" else None,
        status=str(step["status"]),
        value=value,
        unit=unit,
        inputs=tuple((name, *values[name]) for name in _in_order(str(step["name"]), values)),
    )


def _in_order(name: str, values: Iterable[str]) -> list[str]:
    """What a step was made of, as its rule asks for it: a database may keep the names in an order of its own."""
    needs = law.rules[name].needs if name in law.rules else ()
    return sorted(set(values) - {name}, key=lambda one: (needs.index(one) if one in needs else len(needs), one))


def told_otherwise(found: Iterable[Otherwise], language: str) -> tuple[OtherwiseView, ...]:
    """Other cases in a language."""
    return tuple(
        OtherwiseView(one.name, sentence(gettext(one.says), one.values, language), one.article, one.received)
        for one in found
    )


def _otherwise(decision: Decision, language: str) -> tuple[OtherwiseView, ...]:
    """What one changed fact would have given; nothing where the facts are no longer those the law can read."""
    person = decision.line.claim.person
    if not decision.order:
        return ()  # a person refused it, whatever its price
    rows = Line.objects.filter(claim__person=person, order__lte=decision.order).select_related("claim__person")
    lines = list(rows.prefetch_related("decisions").order_by("order"))
    try:
        told = facts.of(person, lines, decision.decided_at)
        found = otherwise(
            told, len(told) - 1, decision.paid_cents, decision.refused, facts.way_of(lines[-1], decision.decided_at)
        )
    except (NoPrice, NoLaw, facts.NoIdentity):
        return ()
    return told_otherwise(found, language)
