"""The book of law. A rule is a function named like the column it makes; its arguments name what it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, get_type_hints

import numpy as np

from affilia.law.columns import Column, Flag, Groups
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
    """A parameter ready for columns: its values in one array a category, found by the era a day falls in."""

    def __init__(self, members: list[Parameter], keys: list[str], days: list[date]) -> None:
        first = members[0]
        self.name, self.unit, self.looked_up_by, self.where = first.name, first.unit, first.looked_up_by, first.where
        self.keyed, self.keys = bool(first.key), keys
        self.members = {member.key: member for member in members}
        order = keys if self.keyed else [""]
        self.table = np.array([[MISSING, *(self._at(key, day) for day in days)] for key in order])

    def _at(self, key: str, day: date) -> int:
        member = self.members.get(key)
        if member is None or member.values[0].from_day > day:
            return int(MISSING)
        return member.on(day).value

    def column(self, facts: Columns, era: Column) -> Column:
        """The value in force for each row. Raises NoLaw."""
        found: Column = self.table[facts["category"] if self.keyed else 0, era]
        if (found == MISSING).any():
            found = np.where(~self.concerns(facts) & (found == MISSING), 0, found)
        if (found == MISSING).any():
            row = int(np.argmax(found == MISSING))
            day = EPOCH + timedelta(days=int(facts[self.looked_up_by][row]))
            what = f"{self.name}/{self.keys[int(facts['category'][row])]}" if self.keyed else self.name
            raise NoLaw(f"{what}: no value on {day}")
        return found

    def concerns(self, facts: Columns) -> Flag:
        """The rows this quantity is about: `where` names flags and categories; without it, all."""
        told = [facts["category"] == self.keys.index(name) if name in self.keys else facts[name] for name in self.where]
        found: Flag = np.logical_or.reduce(told) if told else np.ones(len(facts[self.looked_up_by]), dtype=bool)
        return found

    def status(self, key: str, day: int) -> tuple[str, str]:
        """(reference, status) of the value in force."""
        value = self.members[key if self.keyed else ""].on(EPOCH + timedelta(days=day))
        return value.reference, value.status


class Book:
    """Facts, parameters and rules; there is no fourth kind of thing that can influence a result."""

    def __init__(self, parameters: Iterable[Parameter], facts: Mapping[str, str], keys: list[str]) -> None:
        self.facts, self.keys, self.parameters = dict(facts), keys, tuple(parameters)
        named: dict[str, list[Parameter]] = {}
        for parameter in self.parameters:
            named.setdefault(parameter.name, []).append(parameter)
        # the law is constant between two days of change: one era a row serves every quantity
        changes: dict[str, set[date]] = {}
        for parameter in (member for members in named.values() for member in members):
            changes.setdefault(parameter.looked_up_by, set()).update(value.from_day for value in parameter.values)
        self.changes = {fact: sorted(days) for fact, days in changes.items()}
        self.quantities = {
            name: Quantity(members, keys, self.changes[members[0].looked_up_by]) for name, members in named.items()
        }
        self.rules: dict[str, Rule] = {}
        self._orders: dict[tuple[str, ...], list[str]] = {}

    def proposed(self, changed: Iterable[Parameter]) -> Book:
        """The same rules on other parameters: those named take the place of ours."""
        named = {(member.name, member.key): member for member in self.parameters}
        named |= {(member.name, member.key): member for member in changed}
        book = Book(named.values(), self.facts, self.keys)
        book.rules = self.rules
        return book

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
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        return self._orders[wanted]

    def _order(self, wanted: tuple[str, ...]) -> list[str]:
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
        eras: dict[str, Column] = {}
        for name in self.needed(*wanted):
            if name in self.rules:
                rule = self.rules[name]
                columns[name] = rule.make(*(columns[need] for need in rule.needs))
            elif name in self.quantities:
                quantity = self.quantities[name]
                if quantity.looked_up_by not in eras:
                    eras[quantity.looked_up_by] = self.era(quantity.looked_up_by, facts)
                columns[name] = quantity.column(facts, eras[quantity.looked_up_by])
            elif name not in columns:
                raise KeyError(f"the fact {name!r} is not given")
        return columns

    def era(self, fact: str, facts: Columns) -> Column:
        """Between which days of change the day of each row falls."""
        days = np.array([(day - EPOCH).days for day in self.changes[fact]])
        era: Column = np.asarray(np.searchsorted(days, facts[fact], side="right"), dtype=np.int64)
        return era

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
            if quantity and quantity.concerns(columns)[row]:
                key = self.keys[int(columns["category"][row])] if quantity.keyed else ""
                statuses.append(quantity.status(key, int(columns[quantity.looked_up_by][row]))[1])
        return next((status for status in ("unsourced", "derived") if status in statuses), "sourced")
