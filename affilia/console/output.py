"""How commands read their input and print their answers: one JSON array, or lines for people."""

from __future__ import annotations

import argparse
import gettext
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
FORMATS = ("sentences", "table", "json")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh")


class InputUnreadable(Exception):
    """The input cannot be read: says where and why. Exit code 2."""


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options of every command that prints data."""
    parser.add_argument("--json", action="store_true", help="print one JSON array, one object per input")


def add_format(parser: argparse.ArgumentParser) -> None:
    """The options of the commands that explain: lines, a table, or JSON."""
    add_output(parser)
    parser.add_argument(
        "--format", choices=FORMATS, default="sentences", help="how an explanation is told; json is --json"
    )
    parser.add_argument(
        "--table", dest="format", action="store_const", const="table", help="the same as --format table"
    )


def answer(args: argparse.Namespace, rows: Iterable[Row], line: Callable[[Row], str]) -> int:
    """Print the rows as JSON or as lines for people."""
    rows = list(rows)
    if args.json or getattr(args, "format", "") == "json":
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        for row in rows:
            print(line(row))
    return 0


def yaml_in(path: str) -> Any:
    """The content of a YAML file; InputUnreadable with line and column when it is none."""
    try:
        return yaml.load(text_in(path), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise InputUnreadable(f"{place}: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an unquoted day such as 2026-13-01
        raise InputUnreadable(f"{path}: {error}") from error


def text_in(path: str) -> str:
    """The text of a file (`-` is standard input)."""
    try:
        return bytes_in(path).decode()
    except UnicodeDecodeError as error:
        raise InputUnreadable(f"{path}: byte {error.start} is not UTF-8") from error


def bytes_in(path: str) -> bytes:
    """The bytes of a file (`-` is standard input)."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path}: {error.strerror}") from error


def rows_in(path: str) -> list[Row]:
    """A YAML file that is a list of maps, each with an id."""
    rows = yaml_in(path)
    if not isinstance(rows, list):
        raise InputUnreadable(f"{path}: expected a list, found {type(rows).__name__}")
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "id" not in row:
            raise InputUnreadable(f"{path}: item {place} is not a map with an id")
    return rows


def add_language(parser: argparse.ArgumentParser) -> None:
    """The language sentences are printed in."""
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the sentences")


def translator(language: str) -> Callable[[str], str]:
    """What turns an English sentence of ours into one of the language."""
    folder = Path(__file__).resolve().parent.parent.parent / "locale"
    return gettext.translation("django", folder, [language], fallback=True).gettext
