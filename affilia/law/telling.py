"""What is kept of a decided line so that it can be told later, word for word, whatever the law says by then.

`steps` tells a row at once and in full; a nation's rows keep their values only, and the layout of one law tells them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from affilia.law.columns import Columns
from affilia.law.facts import law
from affilia.law.quantities import Quantity
from affilia.law.reader import STATUSES
from affilia.law.reimbursement import ALWAYS, REFUSALS, UNTOLD, leads_to

WIDEST, NARROW = np.dtype("<i4"), np.dtype("<i2")  # amounts of one line and days fit in four bytes, most in two
PAID, WITH_CONTRACT = "paid", "with_contract"


def layout() -> dict[str, Any]:
    """How rows of today's law are told (JSON): the order of the values kept, the rules in words, the order of steps."""
    steps = {how: list(_told(how)) for how in (PAID, WITH_CONTRACT, *REFUSALS)}
    rules = {name: law.rules[name] for names in steps.values() for name in names}
    values = sorted({*rules, *(need for rule in rules.values() for need in rule.names if law.units[need] != "groups")})
    return {
        "values": values,
        "statuses": [name for name in rules if law.behind(name)],
        "steps": steps,
        "rules": {
            name: {
                "unit": rule.unit, "article": rule.cites, "says": rule.says,
                "needs": [[need, law.units[need]] for need in rule.names if law.units[need] != "groups"],
            }
            | ({"told_by": rule.told_by, "wordings": [list(wording) for wording in rule.wordings]} if rule.told_by else {})
            for name, rule in rules.items()
        },
    }  # fmt: skip


def _told(how: str) -> Iterator[str]:
    """The rules with a sentence, in the order things depend on one another."""
    refused = how if how in REFUSALS else ""
    for name in law.needed(*leads_to(refused, contract=how == WITH_CONTRACT)):
        rule = law.rules.get(name)
        if rule and rule.speaks and (name == how if refused else name not in UNTOLD):
            yield name


def kept(columns: Columns, of: dict[str, Any]) -> np.ndarray:
    """One row a line: its values in the order of the layout, then the status of each rule that has one."""
    told = [np.asarray(columns[name]) for name in of["values"]]
    told += [_status(name, columns) for name in of["statuses"]]
    rows = np.empty((len(told[0]), len(told)), dtype=WIDEST)
    for place, column in enumerate(told):
        assert np.abs(column.astype(np.int64)).max(initial=0) < 2**31, "a value of a line fits in four bytes"
        rows[:, place] = column
    return rows


def narrow(rows: np.ndarray) -> np.ndarray:
    """Which rows fit in two bytes a value."""
    limits = np.iinfo(NARROW)
    fits: np.ndarray = (rows.min(axis=1) >= limits.min) & (rows.max(axis=1) <= limits.max)
    return fits


def values_of(row: bytes, of: dict[str, Any]) -> list[int]:
    """The values of a row as it was kept, in two or four bytes each: its length tells."""
    width = len(row) // (len(of["values"]) + len(of["statuses"]))
    return [int(value) for value in np.frombuffer(row, dtype=NARROW if width == NARROW.itemsize else WIDEST)]


def _status(name: str, columns: Columns) -> np.ndarray:
    """The weakest status among what a rule used, a line each: an index of STATUSES."""
    behind = law.behind(name)
    weakest = np.zeros(len(columns["person"]), dtype=np.int64)
    for fact in (need for need in behind if need in law.facts):
        weakest = np.maximum(weakest, columns[fact])
    for quantity in (law.quantities[need] for need in behind if need in law.quantities):
        era = law.era(quantity.looked_up_by, columns)
        found = _statuses(quantity)[columns["category"] if quantity.keyed else 0, era]
        weakest = np.maximum(weakest, np.where(quantity.concerns(columns), found, 0))
    return weakest


def _statuses(quantity: Quantity) -> np.ndarray:
    order = quantity.keys if quantity.keyed else [""]
    days = law.changes[quantity.looked_up_by]
    return np.array([[0, *(_status_on(quantity, key, day) for day in days)] for key in order])


def _status_on(quantity: Quantity, key: str, day: Any) -> int:
    member = quantity.members.get(key)
    if member is None or member.values[0].from_day > day:
        return 0
    return STATUSES.index(member.on(day).status)


def tell(of: dict[str, Any], row: Sequence[int], refused: str) -> list[dict[str, Any]]:
    """The steps of a kept row, as `reimbursement.steps` told them on its day."""
    values = dict(zip(of["values"], row, strict=False))
    statuses = dict(zip(of["statuses"], row[len(of["values"]) :], strict=True))
    how = refused or (WITH_CONTRACT if values["contract_pays"] else PAID)
    return [
        {
            "name": name, "value": values[name], "unit": rule["unit"], "article": article, "says": says,
            "values": {**{need: (values[need], unit) for need, unit in rule["needs"]}, name: (values[name], rule["unit"])},
            "status": STATUSES[statuses.get(name, 0)],
        }
        for name in of["steps"][how]
        if (rule := of["rules"][name]) and (refused or values[name] or name in ALWAYS)
        for article, says in [_wording(rule, values)]
        if says
    ]  # fmt: skip


def _wording(rule: dict[str, Any], values: dict[str, int]) -> tuple[str, str]:
    """The article and the sentence of a row, which a value may pick among several."""
    if "told_by" not in rule:
        return rule["article"], rule["says"]
    article, says = rule["wordings"][values[rule["told_by"]]]
    return article, says
