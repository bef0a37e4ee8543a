"""The page of the changes no test notices: docs/mutants.md, made of survivors.yaml and of what the last run found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

HERE = Path(__file__).parent
REASONS = HERE / "survivors.yaml"
PAGE = HERE.parent.parent / "docs" / "mutants.md"
HEAD = """# What the tests of the law notice

`make mutants` changes one operator, number, sign or word at a time in every rule and in every function beside the rules that
decides an amount or a day, and shows each change to the tests of the law that call it: cases, histories of the plain loop, and
what was worked by hand. This page is written by that run; a test keeps it true.

"""
NO_REASON = "no reason yet: a test is missing"

Survivor = tuple[str, str, str]


def reasons() -> dict[Survivor, str]:
    """Why each known survivor lives."""
    rows = yaml.safe_load(REASONS.read_text()) if REASONS.exists() else []
    return {(row["function"], row["change"], row["text"]): row["why"] for row in rows or []}


def write(killed: int, total: int, alive: Sequence[Survivor]) -> None:
    """The page of a run."""
    PAGE.write_text(page(killed, total, alive))


def page(killed: int, total: int, alive: Sequence[Survivor]) -> str:
    """Its text: the share, and each survivor with its reason."""
    known = reasons()
    lines = [f"**{killed} of {total} changes are noticed ({killed / total:.1%}).** The others:", ""]
    lines += ["| function | change | in its place stands | why nothing notices |", "|---|---|---|---|"]
    for name, told, text in alive:
        cell = text.replace("|", "\\|")
        lines.append(f"| `{name}` | {told} | `{cell}` | {known.get((name, told, text), NO_REASON)} |")
    return HEAD + "\n".join(lines) + "\n"
