"""The whole batch command, Parquet in and explained Parquet out, beside DuckDB's bare read-sort-cap-write of the file."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

LINES = int(os.environ.get("AFFILIA_BATCH_LINES", "5000000"))
FLOOR = """
copy (
    select *, least(200, greatest(0, 5000 - coalesce(sum(least(fee, tariff)) over (
        partition by person order by reimbursed_day rows between unbounded preceding and 1 preceding), 0))) as kept
    from read_parquet('{source}') order by person, reimbursed_day
) to '{target}' (format parquet, compression zstd)
"""


def affilia(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "affilia.console.main", *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make, decide, compare."""
    place = Path(tempfile.mkdtemp(prefix="affilia-batch-"))
    source = place / "claims.parquet"
    affilia("batch", "make", "--lines", str(LINES), "--seed", "1", "--to", str(source))
    start = time.perf_counter()
    affilia("batch", "decide", "--from", str(source), "--to", str(place / "run"))
    ours = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    start = time.perf_counter()
    duckdb.sql(FLOOR.format(source=source, target=place / "floor.parquet"))
    floor = time.perf_counter() - start
    print(f"batch, {platform.machine()}, {os.cpu_count()} cores, {LINES:,} lines, {datetime.now(UTC):%Y-%m-%d}")
    print(f"  decided and explained, file to file: {LINES / ours / 1e6:.2f} M lines/s, {ours:.1f} s")
    print(
        f"  DuckDB's floor: {LINES / floor / 1e6:.2f} M lines/s, {floor:.1f} s; {ours / floor:.1f} x the floor (at most 4)"
    )
    print(f"  largest process {memory:.0f} MB")


if __name__ == "__main__":
    main()
