"""The book of law. A rule is a function named like the column it makes; its arguments name what it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, get_type_hints

import numpy as np

from affilia.law.columns import Column, Columns
from affilia.law.days import number_of
from affilia.law.groups import Groups
from affilia.law.quantities import Quantity
from affilia.law.reader import STATUSES, Parameter

Wordings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rule:
    """One rule: its function, its article, its sentence, the unit it gives and the names it needs.

    A rule may be told in several ways: `told_by` names the column whose value picks one of `wordings`, each an article
    and a sentence; an empty sentence is silence.
    """

    name: str
    make: Callable[..., Any]
    cites: str
    says: str
    unit: str
    needs: tuple[str, ...]
    told_by: str = ""
    wordings: Wordings = ()

    @property
    def speaks(self) -> bool:
        """Whether it is a step of what is told."""
        return bool(self.says or self.wordings)

    @property
    def names(self) -> tuple[str, ...]:
        """What it needs to be made and to be told."""
        return (*self.needs, self.told_by) if self.told_by else self.needs


@dataclass(frozen=True)
class Step:
    """One column of one row, told: the value, its unit, from what, by which article, in which words."""

    name: str
    value: int
    unit: str
    article: str
    says: str
    values: dict[str, tuple[int, str]]
    status: str


def unit_of(hint: Any) -> str:
    """The unit an annotation names; groups have none."""
    return "groups" if hint is Groups else str(hint.__metadata__[0])


class Book:
    """Facts, parameters and rules; there is no fourth kind of thing that can influence a result."""

    def __init__(
        self,
        parameters: Iterable[Parameter],
        facts: Mapping[str, str],
        keys: list[str],
        excused_by: tuple[str, ...] = (),
        how_sure: Mapping[str, str] | None = None,
    ) -> None:
        """`excused_by`: flags that are made before any quantity is asked; their rows need no value.

        `how_sure`: facts, and the fact that holds each one's place in STATUSES.
        """
        self.facts, self.keys, self.parameters, self.excused_by = dict(facts), keys, tuple(parameters), excused_by
        self.how_sure = dict(how_sure or {})
        named: dict[str, list[Parameter]] = {}
        for parameter in self.parameters:
            named.setdefault(parameter.name, []).append(parameter)
        # the law is constant between two days of change: one era a row serves every quantity
        changes: dict[str, set[date]] = {}
        for parameter in (member for members in named.values() for member in members):
            changes.setdefault(parameter.looked_up_by, set()).update(value.from_day for value in parameter.values)
        self.changes = {fact: sorted(days) for fact, days in changes.items()}
        self._days = {fact: np.array([number_of(day) for day in days]) for fact, days in self.changes.items()}
        self.quantities = {
            name: Quantity(members, keys, self.changes[members[0].looked_up_by]) for name, members in named.items()
        }
        self.rules: dict[str, Rule] = {}
        self._orders: dict[tuple[str, ...], list[str]] = {}
        self._behind: dict[str, list[str]] = {}

    def proposed(self, changed: Iterable[Parameter]) -> Book:
        """The same rules on other parameters: those named take the place of ours."""
        named = {(member.name, member.key): member for member in self.parameters}
        named |= {(member.name, member.key): member for member in changed}
        book = Book(named.values(), self.facts, self.keys, self.excused_by, self.how_sure)
        book.rules = self.rules
        return book

    def rule(
        self, *, cites: str, says: str = "", told_by: str = "", wordings: Wordings = ()
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function in the book under its own name."""

        def enter(make: Callable[..., Any]) -> Callable[..., Any]:
            name = make.__name__
            assert name not in self.rules and name not in self.facts and name not in self.quantities, name
            hints = get_type_hints(make, include_extras=True)
            needs = tuple(inspect.signature(make).parameters)
            self.rules[name] = Rule(name, make, cites, says, unit_of(hints["return"]), needs, told_by, wordings)
            return make

        return enter

    def needed(self, *wanted: str) -> list[str]:
        """Every name that leads to the wanted ones, each after what it needs."""
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        return self._orders[wanted]

    def _order(self, wanted: tuple[str, ...]) -> list[str]:
        order: list[str] = []

        def visit(name: str) -> None:
            if name not in order:
                for need in self._before(name):
                    visit(need)
                order.append(name)

        for name in wanted:
            visit(name)
        return order

    def _before(self, name: str) -> Iterable[str]:
        """What must be there first: of a rule what it needs, of a quantity the rules that say whom it concerns."""
        if name in self.rules:
            return self.rules[name].names
        return (flag for flag in self.quantities[name].where if flag in self.rules) if name in self.quantities else ()

    def evaluate(self, facts: Columns, *wanted: str) -> Columns:
        """All columns that lead to the wanted ones. Raises NoLaw, KeyError for a fact that is not given."""
        columns = dict(facts)
        eras: dict[str, tuple[Column, int, int]] = {}
        for name in self.needed(*wanted):
            if name in self.rules:
                rule = self.rules[name]
                columns[name] = rule.make(*(columns[need] for need in rule.needs))
            elif name in self.quantities:
                quantity = self.quantities[name]
                if quantity.looked_up_by not in eras:
                    era = self.era(quantity.looked_up_by, facts)
                    last = len(self.changes[quantity.looked_up_by])
                    eras[quantity.looked_up_by] = (era, int(era.min(initial=last)), int(era.max(initial=0)))
                columns[name] = quantity.column(columns, *eras[quantity.looked_up_by], self.excused_by)
            elif name not in columns:
                raise KeyError(f"the fact {name!r} is not given")
        return columns

    def era(self, fact: str, facts: Columns) -> Column:
        """Between which days of change the day of each row falls."""
        era: Column = np.asarray(np.searchsorted(self._days[fact], facts[fact], side="right"), dtype=np.int64)
        return era

    def holes(self) -> list[str]:
        """Categories that a quantity of a value each has forgotten: each must say what holds for it."""
        return [f"{name}/{key}: no value at all" for name, found in self.quantities.items() for key in found.holes()]

    def one(self, facts: Mapping[str, int], *wanted: str) -> Columns:
        """Columns of a single row: a question about one case. Raises NoLaw, KeyError."""
        row = {
            name: np.array([value], dtype=bool if self.facts[name] == "flag" else np.int64)
            for name, value in facts.items()
        }
        return self.evaluate(row, *wanted)

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of every name in the book."""
        quantities = {name: quantity.unit for name, quantity in self.quantities.items()}
        return {**self.facts, **quantities, **{name: rule.unit for name, rule in self.rules.items()}}

    def explain(
        self, columns: Columns, row: int, *wanted: str, worth: Callable[[str, int], bool] = lambda name, value: True
    ) -> Iterator[Step]:
        """One row told in steps, in the order things depend on one another; rules without a sentence are silent.

        `worth`: whether a step of a name and a value is worth telling.
        """
        for name in self.needed(*wanted):
            rule = self.rules.get(name)
            if rule is None or not rule.speaks or not worth(name, value := int(columns[name][row])):
                continue
            article, says = self._wording(rule, columns, row)
            if not says:
                continue
            values = {need: (int(columns[need][row]), self.units[need]) for need in rule.names if self._tells(need)}
            values[name] = (value, rule.unit)
            yield Step(name, value, rule.unit, article, says, values, self._status(name, columns, row))

    def _wording(self, rule: Rule, columns: Columns, row: int) -> tuple[str, str]:
        return rule.wordings[int(columns[rule.told_by][row])] if rule.told_by else (rule.cites, rule.says)

    def _tells(self, name: str) -> bool:
        return self.units[name] != "groups"

    def behind(self, name: str) -> list[str]:
        """What a step rests on that is more or less sure: quantities, and facts that say how sure others are.

        Its own, and those of silent rules it needs; a rule that speaks tells its own.
        """
        if name not in self._behind:
            found: list[str] = []
            for need in self.rules[name].needs:
                if need in self.quantities or need in self.how_sure:
                    found.append(self.how_sure.get(need, need))
                elif need in self.rules and not self.rules[need].speaks:
                    found += self.behind(need)
            self._behind[name] = list(dict.fromkeys(found))
        return self._behind[name]

    def _status(self, name: str, columns: Columns, row: int) -> str:
        """The weakest status among what a step rests on for this row."""
        behind = self.behind(name)
        statuses = [STATUSES[int(columns[fact][row])] for fact in behind if fact in self.facts and fact in columns]
        for quantity in (self.quantities[need] for need in behind if need in self.quantities):
            if quantity.concerns({name: columns[name][row : row + 1] for name in quantity.asks})[0]:
                key = self.keys[int(columns["category"][row])] if quantity.keyed else ""
                statuses.append(quantity.status(key, int(columns[quantity.looked_up_by][row]))[1])
        return next((status for status in ("unsourced", "derived") if status in statuses), "sourced")
