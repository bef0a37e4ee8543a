"""Rows of whole columns, as PostgreSQL's manual lays them out."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from affilia.formats import pgcopy

pytestmark = pytest.mark.pure


def test_each_row_is_laid_out_as_the_manual_says() -> None:
    refs = np.array([b"abc", b"xyz"])
    found = pgcopy.rows(
        [pgcopy.bigint(np.array([1, -2])), refs, b"", None, pgcopy.integer(np.array([7, 8])), b"rule"], 2
    )
    expected = b"".join(
        struct.pack(">hiqi3siiiii4s", 6, 8, number, 3, ref, 0, -1, 4, small, 4, b"rule")
        for number, ref, small in ((1, b"abc", 7), (-2, b"xyz", 8))
    )
    assert found == expected


def test_a_row_of_numbers_is_one_value() -> None:
    packed = np.array([[1, 2], [3, 4]], dtype="<i4")
    assert pgcopy.rows([packed], 2) == b"".join(struct.pack(">hi", 1, 8) + row.tobytes() for row in packed)
