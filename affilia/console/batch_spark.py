"""The same decision on a cluster: PySpark brings whole persons together, the very same function decides them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from affilia.console.batch_lines import TOTALS, FileRefused, check_schema, close, decided

ROW = "row"  # the line's place in the file: the order in which a person's lines count
CHUNK = 50_000
ROOT = Path(__file__).resolve().parent.parent.parent
REFUSED = re.compile(r"(?:FileRefused|NoLaw): (.+)")


def decide_on_spark(source: Path, place: Path, master: str) -> dict[str, Any]:
    """Every line of a file, into the folder `place`; lines and control totals. Raises FileRefused."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise FileRefused("PySpark is not installed here: see docs/cluster.md") from missing
    if place.exists():
        raise FileRefused(f"{place} exists: name another folder")
    schema = answer_schema(source)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = _configured(SparkSession.builder, master).getOrCreate()
    try:
        return _run(session, source, place, schema)
    except PySparkException as error:
        told = REFUSED.search(str(error))
        raise FileRefused(told[1] if told else str(error).splitlines()[0]) from error
    finally:
        session.stop()


def _configured(builder: Any, master: str) -> Any:
    """Our settings; a cluster's own come from spark-defaults.conf."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
        "spark.executorEnv.PYTHONPATH": str(ROOT),
        "spark.sql.session.timeZone": "UTC",
    }
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.master(master).appName("affilia batch decide")


def answer_schema(source: Path) -> pa.Schema:
    """The columns of the answer, as deciding one row makes them. Raises FileRefused."""
    parquet = pq.ParquetFile(source)
    check_schema(parquet.schema_arrow)
    first = next(parquet.iter_batches(batch_size=1), None)
    if first is None:
        raise FileRefused("no line in the file")
    schema = decided(plain(pa.Table.from_batches([first])))[0].schema
    return schema.append(pa.field(ROW, pa.int64()))


def plain(table: pa.Table) -> pa.Table:
    """Coded words as words: an engine hands them on so."""
    coded = {name for name in table.column_names if pa.types.is_dictionary(table.schema.field(name).type)}
    columns = {name: table.column(name) for name in table.column_names}
    return pa.table({name: col.cast(pa.string()) if name in coded else col for name, col in columns.items()})


def _run(session: Any, source: Path, place: Path, schema: pa.Schema) -> dict[str, Any]:
    from pyspark.sql import functions as of
    from pyspark.sql.pandas.types import from_arrow_schema

    lines = pq.read_metadata(source).num_rows
    parts = max(session.sparkContext.defaultParallelism, lines // 500_000 + 1)
    rows = session.read.parquet(str(source)).select("*", of.col("_metadata.row_index").alias(ROW))
    persons = rows.repartition(parts, "person").sortWithinPartitions("person", ROW)
    persons.mapInArrow(decide_partition, from_arrow_schema(schema)).write.parquet(str(place))
    found = session.read.parquet(str(place)).agg(of.count("*"), *(of.sum(name) for name in TOTALS)).first()
    totals = dict(zip(TOTALS, (int(value) for value in found[1:]), strict=True))
    if found[0] != lines or not close(totals):
        raise FileRefused(f"{found[0]} of {lines} lines, totals {totals}: they do not add up")
    return {"lines": lines, "parts": parts, "totals": totals}


def decide_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The lines of many whole persons, sorted; what a task of the cluster runs."""
    for table in whole_persons(batches):
        rows = table.column(ROW)
        answer, _columns = decided(plain(table.drop_columns([ROW])), np.asarray(rows))
        yield from answer.append_column(ROW, rows).to_batches()


def whole_persons(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches as tables of about fifty thousand lines, none of which cuts a person in two."""
    kept: list[pa.RecordBatch] = []
    for batch in batches:
        kept.append(batch)
        if sum(one.num_rows for one in kept) < CHUNK:
            continue
        table = pa.Table.from_batches(kept)
        person = np.asarray(table.column("person"))
        last = int(np.searchsorted(person, person[-1]))  # the last person may go on in the next batch
        if last:
            yield table.slice(0, last)
        kept = table.slice(last).to_batches()
    if kept:
        yield pa.Table.from_batches(kept)
