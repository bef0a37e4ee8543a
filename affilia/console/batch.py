"""`affilia batch`: a nation's lines, file to file: chunks of whole persons, one process a core, every line explained."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from affilia.console.batch_db import decide_database
from affilia.console.batch_lines import TOTALS, FileRefused, check_schema, close, decided
from affilia.console.batch_make import make
from affilia.console.batch_notes import alone, part_of, read, to_disk, write
from affilia.console.batch_spark import decide_on_spark
from affilia.console.output import InputUnreadable, Row, add_output, answer, named, reason, whole
from affilia.law.reader import NoLaw, digest

CHUNK, BLOCK = 50_000, 1_000_000  # lines decided together, lines of one file of the answer


@dataclass(frozen=True)
class Block:
    """Rows from `start` to `stop` of the file: whole persons, one part of the answer."""

    number: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        return f"part-{self.number:05}"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("batch", help="decide files of many lines").add_subparsers(
        required=True, metavar="VERB"
    )
    making = words.add_parser("make", help="write a file of invented lines")
    making.add_argument("--lines", type=whole(1, 10**9), required=True, metavar="N", help="how many lines")
    making.add_argument("--seed", type=whole(0, 2**32), default=1, metavar="S", help="same seed, same lines")
    making.add_argument("--to", type=Path, required=True, metavar="CLAIMS.parquet", help="the file to write")
    making.set_defaults(run=run_make)
    deciding = words.add_parser("decide", help="decide every line of a file; a run that was stopped goes on")
    deciding.add_argument(
        "--from", type=Path, required=True, metavar="CLAIMS.parquet|db", dest="source",
        help="a file, or db: the waiting lines of the service's own PostgreSQL",
    )  # fmt: skip
    deciding.add_argument("--to", type=Path, metavar="DIR", dest="place", help="where the answer of a file goes")
    deciding.add_argument(
        "--processes",
        type=whole(1, 1024),
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many at once; without it, one a core",
    )
    deciding.add_argument("--engine", choices=("local", "spark"), default="local", help="where: this machine, or Spark")
    deciding.add_argument("--master", default="local[*]", metavar="URL", help="Spark's master, for --engine spark")
    add_output(deciding)
    deciding.set_defaults(run=run_decide)


def run_make(args: argparse.Namespace) -> int:
    """Write the file whole, or not at all."""
    try:
        if not args.to.name or args.to.is_dir():
            raise InputUnreadable(f"--to {args.to}: is a folder, name a file")
        if not args.to.parent.is_dir():
            raise InputUnreadable(f"--to {args.to}: no folder {args.to.parent}")
        make(args.lines, args.seed, args.to)
    except OSError as error:
        raise InputUnreadable(f"--to {args.to}: {reason(error)}") from error
    return 0


def run_decide(args: argparse.Namespace) -> int:
    """Decide, check the totals, say them."""
    if args.source == Path("db"):
        return run_database(args)
    if args.place is None:
        raise InputUnreadable("--to DIR: the answer of a file needs a folder")
    before: set[Path] | None = None
    try:
        before = set(args.place.iterdir()) if args.place.exists() else None
        if args.engine == "spark":
            report = decide_on_spark(args.source, args.place, args.master)
        else:
            report = decide_file(args.source, args.place, args.processes)
    except BlockingIOError as error:
        raise InputUnreadable(
            f"{args.place}: another run writes there; wait for its end, or name another folder"
        ) from error
    except OSError as error:  # not there, or the disk is full: what is done stays, and the run goes on later
        raise InputUnreadable(f"{error.filename or args.source}: {reason(error)}") from error
    except (FileRefused, NoLaw, pa.ArrowException) as error:
        _cleared(args.place, before)  # nothing half-written of a file that is refused
        raise InputUnreadable(f"{args.source}: {error}") from error
    return answer(args, [report], _told)


def _told(row: Row) -> str:
    parts = "1 part" if row["parts"] == 1 else f"{row['parts']} parts"
    return (
        f"{row['lines']} lines in {parts}: {named({f'{name}_cents': cents for name, cents in row['totals'].items()})}"
    )


def _cleared(place: Path, before: set[Path] | None) -> None:
    """Leave a folder as it was; None: it was not there."""
    if before is None:
        shutil.rmtree(place, ignore_errors=True)
    else:
        for path in set(place.iterdir()) - before:
            path.unlink()


def run_database(args: argparse.Namespace) -> int:
    """Decide what waits in the database, say how much."""
    try:
        report = decide_database(args.processes)
    except (FileRefused, NoLaw) as error:
        raise InputUnreadable(str(error)) from error
    return answer(
        args, [report], lambda row: f"{row['lines']} lines decided, {row['left_to_persons']} persons one by one"
    )


def decide_file(source: Path, place: Path, processes: int) -> dict[str, Any]:
    """Every block that is not there yet, one process a core started by spawn. Raises FileRefused, NoLaw, BlockingIOError."""
    parquet = pq.ParquetFile(source)
    check_schema(parquet.schema_arrow)
    with source.open("rb") as file:
        run = {"input": hashlib.file_digest(file, "sha256").hexdigest(), "law": digest(), "block": BLOCK}
    place.mkdir(parents=True, exist_ok=True)
    with alone(place):
        _begin(place, run)
        plan = list(blocks(parquet))
        waiting = [block for block in plan if not _is_there(place, block)]
        if processes > 1 and len(waiting) > 1:
            with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
                list(pool.map(decide_block, *zip(*[(source, place, block) for block in waiting], strict=True)))
        else:
            for block in waiting:
                decide_block(source, place, block)
        return _finish(place, plan, run)


def _is_there(place: Path, block: Block) -> bool:
    """Whether a block was decided and its file is whole: one that is gone or was cut is decided again."""
    told, part = place / f"{block.name}.json", place / f"{block.name}.parquet"
    return told.exists() and part.exists() and part.stat().st_size == part_of(told)["bytes"]


def _begin(place: Path, run: dict[str, Any]) -> None:
    """A folder holds one run: of one input, under one law."""
    told = place / "run.json"
    if told.exists() and read(told) != run:
        raise FileRefused(f"{place} holds a run of another file or under another law: name another folder")
    write(told, run)


def blocks(parquet: pq.ParquetFile) -> Iterator[Block]:
    """Cut between persons, about a million lines each; only the persons' column is read."""
    start, row, last = 0, 0, None
    number = 0
    for batch in parquet.iter_batches(batch_size=CHUNK * 4, columns=["person"]):
        person = np.asarray(batch.column(0))
        starts = np.flatnonzero(np.append(last is None or person[0] != last, person[1:] != person[:-1])) + row
        cut = starts[starts >= start + BLOCK]
        if len(cut):
            yield Block(number, start, int(cut[0]))
            number, start = number + 1, int(cut[0])
        row, last = row + len(person), person[-1]
    if row > start:
        yield Block(number, start, row)


def decide_block(source: Path, place: Path, block: Block) -> None:
    """Decide one block, chunk by chunk, into a file of its own: there whole, or not there."""
    part = place / f".{block.name}.parquet"
    totals = dict.fromkeys(TOTALS, 0)
    writer = None
    for start, table in chunks(source, block):
        answer_, columns = decided(table, range(start, start + table.num_rows))
        for name in totals:
            totals[name] += int(columns[name].sum())
        writer = writer or pq.ParquetWriter(part, answer_.schema, compression="zstd", compression_level=1)
        writer.write_table(answer_)
    assert writer is not None, "a block has rows"
    writer.close()
    size = part.stat().st_size
    to_disk(part, place / f"{block.name}.parquet")
    write(place / f"{block.name}.json", {"rows": block.stop - block.start, "bytes": size, "totals": totals})


def chunks(source: Path, block: Block) -> Iterator[tuple[int, pa.Table]]:
    """Tables of whole persons, about fifty thousand lines each, with the row each begins at."""
    table = _rows(source, block.start, block.stop)
    person = np.asarray(table.column("person"))
    starts = np.append(np.flatnonzero(np.diff(person)) + 1, len(person))
    at = 0
    while at < len(person):
        until = int(starts[np.searchsorted(starts, min(at + CHUNK, len(person)))])
        yield block.start + at, table.slice(at, until - at)
        at = until


def _rows(source: Path, start: int, stop: int) -> pa.Table:
    """Some rows of a file, from the row groups that hold them."""
    parquet = pq.ParquetFile(source)
    sizes = [parquet.metadata.row_group(n).num_rows for n in range(parquet.metadata.num_row_groups)]
    ends = np.cumsum(sizes)
    first, last = int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(ends, stop))
    table = parquet.read_row_groups(range(first, last + 1))
    return table.slice(start - int(ends[first] - sizes[first]), stop - start)


def _finish(place: Path, plan: list[Block], run: dict[str, Any]) -> dict[str, Any]:
    parts = [part_of(place / f"{block.name}.json") for block in plan]
    totals = {name: sum(part["totals"][name] for part in parts) for name in TOTALS}
    if not close(totals):
        raise FileRefused(f"{place} is damaged: its totals do not add up; name another folder")
    report = {**run, "lines": sum(part["rows"] for part in parts), "parts": len(parts), "totals": totals}
    write(place / "report.json", {**report, "plan": [asdict(block) for block in plan]})
    return report
