"""What a run over a file of lines writes down of itself, so that one that was stopped goes on."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from affilia.console.batch_lines import TOTALS, FileRefused


def part_of(path: Path) -> dict[str, Any]:
    """What a block came to."""
    part = read(path)
    totals = part.get("totals") if isinstance(part, dict) else None
    if not isinstance(totals, dict) or any(
        type(one) is not int for one in (part.get("rows"), part.get("bytes"), *map(totals.get, TOTALS))
    ):
        raise FileRefused(f"{path} is damaged: remove it, and its part is decided again")
    return dict(part)


def read(path: Path) -> Any:
    """The notes of a run."""
    try:
        return json.loads(path.read_text())
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"{path} is damaged ({error}): remove it, or name another folder") from error


def write(path: Path, content: object) -> None:
    """There whole, or not there."""
    part = path.with_name(f".{path.name}")
    part.write_text(json.dumps(content, indent=1, sort_keys=True))
    to_disk(part, path)


def to_disk(part: Path, path: Path) -> None:
    """Give a whole file its name, once the disk has it: what a machine that stops says is done, is done."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """One run at a time writes into a folder, also when the last one was killed. Raises BlockingIOError."""
    folder = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(folder)
