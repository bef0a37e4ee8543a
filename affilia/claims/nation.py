"""Everybody's waiting lines at once, on PostgreSQL: copied out, decided by the same facts and the same law, copied in.

Only what needs nobody goes this way: a person with a doubt, a repeat or a changed history is left to `decide_person`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import DatabaseError, connection, transaction
from psycopg.pq import ExecStatus

from affilia.claims import doubts
from affilia.claims.columns import Lines, lines_of, table_of
from affilia.claims.facts import Known
from affilia.claims.models import Layout
from affilia.coverage.queries import doctors_by_person, periods_by_person, s1_periods_by_person
from affilia.documents.reasons import CONTEST
from affilia.formats import pgcopy
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.refs import new_refs
from affilia.law import entitlement, telling
from affilia.law.columns import Columns
from affilia.law.facts import law
from affilia.law.reader import digest
from affilia.law.reimbursement import REFUSALS, WANTED, article_of
from affilia.letters import operations as letters
from affilia.people.queries import births_by_person

WAITING = """
SELECT c.person_id, count(*) FROM claims_line l JOIN claims_claim c ON c.id = l.claim_id
WHERE l.state = 'received' GROUP BY 1 ORDER BY 1
"""
LINES = """
COPY (
 SELECT l.id, l."order", d.paid_cents, c.id, c.person_id, l.code, l.care_day, l.units, l.fee_cents, l.printed_cents, c.sector,
  c.professional, c.rpps, c.specialty, c.pathway, c.signed_by_insured AND c.signed_by_professional,
  (c.received_at AT TIME ZONE 'Europe/Paris')::date, (d.decided_at AT TIME ZONE 'Europe/Paris')::date,
  coalesce(d.refused, ''), l.checked_by <> ''
 FROM claims_line l JOIN claims_claim c ON c.id = l.claim_id
 -- a line that waits has no decision to look for: NULL spares it the index
 LEFT JOIN claims_decision d ON d.line_id = CASE WHEN l."order" IS NOT NULL THEN l.id END AND d."order" = l."order"
 WHERE c.person_id BETWEEN {first:d} AND {last:d} AND (l.state = 'received' OR l."order" IS NOT NULL)
 ORDER BY c.person_id, l."order" NULLS LAST, c.received_at, c.id, l.position
) TO STDOUT (FORMAT csv)
"""
DECISIONS = """
COPY claims_decision (id, ref, line_id, fee_cents, base_cents, rate, share_cents, increase_cents, flat_cents, paid_cents,
 left_cents, refused, rule, contest_by, contest, steps, kept, law_digest, "order", decided_at, by) FROM STDIN (FORMAT binary)
"""
NEW_IDS = """
WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence('claims_decision', 'id')::regclass AS of)
SELECT string_agg(int8send(nextval(ids.of)), '') FROM ids, generate_series(1, %s)
"""
# a range is small beside the nation's tables: left alone, PostgreSQL reads them whole for each range
BY_INDEX = """
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL work_mem = '64MB'
"""
DECIDED = """
UPDATE claims_line SET state = 'decided', "order" = t.place FROM decided_now t
WHERE id = t.line AND state = 'received'
"""


NOTHING = np.array([], dtype=np.int64)


class Raced(Exception):
    """Somebody else decided a line of the range meanwhile: nothing is written, the range is decided again."""


@dataclass(frozen=True)
class Given:
    """What a range gave, for the ledger: a decision a place; `others`: persons left to `decide_person`."""

    decisions: np.ndarray
    persons: np.ndarray
    paid: np.ndarray
    others: tuple[int, ...]


def ranges(size: int) -> Iterator[tuple[int, int]]:
    """Persons with waiting lines, as (first, last) of about `size` lines each."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting = cursor.fetchall()
    first, lines, person = 0, 0, 0
    for person, count in waiting:
        first, lines = first or person, lines + count
        if lines >= size:
            yield first, person
            first, lines = 0, 0
    if first:
        yield first, person


@transaction.atomic
def decide_range(*, first: int, last: int, by: str, at: datetime) -> Given:
    """Decide the waiting lines of a range of persons; one event tells of all. Raises Raced, NoLaw."""
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        # whoever decides one of these persons meanwhile finds her counted on and begins again
        cursor.execute("UPDATE people_person SET decided = decided + 1 WHERE id BETWEEN %s AND %s", [first, last])
    apart = doubts.one_by_one(first, last)
    lines, others = _decidable(_copied(LINES.format(first=first, last=last)), _known(first, last), apart, day_of(at))
    if lines is None:
        return Given(NOTHING, NOTHING, NOTHING, tuple(others))
    columns, refused = _evaluated(lines)
    if moved := _moved(lines, columns, refused):
        lines = lines.without(moved)
        columns, refused = _evaluated(lines)
    decisions, persons, paid = _written(lines, columns, refused, by, at)
    return Given(decisions, persons, paid, tuple(sorted(others | moved)))


def _decidable(copied: bytes, known: dict[int, Known], apart: set[int], today: date) -> tuple[Lines | None, set[int]]:
    """Lines of persons with something that waits and nothing in doubt, and the persons to decide one by one."""
    if not copied:
        return None, set()
    table = table_of(copied, today)
    nameless = {*pc.unique(table.column("person")).to_pylist()} - {*known}
    table = table.filter(pc.is_in(table.column("person"), pa.array([*known], pa.int64())))
    if not table.num_rows:
        return None, nameless
    lines = lines_of(table, known)
    waiting = {*lines.persons[lines.orders == 0].tolist()}
    doubtful = ({*lines.persons[lines.doubtful | lines.again].tolist()} | apart) & waiting
    return lines.without(doubtful | ({*known} - waiting)), nameless | doubtful


def _copied(statement: str) -> bytes:
    """What COPY … TO STDOUT gives, by libpq itself: a cursor takes longer over each row than the server."""
    wire, rows = connection.connection.pgconn, []
    result = wire.exec_(statement.encode())
    while result.status == ExecStatus.COPY_OUT:
        while (told := wire.get_copy_data(0))[0] > 0:
            rows.append(told[1])
        result = wire.get_result()
    while wire.get_result():
        pass  # the wire is free only after the last one, also of a statement that failed
    if result.status != ExecStatus.COMMAND_OK:
        raise DatabaseError(result.get_error_message())
    return b"".join(rows)


def _known(first: int, last: int) -> dict[int, Known]:
    among = (first, last)
    doctors, periods, s1_periods = doctors_by_person(among), periods_by_person(among), s1_periods_by_person(among)
    return {
        person: Known(birth, periods.get(person, ()), s1_periods.get(person, ()), doctors.get(person, ()))
        for person, birth in births_by_person(among).items()
    }


def _evaluated(lines: Lines) -> tuple[Columns, np.ndarray]:
    columns = law.evaluate(lines.columns, *WANTED)
    refused = np.full(len(lines.ids), len(REFUSALS))
    for place, code in reversed(list(enumerate(REFUSALS))):
        refused[columns[code]] = place
    return columns, refused


def _moved(lines: Lines, columns: Columns, refused: np.ndarray) -> set[int]:
    """Persons whose history would be decided otherwise today, and those with a repeat: a person looks."""
    otherwise = (refused != lines.refused) | (columns["paid"] != lines.paid)
    moved = np.where(lines.orders > 0, otherwise, refused == REFUSALS.index("already_paid"))
    return {*lines.persons[moved].tolist()}


def _written(
    read: Lines, columns: Columns, refused: np.ndarray, by: str, at: datetime
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    new = np.flatnonzero(read.orders == 0)
    persons = read.persons
    if not len(new):
        return NOTHING, NOTHING, NOTHING
    places = _places(persons, read.orders)[new]
    lines, ids = read.ids[new], _new_ids(len(new))
    layout = _layout()
    kept = telling.kept({name: np.asarray(column)[new] for name, column in _per_line(columns).items()}, layout)
    narrow = telling.narrow(kept)
    content = [
        _rows(part, {n: np.asarray(columns[c])[new[part]] for n, c in AMOUNTS_OF.items()}, code, ids[part], lines[part],
              places[part], kept[part].astype(width), by, at)
        for code in {*refused[new].tolist()}
        for width, fits in ((telling.NARROW, narrow), (telling.WIDEST, ~narrow))
        if len(part := np.flatnonzero((refused[new] == code) & fits))
    ]  # fmt: skip
    body = b"".join(content)
    _copy(DECISIONS, body)
    _mark(lines, places)
    batch, told = hashlib.sha256(body).hexdigest(), np.unique(persons[new]).tolist()
    subject = f"batch:{batch[:26]}"
    journal.record(
        subject=subject, verb="claims.lines.decided", by=by, at=at, law_digest=digest(), lines=len(new),
        persons=len(told), paid=int(np.asarray(columns["paid"])[new].sum()), rows=batch,
    )  # fmt: skip
    letters.notify_all(persons=told, code="claims_decided", subject=subject, at=at)
    return ids, persons[new], np.asarray(columns["paid"])[new]


AMOUNTS_OF = {
    "fee": "fee", "base": "base", "rate": "rate", "share": "amo", "increase": "increase", "flat": "flat_charges",
    "paid": "paid", "left": "left",
}  # fmt: skip


def _rows(
    part: np.ndarray, amounts: dict[str, np.ndarray], code: int, ids: np.ndarray, lines: np.ndarray, places: np.ndarray,
    kept: np.ndarray, by: str, at: datetime,
) -> bytes:  # fmt: skip
    """Rows of one answer: what was paid, or one refusal with all it must say."""
    refused = [*REFUSALS, ""][code]
    until = (entitlement.contest_until(day_of(at)) - date(2000, 1, 1)).days if refused else None
    moment = round(at.timestamp() * 1_000_000) - pgcopy.EPOCH_MICROSECONDS
    numbers = [pgcopy.bigint(amounts[name]) for name in ("share", "increase", "flat", "paid", "left")]
    return pgcopy.rows(
        [
            pgcopy.bigint(ids), new_refs(len(part)), pgcopy.bigint(lines), pgcopy.bigint(amounts["fee"]),
            pgcopy.bigint(amounts["base"]), pgcopy.integer(amounts["rate"]), *numbers, refused.encode(),
            article_of(refused).encode() if refused else b"", until if until is None else until.to_bytes(4, "big"),
            CONTEST.encode() if refused else b"", b"\x01[]", kept, digest().encode(), pgcopy.bigint(places),
            moment.to_bytes(8, "big", signed=True), by.encode(),
        ],
        len(part),
    )  # fmt: skip


def _per_line(columns: Columns) -> Columns:
    """Columns that have a value a line: groups have none."""
    return {name: column for name, column in columns.items() if isinstance(column, np.ndarray)}


def _places(persons: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """The next order of each waiting line: after the highest of her lines, one by one."""
    starts = np.append(True, persons[1:] != persons[:-1])
    group = np.cumsum(starts) - 1
    highest = np.maximum.reduceat(orders, np.flatnonzero(starts))[group]
    waits = (orders == 0).astype(np.int64)
    before = np.cumsum(waits) - waits
    place: np.ndarray = highest + 1 + before - before[np.flatnonzero(starts)][group]
    return place


def _new_ids(count: int) -> np.ndarray:
    return np.frombuffer(_row(NEW_IDS, count)[0], dtype=">i8").astype(np.int64)


def _row(statement: str, *values: int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(cursor.fetchone())


def _layout() -> dict[str, Any]:
    row, _made = Layout.objects.get_or_create(law_digest=digest(), defaults={"layout": telling.layout()})
    return dict(row.layout)


def _copy(statement: str, body: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(pgcopy.HEADER + body + pgcopy.TRAILER)


def _mark(lines: np.ndarray, places: np.ndarray) -> None:
    """The lines are decided, each in its place; all of them still waited, or nothing happens. Raises Raced."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE decided_now (line bigint, place bigint) ON COMMIT DROP")
    _copy(
        "COPY decided_now (line, place) FROM STDIN (FORMAT binary)",
        pgcopy.rows([pgcopy.bigint(lines), pgcopy.bigint(places)], len(lines)),
    )
    with connection.cursor() as cursor:
        cursor.execute(DECIDED)
        if cursor.rowcount != len(lines):
            raise Raced
