"""Dated parameters, one YAML a quantity, checked as they are read; and the digest that names the law as it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from affilia.law import written
from affilia.law.written import quoted

FOLDER = Path(__file__).parent
UNITS = ("cents", "basis_points", "days", "count", "flag")
STATUSES = ("sourced", "derived", "unsourced")
KINDS = {dict: "map", list: "list", str: "text", bool: "flag"}
# beyond it a value is a slip of the pen: columns multiply values, and compare rates in tenths of a percent
MOST = 1_000_000_000


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


def parameter(path: Path, folder: Path = FOLDER) -> Parameter:
    """Read one file. Raises LawUnreadable."""
    place = path.relative_to(folder)
    try:
        row = written.read(path.read_text(encoding="utf-8"))
        return _parameter(row, path)
    except written.NotPlain as error:
        raise LawUnreadable(f"{place}:{error.line or '?'}: {error.reason}") from error
    except OSError as error:
        raise LawUnreadable(f"{place}: {error.strerror}") from error
    except ValueError as error:  # of ours, or of a text that is not UTF-8
        raise LawUnreadable(f"{place}: {error}") from error


def _parameter(row: object, path: Path) -> Parameter:
    if not isinstance(row, dict):
        raise ValueError(f"{quoted(row)} is no map")
    days, references, label = (_of(row, name, dict) for name in ("values", "references", "label"))
    values = tuple(_value(row.get("unit"), day, value, references.get(day)) for day, value in days.items())
    if not values or list(days) != sorted(days):
        raise ValueError("the days of its values fall, or there is none")
    plain = path.parent.name == "parameters"
    where = _of(row, "where", list, [])
    said = {"fr", "en"} <= set(label) and all(isinstance(word, str) for word in label.values())
    if row.get("unit") not in UNITS or not said or not all(isinstance(name, str) for name in where):
        raise ValueError(f"unit {quoted(row.get('unit'))}, labels {quoted(label)}, where {quoted(where)}")
    return Parameter(
        path.stem if plain else path.parent.name,
        "" if plain else path.stem,
        row["unit"],
        label,
        _of(row, "looked_up_by", str, "care_day"),
        tuple(where),
        _of(row, "created", bool, False),
        values,
    )


def _of(row: dict[str, Any], name: str, kind: type, default: Any = None) -> Any:
    """A field of one kind; without a default it must be there."""
    value = row.get(name, default)
    if type(value) is not kind:
        raise ValueError(f"{name}: {quoted(value)} is no {KINDS[kind]}")
    return value


def _value(unit: object, day: Any, value: Any, source: object) -> Value:
    source = source if isinstance(source, dict) else {}
    title: Any = source.get("title")
    status: Any = source.get("status")
    good = type(value) is int and 0 <= value <= MOST and isinstance(title, str) and title and status in STATUSES
    if not good or type(day) is not date or (unit == "basis_points" and value % 10):
        raise ValueError(f"{quoted(day)}: {quoted(value)} of {quoted(source)}")
    return Value(day, value, title, status)


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
