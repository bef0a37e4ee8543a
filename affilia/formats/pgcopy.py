"""Rows for PostgreSQL's COPY … FROM STDIN (FORMAT binary), made of whole columns at once: no row is written one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH_DAYS, EPOCH_MICROSECONDS = 10_957, 946_684_800_000_000  # 1 January 2000, PostgreSQL's day 0

# a column: one value a row (its NumPy type is its width), the same bytes in every row, or None for NULL in every row
Column = np.ndarray | bytes | None


def rows(columns: Sequence[Column], count: int) -> bytes:
    """The rows of a table, without header and trailer: numbers big-endian, texts of one width."""
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for place, column in enumerate(columns):
        layout.append((f"width{place}", ">i4"))
        if width := _width(column):
            layout.append((f"value{place}", f"V{width}"))
    table = np.zeros(count, dtype=layout)
    table["fields"] = len(columns)
    for place, column in enumerate(columns):
        width = _width(column)
        table[f"width{place}"] = -1 if column is None else width
        if isinstance(column, np.ndarray):
            table[f"value{place}"] = np.ascontiguousarray(column).view(f"V{width}").reshape(count)
        elif width:
            table[f"value{place}"] = np.frombuffer(column or b"", dtype=f"V{width}")[0]
    return table.tobytes()


def _width(column: Column) -> int:
    if isinstance(column, np.ndarray):
        return column.dtype.itemsize * (column.shape[1] if column.ndim == 2 else 1)
    return len(column or b"")


def bigint(values: np.ndarray) -> np.ndarray:
    """Eight bytes a number."""
    return values.astype(">i8")


def integer(values: np.ndarray) -> np.ndarray:
    """Four bytes a number."""
    return values.astype(">i4")
