"""Looking things up in the law: one name with its history and its tree, what changed between two days, what is wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.facts import law
from affilia.law.papers import PAPERS, ROUTES, Paper
from affilia.law.reader import FOLDER, Parameter, parameters
from affilia.law.readings import READINGS
from affilia.law.routes import NOTES, TABLE
from affilia.law.routes.papers import ELSEWHERE
from affilia.law.tariffs import all_tariffs, conflicts


@dataclass(frozen=True)
class Dated:
    """A value from a day on, where it is written, and how sure that is."""

    from_day: date
    value: str
    reference: str
    status: str


@dataclass(frozen=True)
class Entry:
    """A name of the law: what it is, its words, its article, its values over time, what it needs and who uses it."""

    name: str
    kind: str  # parameter, rule, fact, tariff, row, paper or reading
    unit: str
    words: str
    article: str
    history: tuple[Dated, ...] = ()
    needs: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    conflicts: tuple[Dated, ...] = ()  # what other sources print


def look_up(name: str, on: date | None = None) -> list[Entry]:
    """Everything that has this name; a quantity by category has one entry each (`rate_general/doctor`)."""
    found = [_parameter(p) for p in parameters() if name in (p.name, full_name(p))]
    found += [_rule(name)] if name in law.rules else []
    found += [Entry(name, "fact", law.facts[name], "", "", used_by=users(name))] if name in law.facts else []
    found += _tariffs(name) + _rows(name) + _papers(name) + _readings(name)
    return [_at(entry, on) for entry in found] if on else found


def full_name(parameter: Parameter) -> str:
    """The name with its category, where it has one."""
    return f"{parameter.name}/{parameter.key}" if parameter.key else parameter.name


def users(name: str) -> tuple[str, ...]:
    """The rules that need a name, the papers and rows of the orientation that tell it."""
    rules = {rule.name for rule in law.rules.values() if name in rule.needs}
    papers = {paper.paper for paper in every_paper() if paper.uses == name}
    return tuple(sorted(rules | papers | {row.row for row in TABLE if name in row.uses}))


def every_paper() -> list[Paper]:
    """The papers of a registration and those for elsewhere, each once."""
    return list(dict.fromkeys([*PAPERS.values(), *(paper for papers in ELSEWHERE.values() for paper in papers)]))


def _parameter(found: Parameter) -> Entry:
    history = tuple(Dated(v.from_day, str(v.value), v.reference, v.status) for v in found.values)
    return Entry(full_name(found), "parameter", found.unit, found.label["en"], "", history, (), users(found.name))


def _rule(name: str) -> Entry:
    rule = law.rules[name]
    words = rule.says or (rule.make.__doc__ or "").strip()
    return Entry(name, "rule", rule.unit, words, rule.cites, needs=rule.needs, used_by=users(name))


def _tariffs(code: str) -> list[Entry]:
    rows = [row for row in all_tariffs() if row.code == code]
    return [
        Entry(
            code,
            "tariff",
            "cents",
            f"{rows[0].label_en} ({sector})",
            "",
            tuple(
                Dated(row.from_day, str(row.base), row.source, row.status) for row in rows if row.sector == sector
            ),
            conflicts=tuple(
                Dated(found.printed_on, str(found.base), found.source, "conflict")
                for found in conflicts()
                if found.code == code
            ),
        )
        for sector in sorted({row.sector for row in rows})
    ]  # fmt: skip


def _rows(name: str) -> list[Entry]:
    rows = [row for row in (*TABLE, *NOTES) if row.row == name]
    return [
        Entry(
            name,
            "row",
            row.outcome,
            row.sentence,
            row.article,
            tuple(Dated(date.min, f"{choice}: {c.outcome}", c.source, "choice") for choice, c in row.choices.items()),
        )
        for row in rows
    ]


def _papers(name: str) -> list[Entry]:
    return [
        Entry(
            name,
            "paper",
            paper.group,
            "\n  ".join((paper.title, paper.hint, *paper.besides)),
            paper.article,
            needs=(paper.uses,) if paper.uses else (),
            used_by=tuple(sorted(row for row, papers in _papers_by_row().items() if paper in papers)),
        )
        for paper in every_paper()
        if paper.paper == name
    ]


def _papers_by_row() -> dict[str, tuple[Paper, ...]]:
    registering = {row: tuple(PAPERS[name] for name in names) for row, names in ROUTES.items()}
    rows = {*registering, *ELSEWHERE}
    return {row: registering.get(row, ()) + ELSEWHERE.get(row, ()) for row in rows}


def _readings(name: str) -> list[Entry]:
    """The ways to read a doubt of the sources; the first holds unless the operator picks another."""
    found = READINGS.get(name)
    ways = found.ways.items() if found else ()
    history = tuple(Dated(date.min, f"{way}: {told.words}", told.source, "choice") for way, told in ways)
    return [Entry(name, "reading", found.setting, found.words, found.article, history)] if found else []


def _at(entry: Entry, on: date) -> Entry:
    held = [dated for dated in entry.history if dated.from_day <= on]
    return replace(entry, history=tuple(held[-1:]))


@dataclass(frozen=True)
class Change:
    """A quantity that is worth something else on another day; empty: it did not exist."""

    name: str
    unit: str
    before: str
    after: str
    reference: str


def changes(first: date, second: date) -> list[Change]:
    """What the law changed between two days, quantities and tariffs."""
    found = [_changed(p, first, second) for p in parameters()]
    return [change for change in [*found, *_tariff_changes(first, second)] if change.before != change.after]


def _changed(parameter: Parameter, first: date, second: date) -> Change:
    before, after = (_worth(parameter, day) for day in (first, second))
    held = [value for value in parameter.values if value.from_day <= second]
    return Change(full_name(parameter), parameter.unit, before, after, held[-1].reference if held else "")


def _worth(parameter: Parameter, on: date) -> str:
    held = [value for value in parameter.values if value.from_day <= on]
    return str(held[-1].value) if held else ""


def _tariff_changes(first: date, second: date) -> Iterator[Change]:
    for code, sector in sorted({(row.code, row.sector) for row in all_tariffs()}):
        rows = [row for row in all_tariffs() if (row.code, row.sector) == (code, sector)]
        worth = [next((r for r in rows if r.from_day <= day <= r.until_day), None) for day in (first, second)]
        before, after = (str(row.base) if row else "" for row in worth)
        yield Change(f"tariff {code} ({sector})", "cents", before, after, worth[1].source if worth[1] else "")


def faults(quarters: int = 40, since: int = 2019) -> list[str]:
    """What is wrong with the book: units that do not fit, quantities nobody uses, days without a value, overlaps."""
    return [*_unused(), *law.holes(), *_nowhere(), *_gaps(quarters, since), *_unsaid(), *_overlaps()]


def misfits(proposal: Iterable[Parameter]) -> Iterator[str]:
    """What of a proposal the law has no place for: such a quantity would change nothing, or make no sense."""
    flags = {name for name, unit in law.facts.items() if unit == "flag"}
    for found in proposal:
        ours = law.quantities.get(found.name)
        if ours is None or ours.keyed != bool(found.key) or (found.key and found.key not in law.keys):
            yield f"{full_name(found)}: the law has no such quantity"
        elif (found.unit, found.looked_up_by) != (ours.unit, ours.looked_up_by):
            yield f"{full_name(found)}: the law counts it in {ours.unit}, by {ours.looked_up_by}"
        elif not set(found.where) <= flags | set(law.keys):
            yield f"{full_name(found)}: where {', '.join(found.where)}: flags and categories of the law"


def _unused() -> Iterator[str]:
    for name in law.quantities:
        if not users(name):
            yield f"{name}: no rule uses it"


def _nowhere() -> Iterator[str]:
    reached = law.needed(*sorted(asked_for() & set(law.rules)))
    for name in law.rules:
        if name not in reached:
            yield f"{name}: leads nowhere, no case, page or job asks for it"


@cache
def asked_for() -> frozenset[str]:
    """Every word that the sources outside the rules say: a rule is asked for by its name."""
    paths = (path for path in FOLDER.parent.rglob("*.py") if path.parent.name != "rules")
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text())))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _gaps(quarters: int, since: int) -> Iterator[str]:
    for parameter in parameters():
        for quarter in range(quarters):
            day = date(since + quarter // 4, quarter % 4 * 3 + 1, 1)
            if parameter.values[0].from_day > day and not parameter.created:
                yield f"{full_name(parameter)}: no value on {day}, and not said to be created later"
                break


def _unsaid() -> Iterator[str]:
    for rule in law.rules.values():
        if not rule.cites:
            yield f"{rule.name}: cites no article"
        for need in rule.needs:
            if need not in law.units:
                yield f"{rule.name}: nothing provides {need}"


def _overlaps() -> Iterator[str]:
    rows = sorted(all_tariffs(), key=lambda row: (row.code, row.sector, row.specialty, row.from_day))
    for one, following in pairwise(rows):
        same = (one.code, one.sector, one.specialty) == (following.code, following.sector, following.specialty)
        if same and one.until_day >= following.from_day:
            yield f"tariff {one.code} ({one.sector}): two prices on {following.from_day}"
