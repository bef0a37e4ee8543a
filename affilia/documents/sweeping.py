"""Files of the store that no row names: what a kill between a file and its row left behind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from affilia.documents import vault
from affilia.journal import operations as journal

# a file is written before the row that names it commits: nothing that is coming in takes a day
AGE = timedelta(days=1)
# more than this, and more than are named: the rows are those of another store
MANY = 100
TOGETHER = 400
log = logging.getLogger("affilia.documents")

# which of these names a row of an app has
Naming = Callable[[Collection[str]], set[str]]


@dataclass(frozen=True)
class Swept:
    """What a sweep saw: files older than a day, those no row names, how many were removed."""

    seen: int
    unnamed: int
    removed: int
    strange: bool


def sweep_store(*, folders: Iterable[str], naming: Sequence[Naming], by: str, at: datetime) -> Swept:
    """Remove what no row has named for a day. Where that is most of the store, nothing: somebody must look."""
    seen, unnamed = look(folders, naming, at - AGE)
    if len(unnamed) > MANY and len(unnamed) * 2 > seen:
        log.error(
            "Of %d files in the store %d have no row: none is removed. Is it the right database?", seen, len(unnamed)
        )
        return Swept(seen, len(unnamed), 0, strange=True)
    if unnamed:
        _remove(unnamed, by, at)
    return Swept(seen, len(unnamed), len(unnamed), strange=False)


@transaction.atomic
def _remove(unnamed: Sequence[Path], by: str, at: datetime) -> None:
    journal.record(subject="store:blobs", verb="documents.store.swept", by=by, at=at, removed=len(unnamed))
    for path in unnamed:
        path.unlink(missing_ok=True)
    log.info("%d files that no row names were removed from the store", len(unnamed))


def look(folders: Iterable[str], naming: Sequence[Naming], before: datetime) -> tuple[int, list[Path]]:
    """How many files are older than that, and those of them that no row names."""
    seen, unnamed = 0, list[Path]()
    for folder in folders:
        paths = vault.older(folder, before)
        for first in range(0, len(paths), TOGETHER):
            refs = [path.name for path in paths[first : first + TOGETHER]]
            named = set[str]().union(*(names(refs) for names in naming))
            unnamed += [path for path in paths[first : first + TOGETHER] if path.name not in named]
        seen += len(paths)
    return seen, unnamed
