"""The law: one claim of five lines decided and explained; columns against a plain loop, line by line equal."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from affilia.law.facts import law
from affilia.law.reimbursement import AMOUNTS, REFUSALS, LineFacts, columns_of, decide_lines

LINES = 200_000
CHUNK = 50_000


def line(n: int) -> LineFacts:
    """An invented line: ten lines a person over two years."""
    day = date(2025, 1, 2) + timedelta(days=(n % 10) * 60)
    return LineFacts(
        person=n // 10, professional=n % 3, care_day=day, reimbursed_day=day + timedelta(days=7),
        received_day=day + timedelta(days=3), category="doctor", fee=3000 + n % 900, tariff=3000, age=22, covered=n % 50 != 0,
        out_of_path=n % 4 == 0,
    )  # fmt: skip


def plain(lines: list[LineFacts]) -> list[int]:
    """The same rules as a loop over Python numbers, for doctors' acts."""
    counted: dict[tuple[int, int], int] = {}
    paid = []
    for one in lines:
        base = min(one.tariff, one.fee)
        share = (base * 7000 + 5000) // 10000
        if one.out_of_path:
            share = max(share - min((base * 4000 + 5000) // 10000, 1200), 0)
        if not one.covered:
            paid.append(0)
            continue
        year = (one.person, one.reimbursed_day.year)
        count = counted.get(year, 0)
        counted[year] = count + (count < 25)
        paid.append(share - (200 if count < 25 else 0))
    return paid


def main() -> None:
    """Measure, compare, print ratios."""
    print(
        f"law, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )
    five = [line(n) for n in range(5)]
    decide_lines(five)
    start = time.perf_counter()
    for _round in range(300):
        decide_lines(five)
    print(
        f"  one claim of five lines, decided and explained: {(time.perf_counter() - start) / 300 * 1000:.2f} ms (at most 2)"
    )
    thirty = [replace(line(n), person=1) for n in range(30)]
    start = time.perf_counter()
    for _round in range(100):
        decide_lines(thirty, told=False)
    print(f"  one person of 30 lines, decided: {(time.perf_counter() - start) / 100 * 1000:.2f} ms (at most 3)")
    lines = [line(n) for n in range(LINES)]
    columns = columns_of(lines)
    start = time.perf_counter()
    loop = plain(lines)
    slow = LINES / (time.perf_counter() - start)
    chunks = [{name: column[at : at + CHUNK] for name, column in columns.items()} for at in range(0, LINES, CHUNK)]
    best, paid = 0.0, []
    for _round in range(5):
        start = time.perf_counter()
        paid = [law.evaluate(chunk, *REFUSALS, *AMOUNTS)["paid"] for chunk in chunks]
        best = max(best, LINES / (time.perf_counter() - start))
    assert np.concatenate(paid).tolist() == loop, "the columns and the loop differ"
    print(
        f"  columns: {best / 1e6:.2f} M lines/s a core (at least 3); plain loop {slow / 1e6:.2f} M; ratio {best / slow:.1f}; equal"
    )


if __name__ == "__main__":
    main()
