"""Care lines in Arrow tables: what a file must hold, tables as columns of the law, columns of the law as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from affilia.law.columns import Columns
from affilia.law.facts import FACTS, WORDS, law
from affilia.law.reader import NoLaw
from affilia.law.reimbursement import WANTED, LineFacts, completed

REQUIRED = tuple(field.name for field in fields(LineFacts) if field.default is MISSING)
TYPES = {"flag": pa.bool_(), "days": pa.date32()}
TOTALS = ("fee", "base", "amo", "increase", "local", "css_part", "flat_charges", "paid", "left", "contract_part")
Rows = Sequence[int] | np.ndarray
# beyond these an amount, a number of acts or an age is a slip: the file is refused, with its row
MOST = 100_000_000
BOUNDS = {
    "units": (1, 9999), "age": (0, 130), "coefficient": (0, 1_000_000), "sessions_before": (0, 9999),
    "participations_before": (0, 9999),
    **dict.fromkeys(("contract_percent", "contract_share", "contract_percent_optam"), (0, 1_000_000)),
    **dict.fromkeys(("fee", "tariff", "letter_price", "contract_lump", "debt_before"), (0, MOST)),
    **dict.fromkeys(("participation_cents_before", "franchise_before"), (0, MOST)),
}  # fmt: skip


class FileRefused(Exception):
    """A file of lines lacks a column, has a wrong type, or a row that cannot be."""


def type_of(name: str) -> pa.DataType:
    """The Arrow type of a fact: some are words, days are dates, flags booleans, the rest whole numbers."""
    return pa.string() if name in WORDS else TYPES.get(FACTS[name], pa.int64())


def check_schema(schema: pa.Schema) -> list[str]:
    """The columns to read. Raises FileRefused."""
    twice = next((name for name in schema.names if schema.names.count(name) > 1), None)
    if twice:
        raise FileRefused(f"column {twice} stands twice")
    for name in REQUIRED:
        if name not in schema.names:
            raise FileRefused(f"column {name} is missing; needed are {', '.join(REQUIRED)}")
    for name in schema.names:
        if name not in FACTS and name in law.units:
            raise FileRefused(f"column {name}: the law makes it, it cannot be told")
    known = [name for name in FACTS if name in schema.names]
    for name in known:
        found, wanted = schema.field(name).type, type_of(name)
        whole = pa.types.is_integer(found) and pa.types.is_integer(wanted)
        word = pa.types.is_dictionary(found) and found.value_type == pa.string() and wanted == pa.string()
        if not (found == wanted or whole or word):
            raise FileRefused(f"column {name}: {found} where {wanted} is wanted")
    return known


def columns_of(table: pa.Table, rows: Rows | None = None) -> Columns:
    """A table as columns of the law; `rows`: each line's place in its file. Raises FileRefused with the row."""
    rows = range(table.num_rows) if rows is None else rows
    names = [name for name in FACTS if name in table.column_names]
    told = {name: _column(name, table.column(name).combine_chunks(), rows) for name in names}
    columns = completed(told, table.num_rows)
    for name, (least, most) in BOUNDS.items():
        _refuse(name, (columns[name] < least) | (columns[name] > most), f"is not from {least} to {most}", rows)
    _refuse("received_day", columns["received_day"] < columns["care_day"], "comes before the care", rows)
    early = columns["reimbursed_day"] < columns["received_day"]
    _refuse("reimbursed_day", early, "comes before the sheet was received", rows)
    person = columns["person"]
    _refuse("person", np.append(False, person[1:] < person[:-1]), "is lower than the one before: sort the file", rows)
    return columns


def _column(name: str, array: pa.Array, rows: Rows) -> np.ndarray:
    if array.null_count:
        row = int(np.argmax(np.asarray(array.is_null())))
        raise FileRefused(f"row {rows[row]}: {name} is empty")
    if name in WORDS:
        return _places(name, array, rows)
    if FACTS[name] == "days":
        return np.asarray(array.cast(pa.int32()), dtype=np.int64)
    return np.asarray(array, dtype=bool if FACTS[name] == "flag" else np.int64)


def _places(name: str, array: pa.Array, rows: Rows) -> np.ndarray:
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    places = pc.index_in(coded.dictionary, pa.array(WORDS[name]))
    unknown = np.asarray(places.is_null())
    codes = np.asarray(coded.indices)
    _refuse(name, unknown[codes], f"is no {name} of the law", rows)
    found: np.ndarray = np.asarray(places, dtype=np.int64)[codes]
    return found


def _refuse(name: str, bad: np.ndarray, why: str, rows: Rows) -> None:
    if bad.any():
        raise FileRefused(f"row {rows[int(np.argmax(bad))]}: {name} {why}")


PARTS = ("amo", "local", "css_part", "contract_part", "flat_charges", "increase", "transferred", "debt")


def close(totals: Mapping[str, int]) -> bool:
    """Whether control totals add up: what the fund gives in parts, less flat charges, is paid; the rest is left."""
    given = totals["amo"] + totals["local"] + totals["css_part"] - totals["flat_charges"]
    return totals["paid"] == given and totals["paid"] + totals["left"] == totals["fee"]


def check_owners(columns: Columns, rows: Rows) -> None:
    """Every cent of every line has an owner, and nobody gives less than nothing. Raises FileRefused with the row."""
    given = columns["amo"] + columns["local"] + columns["css_part"]
    _refuse("paid", columns["paid"] != given - columns["flat_charges"], "is not what its parts make", rows)
    _refuse("left", columns["paid"] + columns["left"] != columns["fee"], "and paid do not make the fee", rows)
    _refuse("paid", given > columns["fee"], "is more than the fee", rows)
    _refuse("left_to_patient", columns["left_to_patient"] < columns["flat_charges"], "is less than nothing", rows)
    for name in PARTS:
        _refuse(name, columns[name] < 0, "is less than nothing", rows)


def decided(table: pa.Table, rows: Rows | None = None) -> tuple[pa.Table, Columns]:
    """The lines of whole persons, decided: the table with every column the law made, and those columns.

    A pure function of the table and the law: what one machine, several processes and a cluster run alike.
    Raises FileRefused with the row.
    """
    rows = range(table.num_rows) if rows is None else rows
    try:
        columns = law.evaluate(columns_of(table, rows), *WANTED)
    except NoLaw as missing:
        raise FileRefused(f"row {rows[missing.row]}: {missing}") from missing
    check_owners(columns, rows)
    made = {
        name: pa.array(columns[name])
        for name in law.needed(*WANTED)
        if name not in FACTS and isinstance(columns[name], np.ndarray)
    }
    given = {name: table.column(name) for name in table.column_names}
    return pa.table({**given, **made}), columns
