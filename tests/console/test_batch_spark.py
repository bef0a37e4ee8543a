"""The batch on a cluster: a real master and two executors, the same rows as on one machine, the same refusals."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from affilia.console import batch
from affilia.console.batch_make import make
from affilia.console.batch_spark import whole_persons
from affilia.console.main import main

pytestmark = [pytest.mark.pure, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parent.parent.parent
SPARK = ROOT / ".venv-spark" / "bin" / "affilia"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.parquet"
    make(20_000, 7, path)
    return path


def on_spark(source: Path, place: Path, master: str) -> subprocess.CompletedProcess[str]:
    words = ["batch", "decide", "--engine", "spark", "--master", master, "--from", source, "--to", place, "--json"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run([SPARK, *map(str, words)], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_two_executors_give_the_rows_of_one_machine(claims: Path, tmp_path: Path) -> None:
    here = batch.decide_file(claims, tmp_path / "local", 1)
    done = on_spark(claims, tmp_path / "spark", "local-cluster[2,1,1024]")
    assert done.returncode == 0, done.stderr[-3000:]
    [there] = json.loads(done.stdout)
    assert (there["lines"], there["totals"]) == (here["lines"], here["totals"])
    local = pa.concat_tables([pq.read_table(path) for path in sorted((tmp_path / "local").glob("part-*.parquet"))])
    spark = pq.read_table(tmp_path / "spark").sort_by("row")
    assert spark.column("row").to_pylist() == list(range(20_000))
    differing = [
        name for name in local.column_names if local.column(name).to_pylist() != spark.column(name).to_pylist()
    ]
    assert differing == []


def test_a_line_that_cannot_be_is_told_with_its_row_and_nothing_is_left(claims: Path, tmp_path: Path) -> None:
    table = pq.read_table(claims)
    fees = np.asarray(table.column("fee")).copy()
    fees[12_345] = -1
    pq.write_table(table.set_column(table.column_names.index("fee"), "fee", pa.array(fees)), claims)
    done = on_spark(claims, tmp_path / "spark", "local[1]")
    assert done.returncode == 2
    assert "row 12345: fee is not from 0" in done.stderr
    assert not (tmp_path / "spark").exists()


def test_without_pyspark_the_operator_is_told(
    claims: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    words = ["batch", "decide", "--engine", "spark", "--from", str(claims), "--to", str(tmp_path / "out")]
    assert main(words) == 2
    assert "docs/cluster.md" in capsys.readouterr().err


@pytest.mark.parametrize("sizes", [[1], [3, 3, 3], [60_000, 2, 60_000], [49_999, 1, 1, 50_001], [120_000]])
def test_no_table_of_a_task_cuts_a_person_in_two(sizes: list[int]) -> None:
    """Persons of 1 to 7 lines, in batches of these sizes."""
    total = sum(sizes)
    person = np.repeat(np.arange(total), np.resize([1, 7, 2, 5], total))[:total]
    ends = np.cumsum(sizes)
    batches = [
        pa.record_batch({"person": person[end - size : end]}) for size, end in zip(sizes, ends.tolist(), strict=True)
    ]
    seen: list[np.ndarray] = [np.asarray(table.column("person")) for table in whole_persons(iter(batches))]
    assert np.array_equal(np.concatenate(seen), person)
    assert all(not np.isin(one[-1:], other).any() for one, other in itertools.pairwise(seen))
