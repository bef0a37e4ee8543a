"""The book of law. A rule is a function named like the column it makes; its arguments name what it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, get_type_hints

import numpy as np

from affilia.law.columns import Column, Groups
from affilia.law.reader import NoLaw, Parameter

EPOCH = date(1970, 1, 1)
MISSING = np.iinfo(np.int64).min
Columns = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule: its function, its article, its sentence, the unit it gives and the names it needs."""

    name: str
    make: Callable[..., Any]
    cites: str
    says: str
    unit: str
    needs: tuple[str, ...]


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


class Quantity:
    """A parameter ready for columns: its values in one array a category, found by the day."""

    def __init__(self, members: list[Parameter], keys: list[str]) -> None:
        first = members[0]
        self.name, self.unit, self.looked_up_by, self.where = first.name, first.unit, first.looked_up_by, first.where
        self.keyed = bool(first.key)
        days = sorted({value.from_day for member in members for value in member.values})
        self.days = np.array([(day - EPOCH).days for day in days])
        self.members = {member.key: member for member in members}
        order = keys if self.keyed else [""]
        self.table = np.array([[MISSING, *(self._at(key, day) for day in days)] for key in order])

    def _at(self, key: str, day: date) -> int:
        member = self.members.get(key)
        if member is None or member.values[0].from_day > day:
            return int(MISSING)
        return member.on(day).value

    def column(self, facts: Columns) -> Column:
        """The value in force for each row. Raises NoLaw."""
        era = np.searchsorted(self.days, facts[self.looked_up_by], side="right")
        found: Column = self.table[facts["category"] if self.keyed else 0, era]
        if self.where:
            asked = np.logical_or.reduce([facts[flag] for flag in self.where])
            found = np.where(~asked & (found == MISSING), 0, found)
        if (found == MISSING).any():
            row = int(np.argmax(found == MISSING))
            day = EPOCH + timedelta(days=int(facts[self.looked_up_by][row]))
            raise NoLaw(f"{self.name}: no value on {day}")
        return found

    def status(self, key: str, day: int) -> tuple[str, str]:
        """(reference, status) of the value in force."""
        value = self.members[key if self.keyed else ""].on(EPOCH + timedelta(days=day))
        return value.reference, value.status


class Book:
    """Facts, parameters and rules; there is no fourth kind of thing that can influence a result."""

    def __init__(self, parameters: Iterable[Parameter], facts: Mapping[str, str], keys: list[str]) -> None:
        self.facts, self.keys = dict(facts), keys
        named: dict[str, list[Parameter]] = {}
        for parameter in parameters:
            named.setdefault(parameter.name, []).append(parameter)
        self.quantities = {name: Quantity(members, keys) for name, members in named.items()}
        self.rules: dict[str, Rule] = {}

    def rule(self, *, cites: str, says: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function in the book under its own name."""

        def enter(make: Callable[..., Any]) -> Callable[..., Any]:
            name = make.__name__
            assert name not in self.rules and name not in self.facts and name not in self.quantities, name
            hints = get_type_hints(make, include_extras=True)
            needs = tuple(inspect.signature(make).parameters)
            self.rules[name] = Rule(name, make, cites, says, unit_of(hints["return"]), needs)
            return make

        return enter

    def needed(self, *wanted: str) -> list[str]:
        """Every name that leads to the wanted ones, each after what it needs."""
        order: list[str] = []

        def visit(name: str) -> None:
            if name not in order:
                for need in self.rules[name].needs if name in self.rules else ():
                    visit(need)
                order.append(name)

        for name in wanted:
            visit(name)
        return order

    def evaluate(self, facts: Columns, *wanted: str) -> Columns:
        """All columns that lead to the wanted ones. Raises NoLaw, KeyError for a fact that is not given."""
        columns = dict(facts)
        for name in self.needed(*wanted):
            if name in self.rules:
                rule = self.rules[name]
                columns[name] = rule.make(*(columns[need] for need in rule.needs))
            elif name in self.quantities:
                columns[name] = self.quantities[name].column(facts)
            elif name not in columns:
                raise KeyError(f"the fact {name!r} is not given")
        return columns

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of every name in the book."""
        quantities = {name: quantity.unit for name, quantity in self.quantities.items()}
        return {**self.facts, **quantities, **{name: rule.unit for name, rule in self.rules.items()}}

    def explain(self, columns: Columns, row: int, *wanted: str) -> Iterator[Step]:
        """One row told in steps, in the order things depend on one another; rules without a sentence are silent."""
        for name in self.needed(*wanted):
            rule = self.rules.get(name)
            if rule is None or not rule.says:
                continue
            values = {need: (int(columns[need][row]), self.units[need]) for need in rule.needs if self._tells(need)}
            value = int(columns[name][row])
            values[name] = (value, rule.unit)
            yield Step(name, value, rule.unit, rule.cites, rule.says, values, self._status(rule, columns, row))

    def _tells(self, name: str) -> bool:
        return self.units[name] != "groups"

    def _status(self, rule: Rule, columns: Columns, row: int) -> str:
        """The weakest status among the parameters a rule used for this row."""
        statuses = []
        for need in rule.needs:
            quantity = self.quantities.get(need)
            if quantity and (not quantity.where or any(columns[flag][row] for flag in quantity.where)):
                key = self.keys[int(columns["category"][row])] if quantity.keyed else ""
                statuses.append(quantity.status(key, int(columns[quantity.looked_up_by][row]))[1])
        return next((status for status in ("unsourced", "derived") if status in statuses), "sourced")
