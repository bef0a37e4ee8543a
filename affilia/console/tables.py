"""Explanations in columns: a step a row, with what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from affilia.formats.sentences import written
from affilia.law.facts import WORDS

HEAD = ("step", "value", "unit", "inputs", "article", "sentence")


def in_columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows under a head, each column as wide as its widest word but the last."""
    lines = [HEAD, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD) - 1)]
    told = [[word.ljust(width) for word, width in zip(line, widths, strict=False)] + [line[-1]] for line in lines]
    return "\n".join("  ".join(line).rstrip() for line in told)


def row(step: Mapping[str, Any], said: str, language: str) -> tuple[str, ...]:
    """A step of the law as a row; `said`: its sentence in words."""
    made_of: Mapping[str, tuple[int, str]] = step["values"]
    inputs = [
        f"{name}={value(name, worth, unit, language)}"
        for name, (worth, unit) in made_of.items()
        if name != step["name"]
    ]
    found = value(step["name"], step["value"], step["unit"], language)
    return (step["name"], found, step["unit"], ", ".join(inputs), step["article"], said)


def value(name: str, worth: int, unit: str, language: str) -> str:
    """A value as people write it: a word of a list, yes or no, an amount, a day."""
    if name in WORDS:
        return WORDS[name][worth] or "?"
    return ("no", "yes")[bool(worth)] if unit == "flag" else written(worth, unit, language)
