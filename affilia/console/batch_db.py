"""The same decision from database to database: ranges of whole persons, one process a core, each range one transaction."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from affilia.console.batch_lines import FileRefused
from affilia.console.memory import settle

SIZE = 50_000
TRIES = 5


def decide_database(processes: int) -> dict[str, Any]:
    """Every waiting line of the service's database; a run that was stopped goes on with what still waits.

    Raises FileRefused where the database is not PostgreSQL.
    """
    # the processes are started first: they get ready while this one reads what there is to decide
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_ready) as pool:
        for _process in range(processes):
            pool.submit(_ready)
        _ready()
        from django.db import connection
        from django.utils import timezone

        from affilia.claims import nation

        if connection.vendor != "postgresql":
            raise FileRefused("--from db copies in and out of PostgreSQL: name it in AFFILIA_DATABASE")
        at = timezone.now()
        given = [pool.submit(decide_one, first, last, at) for first, last in nation.ranges(size=SIZE)]
        connection.close()
        done = [one.result() for one in given]
    alone = _one_by_one(sorted({key for one in done for key in one["others"]}), at)
    totals = {name: sum(one[name] for one in done) for name in ("lines", "paid")}
    return {**totals, "ranges": len(done), "left_to_persons": alone}


def _ready() -> None:
    """What a process imports and settles once."""
    import django

    django.setup()
    import affilia.payments.operations  # noqa: F401

    settle()


def decide_one(first: int, last: int, at: datetime) -> dict[str, Any]:
    """One range, again when somebody else decided one of its lines meanwhile."""
    from affilia.claims.nation import Raced
    from affilia.payments.operations import decide_and_book

    for left in reversed(range(TRIES)):
        try:
            given = decide_and_book(first=first, last=last, by="rule", at=at)
            break
        except Raced:
            if not left:
                raise
    return {"lines": len(given.decisions), "paid": int(given.paid.sum()), "others": list(given.others)}


def _one_by_one(persons: list[int], at: datetime) -> int:
    from affilia.claims.operations import decide_person
    from affilia.people.queries import persons_of

    for person in persons_of(persons):
        decide_person(person=person, by="rule", at=at)
    return len(persons)
