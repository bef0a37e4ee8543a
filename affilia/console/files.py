"""The files commands read: bytes, text, YAML; a fault is told with its place."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

from affilia.console.output import InputUnreadable, Row
from affilia.law import written
from affilia.law.written import quoted


def bytes_in(path: str) -> bytes:
    """The bytes of a file (`-` is standard input)."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path}: {error.strerror}") from error


def text_in(path: str) -> str:
    """The text of a file (`-` is standard input)."""
    try:
        return bytes_in(path).decode()
    except UnicodeDecodeError as error:
        raise InputUnreadable(f"{path}: byte {error.start} is not UTF-8") from error


def yaml_in(path: str) -> Any:
    """The content of a YAML file; InputUnreadable with line and column when it is none."""
    try:
        return written.read(text_in(path))
    except written.NotPlain as error:
        place = f"{path}:{error.line}:{error.column}" if error.line else path
        raise InputUnreadable(f"{place}: {error.reason}") from error


def rows_in(path: str) -> list[Row]:
    """A YAML file that is a list of maps, each with an id."""
    rows = yaml_in(path)
    if not isinstance(rows, list):
        raise InputUnreadable(f"{path}: expected a list, found {type(rows).__name__}")
    return with_ids(rows, f"{path}: item")


def with_ids(rows: list[Any], place: str) -> list[Row]:
    """The rows, each a map with an id that JSON can hold. Raises InputUnreadable with the place of the first that is not."""
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "id" not in row:
            raise InputUnreadable(f"{place} {number} is not a map with an id")
        if not _names(row["id"]):
            raise InputUnreadable(f"{place} {number}: id: {quoted(row['id'])} is neither a text nor a number")
    return rows


def _names(value: object) -> bool:
    if type(value) is float:
        return math.isfinite(value)
    return type(value) in (str, int)
