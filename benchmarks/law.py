"""The law: one claim of five lines decided and explained; columns against a plain loop, line by line equal.

Two kinds of lines are measured, each with every rule and every column that is kept: doctors' visits only, and a mix of all
care, schemes, covers and contracts (tests/law/histories.py), which is what a nation looks like.
"""

from __future__ import annotations

import os
import platform
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np

from affilia.law.facts import law
from affilia.law.reimbursement import WANTED, LineFacts, columns_of, decide_lines
from tests.law import oracle
from tests.law.histories import history

LINES = 200_000
CHUNK = 30_000  # large enough that calls weigh little, small enough for the core
ROUNDS = 5


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


def mix() -> list[LineFacts]:
    """Lines of everybody and everything, person by person."""
    lines: list[LineFacts] = []
    person = 0
    while len(lines) < LINES:
        person += 1
        lines += history(Random(person), person)
    return lines


def measure(lines: list[LineFacts]) -> tuple[float, list[int]]:
    """Lines a second of one core, and what was paid."""
    columns = columns_of(lines)
    cuts = [0, *(at + 1 for at in np.flatnonzero(np.diff(columns["person"])))]
    starts = [cuts[np.searchsorted(cuts, at)] for at in range(0, cuts[-1], CHUNK)]
    ends = [*starts[1:], len(lines)]
    chunks = [
        {name: column[start:end] for name, column in columns.items()} for start, end in zip(starts, ends, strict=True)
    ]
    best, paid = 0.0, []
    for _round in range(ROUNDS):
        start = time.process_time()  # of this process alone: others on the machine do not count
        paid = [law.evaluate(chunk, *WANTED)["paid"] for chunk in chunks]
        best = max(best, len(lines) / (time.process_time() - start))
    return best, np.concatenate(paid).tolist()


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
    start = time.process_time()
    loop = plain(lines)
    slow = LINES / (time.process_time() - start)
    best, paid = measure(lines)
    assert paid == loop, "the columns and the loop differ"
    print(
        f"  doctors' visits: columns {best / 1e6:.2f} M lines/s a core (at least 3); "
        f"plain loop {slow / 1e6:.2f} M; ratio {best / slow:.1f}; equal"
    )
    everything = mix()
    start = time.process_time()
    loop = [found["paid"] for found in oracle.decide(everything)]
    slow = len(everything) / (time.process_time() - start)
    best, paid = measure(everything)
    assert paid == loop, "the columns and the oracle differ"
    print(
        f"  a mix of all care: columns {best / 1e6:.2f} M lines/s a core (at least 3); "
        f"the tests' plain loop {slow / 1e6:.2f} M; ratio {best / slow:.1f}; equal"
    )


if __name__ == "__main__":
    main()
