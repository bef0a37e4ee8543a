"""Invented care lines for a batch: persons, acts, days, paths, late sheets; the same seed gives the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from affilia.console.batch_lines import type_of
from affilia.law.facts import CATEGORIES
from affilia.law.flat_charges import franchise_due, participation_due

Made = dict[str, np.ndarray]
GROUP = 500_000
YEAR_START, DAYS = 19_723, 1096  # from 2024-01-01, three years
# category, how often, usual tariffs in cents
MIX = (
    ("doctor", 40, (2650, 3000, 3150, 6000)), ("drug_major", 25, (310, 820, 2000, 4500)), ("drug_moderate", 6, (500, 990)),
    ("drug_low", 2, (116, 640)), ("auxiliary", 10, (315, 1613, 2210)), ("biology", 9, (500, 1000, 2700)),
    ("dentist", 4, (2300, 2892, 8194)), ("transport", 1, (1500, 4000)), ("psychologist_session", 1, (5000,)),
    ("lpp", 2, (2000, 6000)),
)  # fmt: skip
NAMES = [name for name, _often, _tariffs in MIX]
CODES = np.array([CATEGORIES.index(name) for name in NAMES])
TARIFFS = np.array([(*tariffs, *tariffs[-1:] * (4 - len(tariffs))) for _name, _often, tariffs in MIX])
PARTICIPATION = [NAMES.index(name) for name in NAMES if participation_due(name)]
FRANCHISE = [NAMES.index(name) for name in NAMES if franchise_due(name)]
SHARE = np.array([often for _name, often, _tariffs in MIX]) / 100


def make(lines: int, seed: int, path: Path) -> None:
    """Write a file of so many lines, sorted by person and by the order they were accepted."""
    part = path.with_name(f".{path.name}.part")
    try:
        with pq.ParquetWriter(part, next(_groups(1, seed)).schema, compression="zstd") as writer:
            for group in _groups(lines, seed):
                writer.write_table(group)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _groups(lines: int, seed: int) -> Iterator[pa.Table]:
    person = 1
    for place, start in enumerate(range(0, lines, GROUP)):
        rows = min(GROUP, lines - start)
        table, persons = _group(rows, person, np.random.default_rng([seed, place]))
        person += persons
        yield table


def _group(rows: int, first_person: int, chance: np.random.Generator) -> tuple[pa.Table, int]:
    """Lines of whole persons, a dozen each."""
    counts = chance.geometric(1 / 12, size=rows)
    persons = int(np.searchsorted(np.cumsum(counts), rows)) + 1
    who = np.repeat(np.arange(persons), counts[:persons])[:rows]
    columns = {"person": who + first_person, **_days(rows, chance), **_persons(who, persons, chance)}
    columns |= _acts(rows, chance)
    columns |= _flaws(rows, chance)
    order = np.lexsort((columns["reimbursed_day"], who))
    return pa.table({name: _arrow(name, column[order]) for name, column in columns.items()}), persons


def _days(rows: int, chance: np.random.Generator) -> Made:
    """Care, then the sheet, one in a hundred years late, then the money."""
    care = YEAR_START + chance.integers(0, DAYS - 60, size=rows)
    received = care + chance.integers(1, 20, size=rows) + np.where(chance.random(rows) < 0.01, 900, 0)
    return {"care_day": care, "received_day": received, "reimbursed_day": received + chance.integers(2, 12, size=rows)}


def _persons(who: np.ndarray, persons: int, chance: np.random.Generator) -> Made:
    age: np.ndarray = np.asarray(chance.integers(1, 90, size=persons))[who]
    css, local = (chance.random(persons) < share for share in (0.1, 0.03))
    return {"age": age, "minor": age < 18, "css": css[who], "local_scheme": local[who]}


def _acts(rows: int, chance: np.random.Generator) -> Made:
    """What was done, for how much, and what is kept of it."""
    kind = chance.choice(len(MIX), size=rows, p=SHARE)
    tariff = TARIFFS[kind, chance.integers(0, 4, size=rows)]
    units = np.where((kind == 1) & (chance.random(rows) < 0.3), chance.integers(2, 4, size=rows), 1)
    excess = np.where(chance.random(rows) < 0.25, chance.integers(100, 4000, size=rows), 0)
    return {
        "category": CODES[kind],
        "units": units,
        "fee": (tariff + excess) * units,
        "tariff": tariff * units,
        "participation_due": np.isin(kind, PARTICIPATION),
        "franchise_due": np.isin(kind, FRANCHISE),
    }


def _flaws(rows: int, chance: np.random.Generator) -> Made:
    """What makes lines differ: rights, duplicates, signatures, the care path."""
    return {
        "professional": chance.integers(1, 200_000, size=rows),
        "covered": chance.random(rows) > 0.01,
        "same_sheet_before": chance.random(rows) < 0.002,
        "complete": chance.random(rows) > 0.01,
        "out_of_path": chance.random(rows) < 0.15,
    }


def _arrow(name: str, column: np.ndarray) -> pa.Array:
    if name == "category":
        return pa.DictionaryArray.from_arrays(pa.array(column, pa.int32()), pa.array(CATEGORIES))
    wanted = type_of(name)
    return pa.array(column.astype(np.int32)).cast(wanted) if wanted == pa.date32() else pa.array(column, wanted)
