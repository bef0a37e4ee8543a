"""A national register of our own, in `var/register/`: numbers unique for ever, answers after a delay, some rejections.

Waiting numbers come at once; final ones after `AFFILIA_REGISTER_DELAY` seconds; certification as long again after that.
A town of birth named "Inconnu" is rejected, and a person asked for twice is a duplicate: demo and tests meet both.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from affilia.bridges import place
from affilia.bridges.register import Answer, Request
from affilia.formats import countries, numbers
from affilia.formats.names import icao

TABLES = """
CREATE TABLE IF NOT EXISTS request
 (reference TEXT PRIMARY KEY, who TEXT, asks TEXT, number TEXT, code TEXT, ready TEXT);
CREATE TABLE IF NOT EXISTS number (value TEXT PRIMARY KEY, who TEXT, final INTEGER, certified TEXT);
"""


class FileRegister:
    """One SQLite file; each request is one immediate transaction."""

    def __init__(self, path: Path, delay: timedelta) -> None:
        self.path, self.delay = path, delay

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        try:
            connection.executescript(TABLES)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()

    def send(self, request: Request, at: datetime) -> None:
        """Take a request once, and settle what its answer will be."""
        with self._open() as rows:
            if rows.execute("SELECT 1 FROM request WHERE reference = ?", [request.reference]).fetchone():
                return
            number, code = self._settled(rows, request)
            ready = at if request.asks == "waiting" else at + self.delay
            if number:
                certified = (ready + self.delay).isoformat() if request.asks == "final" else None
                rows.execute(
                    "INSERT INTO number VALUES (?, ?, ?, ?) ON CONFLICT(value) DO UPDATE SET final = excluded.final, "
                    "certified = excluded.certified",
                    [number, who(request), int(request.asks == "final"), certified],
                )
            rows.execute(
                "INSERT INTO request VALUES (?, ?, ?, ?, ?, ?)",
                [request.reference, who(request), request.asks, number, code, ready.isoformat()],
            )

    def _settled(self, rows: sqlite3.Connection, request: Request) -> tuple[str, str]:
        if icao(request.birth_town) == "INCONNU":
            return "", "BIRTH_PLACE_UNKNOWN"
        taken = rows.execute(
            "SELECT 1 FROM request WHERE who = ? AND asks = ? AND number != ''", [who(request), request.asks]
        )
        if taken.fetchone():
            return "", "DUPLICATE"
        if request.asks == "final" and request.waiting_number:
            # the same digits usually stay for life (affiliation.md 4.3)
            return request.waiting_number, ""
        stem = _stem(request)
        if stem is None:
            return "", "BIRTH_PLACE_UNKNOWN"
        used = {row[0][10:13] for row in rows.execute("SELECT value FROM number WHERE value LIKE ?", [stem + "%"])}
        # orders 990 to 999 are for tests: no real person has one here
        order = next((n for n in [*range(990, 1000), *range(1, 990)] if f"{n:03d}" not in used), None)
        return (numbers.with_key(f"{stem}{order:03d}"), "") if order else ("", "DUPLICATE")

    def answer(self, reference: str, at: datetime) -> Answer | None:
        """The answer, once it is ready."""
        with self._open() as rows:
            query = "SELECT number, code, ready FROM request WHERE reference = ?"
            found = rows.execute(query, [reference]).fetchone()
        if not found or datetime.fromisoformat(found[2]) > at:
            return None
        return Answer(reference, found[0], found[1])

    def certified(self, number: str, at: datetime) -> bool:
        """Whether names, birth and number agree here by now."""
        with self._open() as rows:
            found = rows.execute("SELECT certified FROM number WHERE value = ? AND final = 1", [number]).fetchone()
        return bool(found and found[0] and datetime.fromisoformat(found[0]) <= at)


def who(request: Request) -> str:
    """What makes two requests the same person here."""
    names = icao(f"{request.surname} {request.given_names}")
    return f"{names}|{request.birth_date}|{request.sex}|{request.birth_country}|{icao(request.birth_town)}"


def _stem(request: Request) -> str | None:
    """The first ten characters: sex, year, month, place."""
    place_code = countries.birth_place(request.birth_country, request.birth_date)
    if place_code is None:
        return None
    year, month = [*request.birth_date.split("-"), "0"][:2]
    whole = numbers.build(
        sex=request.sex, birth_year=int(year), birth_month=int(month) or None, place=place_code, order=1
    )
    return whole[:10]


def register() -> FileRegister:
    """The register under `var/register`."""
    delay = timedelta(seconds=int(os.environ.get("AFFILIA_REGISTER_DELAY", "20")))
    return FileRegister(place("register") / "register.sqlite3", delay)
