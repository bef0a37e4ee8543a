"""Dated parameters, one YAML a quantity, checked as they are read; and the digest that names the law as it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
UNITS = {"cents", "basis_points", "days", "count", "flag"}
STATUSES = {"sourced", "derived", "unsourced"}


class LawUnreadable(Exception):
    """A parameter's file is not what the schema asks for: its place and why."""


class NoLaw(Exception):
    """The law has no value for this quantity on this day: an error, never a default. `row`: whose, among many."""

    def __init__(self, what: str, row: int = 0) -> None:
        super().__init__(what)
        self.row = row


class NotYetLaw(NoLaw):
    """The quantity was created later: on this day there was none."""


@dataclass(frozen=True)
class Value:
    """What a quantity is worth from a day on, and where that is written."""

    from_day: date
    value: int
    reference: str
    status: str


@dataclass(frozen=True)
class Parameter:
    """A quantity of the law over time. `looked_up_by` names the fact whose day picks the value, `where` the flags of
    the rows it concerns: elsewhere a missing value is no error; `created` that nothing came before the first value."""

    name: str
    key: str
    unit: str
    label: dict[str, str]
    looked_up_by: str
    where: tuple[str, ...]
    created: bool
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The value in force on a day. Raises NotYetLaw, or NoLaw where what came before was not compiled."""
        found = [value for value in self.values if value.from_day <= day]
        if not found:
            refusal = NotYetLaw if self.created else NoLaw
            raise refusal(f"{self.name}: no value on {day}; the first is of {self.values[0].from_day}")
        return found[-1]


class _Once(yaml.SafeLoader):
    """YAML in which a day that stands twice is an error: the plain loader would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = [key.value for key, _value in node.value]
        twice = next((key for key in seen if seen.count(key) > 1), None)
        if twice:
            raise ValueError(f"line {node.start_mark.line + 1}: {twice} stands twice")
        return dict(super().construct_mapping(node, deep))


def parameter(path: Path, folder: Path = FOLDER) -> Parameter:
    """Read one file. Raises LawUnreadable."""
    place = path.relative_to(folder)
    try:
        row = yaml.load(path.read_text(), Loader=_Once)  # noqa: S506  a SafeLoader
        if list(row["values"]) != sorted(row["values"]):
            raise ValueError("the days of its values fall")
        values = tuple(_value(row, day) for day in row["values"])
        name = path.stem if path.parent.name == "parameters" else path.parent.name
        key = "" if path.parent.name == "parameters" else path.stem
        found = Parameter(
            name,
            key,
            row["unit"],
            row["label"],
            row.get("looked_up_by", "care_day"),
            tuple(row.get("where", ())),
            row.get("created", False),
            values,
        )
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise LawUnreadable(f"{place}:{line}: {error.problem}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LawUnreadable(f"{place}: {error!r}") from error
    if found.unit not in UNITS or not values or not {"fr", "en"} <= set(found.label):
        raise LawUnreadable(f"{place}: unit {found.unit!r}, {len(values)} values, labels {sorted(found.label)}")
    return found


def _value(row: dict[str, Any], day: date) -> Value:
    value, source = row["values"][day], row["references"][day]
    if type(value) is not int or type(day) is not date or source["status"] not in STATUSES or not source["title"]:
        raise ValueError(f"{day}: {value!r} of {source!r}")
    return Value(day, value, source["title"], source["status"])


@cache
def parameters() -> tuple[Parameter, ...]:
    """All quantities of the law; a folder is one quantity with a value for each category."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> tuple[Parameter, ...]:
    """The quantities of a folder laid out like ours. Raises LawUnreadable."""
    return tuple(parameter(path, folder) for path in sorted((folder / "parameters").rglob("*.yaml")))


@cache
def digest() -> str:
    """SHA-256 of parameters, tariffs and rule sources: the law as it stands, in one name."""
    total = hashlib.sha256()
    paths = [*(FOLDER / "parameters").rglob("*.yaml"), *(FOLDER / "tariffs").glob("*.csv"), *FOLDER.rglob("*.py")]
    for path in sorted(paths):
        total.update(str(path.relative_to(FOLDER)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
