"""The whole batch command, Parquet in and explained Parquet out, beside DuckDB's bare read-sort-cap-write of the file."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from affilia.console.batch_lines import WANTED
from affilia.law.facts import law

MAIN = ("base", "rate", "share", "increase", "due", "flat", "paid")
LINES = int(os.environ.get("AFFILIA_BATCH_LINES", "5000000"))
FLOOR = """
copy (
    select *, least(200, greatest(0, 5000 - coalesce(sum(least(fee, tariff)) over (
        partition by person order by reimbursed_day rows between unbounded preceding and 1 preceding), 0))) as kept
    from read_parquet('{source}') order by person, reimbursed_day
) to '{target}' (format parquet, compression zstd)
"""


def by_polars(source: Path, target: Path) -> None:
    """The main rules in Polars, lazily: base, dated rate of the category, the path's increase, the contribution with its caps."""
    rates = {member.key: member for member in law.parameters if member.name == "rate_general"}
    increase, cap, flat, year_cap = (
        dated(law.quantities[name].members[""])
        for name in ("increase_rate", "increase_cap", "participation_amount", "participation_year_cap")
    )
    rate = pl.lit(0)
    for category, member in rates.items():
        rate = pl.when(pl.col("category") == category).then(dated(member)).otherwise(rate)
    year = [pl.col("person"), pl.col("reimbursed_day").dt.year()]
    lines = pl.scan_parquet(source).with_columns(base=pl.min_horizontal("fee", "tariff"), rate=rate)
    lines = lines.with_columns(share=(pl.col("base") * pl.col("rate") + 5000) // 10_000)
    kept = pl.min_horizontal((pl.col("base") * increase + 5000) // 10_000, cap, "share")
    lines = lines.with_columns(increase=pl.when("out_of_path").then(kept).otherwise(0))
    due = pl.when("participation_due").then(pl.min_horizontal(flat, pl.col("share") - pl.col("increase"))).otherwise(0)
    lines = lines.with_columns(due=due, most=year_cap)
    reached = pl.min_horizontal(pl.col("due").cum_sum().over(year), "most")
    lines = lines.with_columns(reached=reached)
    lines = lines.with_columns(flat=pl.col("reached") - pl.col("reached").shift(1, fill_value=0).over(year))
    lines = lines.with_columns(paid=pl.when("covered").then(pl.col("share") - pl.col("increase") - pl.col("flat")))
    lines.collect(engine="streaming").write_parquet(target, compression="zstd", compression_level=1)


def dated(member: Any) -> pl.Expr:
    """A parameter as an expression over its day: the value in force."""
    found = pl.lit(0)
    for value in member.values:
        day = pl.col(member.looked_up_by)
        found = pl.when(day >= pl.lit(value.from_day)).then(pl.lit(value.value)).otherwise(found)
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def affilia(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "affilia.console.main", *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make, decide, compare."""
    place = Path(tempfile.mkdtemp(prefix="affilia-batch-"))
    source = place / "claims.parquet"
    affilia("batch", "make", "--lines", str(LINES), "--seed", "1", "--to", str(source))
    ours = timed(lambda: affilia("batch", "decide", "--from", str(source), "--to", str(place / "run")))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    floor = timed(lambda: duckdb.sql(FLOOR.format(source=source, target=place / "floor.parquet")))
    polars = timed(lambda: by_polars(source, place / "polars.parquet"))
    print(f"batch, {platform.machine()}, {os.cpu_count()} cores, {LINES:,} lines, {datetime.now(UTC):%Y-%m-%d}")
    print(f"  decided and explained, file to file: {LINES / ours / 1e6:.2f} M lines/s, {ours:.1f} s")
    print(
        f"  DuckDB's floor: {LINES / floor / 1e6:.2f} M lines/s, {floor:.1f} s; {ours / floor:.1f} x the floor (at most 4)"
    )
    print(
        f"  Polars, {len(MAIN)} of our {len(law.needed(*WANTED))} columns: {LINES / polars / 1e6:.2f} M lines/s, {polars:.1f} s;"
        f" {ours / polars:.1f} x"
    )
    print(f"  largest process {memory:.0f} MB")


if __name__ == "__main__":
    main()
