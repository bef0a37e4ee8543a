"""How commands print their answers: one JSON array, or lines for people; and how an error is told: in one line."""

from __future__ import annotations

import argparse
import gettext
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from affilia.formats import money

Row = dict[str, Any]
FORMATS = ("sentences", "table", "json")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh")
MOST = 400  # characters of an error


class InputUnreadable(Exception):
    """The input cannot be read: says where and why. Exit code 2."""


class OutputClosed(Exception):
    """The answer cannot be printed: the disk is full, or the reader of a pipe has seen enough, which is no error."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror)
        self.seen_enough = isinstance(error, BrokenPipeError)


def one_line(text: str) -> str:
    """An error as a terminal shows it: one line, nothing that moves the cursor, the middle left out where it is long."""
    words = " ".join(text.split())
    plain = "".join(letter if letter.isprintable() else "?" for letter in words)
    return plain if len(plain) <= MOST else f"{plain[: MOST // 2]} … {plain[-MOST // 2 :]}"


class Parser(argparse.ArgumentParser):
    """A command line that says what is wrong with it in one line; examples in a help keep their lines."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"formatter_class": argparse.RawDescriptionHelpFormatter, **words})

    def error(self, message: str) -> NoReturn:
        """Raises InputUnreadable."""
        raise InputUnreadable(f"{self.prog}: {message}")


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number of the command line, within bounds."""

    def read(text: str) -> int:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from {least} to {most}")

    return read


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
        say(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            say(line(row))
    return 0


def named(values: Mapping[str, Any], language: str = "en") -> str:
    """`name: value` of each, cents as euros, yes or no."""
    return ", ".join(
        f"{name.removesuffix('_cents')}: {_plain(name, value, language)}" for name, value in values.items()
    )


def _plain(name: str, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return ("no", "yes")[value]
    return money.euros(value, language) if name.endswith("_cents") and isinstance(value, int) else str(value)


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in words."""
    return os.strerror(error.errno) if error.errno else error.strerror or str(error)


def say(text: str, end: str = "\n") -> None:
    """Print a text whole. Raises OutputClosed."""
    try:
        print(text, end=end, flush=True)
    except OSError as error:
        raise OutputClosed(error) from error


def add_language(parser: argparse.ArgumentParser) -> None:
    """The language sentences are printed in."""
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the sentences")


def translator(language: str) -> Callable[[str], str]:
    """What turns an English sentence of ours into one of the language."""
    folder = Path(__file__).resolve().parent.parent.parent / "locale"
    return gettext.translation("django", folder, [language], fallback=True).gettext


def replaced(path: str, text: str) -> None:
    """Write a file whole, or not at all. Raises InputUnreadable."""
    place = Path(path)
    part = place.with_name(f".{place.name[:200]}.part") if place.name else place
    try:
        if place.is_dir() or not place.name:
            raise IsADirectoryError(21, "Is a directory")
        if place.exists() and not place.is_file():  # a pipe or a terminal
            place.write_text(text, encoding="utf-8")
            return
        part.write_text(text, encoding="utf-8")
        part.replace(place)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InputUnreadable(f"{path}: {error.strerror}") from error
