"""The nation's batch: equal to one person at a time, equal between runs, resumable, and strict about its file."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from affilia.console import batch
from affilia.console.batch_lines import FileRefused, check_owners, close, decided
from affilia.console.batch_make import make
from affilia.console.batch_notes import alone
from affilia.console.main import main
from affilia.law.days import EPOCH
from affilia.law.facts import CATEGORIES, FACTS
from affilia.law.reimbursement import LineFacts, decide_lines

pytestmark = pytest.mark.pure


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.parquet"
    make(3000, 11, path)
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks and chunks of a small file."""
    monkeypatch.setattr(batch, "BLOCK", 700)
    monkeypatch.setattr(batch, "CHUNK", 90)


def lines_of(table: pa.Table) -> list[LineFacts]:
    """The rows as facts, one by one."""
    names = [field.name for field in fields(LineFacts) if field.name in table.column_names]
    return [LineFacts(**{name: row[name] for name in names}) for row in table.to_pylist()]


def answer_of(place: Path) -> pa.Table:
    return pa.concat_tables([pq.read_table(path) for path in sorted(place.glob("part-*.parquet"))])


def test_each_line_is_decided_as_if_its_person_were_alone(claims: Path, tmp_path: Path, small: None) -> None:
    batch.decide_file(claims, tmp_path / "run", 1)
    answer = answer_of(tmp_path / "run")
    lines = lines_of(pq.read_table(claims))
    for name in ("paid", "left", "participation", "franchise", "debt", "transferred"):
        column = answer.column(name).to_pylist()
        for person in sorted({one.person for one in lines})[::20]:
            rows = [row for row, one in enumerate(lines) if one.person == person]
            alone = decide_lines([lines[row] for row in rows], told=False)
            if name in alone[0].amounts:
                assert [column[row] for row in rows] == [found.amounts[name] for found in alone]


def test_the_answer_explains_every_line_with_every_column(claims: Path, tmp_path: Path) -> None:
    report = batch.decide_file(claims, tmp_path / "run", 1)
    answer = answer_of(tmp_path / "run")
    assert {"base", "rate", "increase_cap", "participations_counted", "refused", "last_accepted_day"} <= set(
        answer.column_names
    )
    assert report["lines"] == answer.num_rows == 3000
    assert report["totals"]["paid"] == sum(answer.column("paid").to_pylist())
    assert report["totals"]["fee"] == report["totals"]["paid"] + report["totals"]["left"]


def test_two_runs_are_equal_byte_for_byte_whatever_the_processes(
    claims: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BLOCK", 1000)
    for name, processes in (("one", 1), ("two", 2)):
        batch.decide_file(claims, tmp_path / name, processes)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_cuts_change_nothing(claims: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch.decide_file(claims, tmp_path / "whole", 1)
    monkeypatch.setattr(batch, "BLOCK", 500)
    monkeypatch.setattr(batch, "CHUNK", 60)
    batch.decide_file(claims, tmp_path / "cut", 1)
    assert len(list((tmp_path / "cut").glob("part-*.parquet"))) > 3
    assert answer_of(tmp_path / "whole").equals(answer_of(tmp_path / "cut"))


def test_a_run_that_was_stopped_goes_on_where_it_was(claims: Path, tmp_path: Path, small: None) -> None:
    done = batch.decide_file(claims, tmp_path / "run", 1)
    (tmp_path / "run" / "part-00001.json").unlink()
    (tmp_path / "run" / "report.json").unlink()
    untouched = (tmp_path / "run" / "part-00000.parquet").stat().st_mtime_ns
    assert batch.decide_file(claims, tmp_path / "run", 1) == done
    assert (tmp_path / "run" / "part-00000.parquet").stat().st_mtime_ns == untouched


@pytest.mark.parametrize("lost", ["gone", "cut"])
def test_a_part_that_is_gone_or_was_cut_is_decided_again(claims: Path, tmp_path: Path, small: None, lost: str) -> None:
    done = batch.decide_file(claims, tmp_path / "run", 1)
    part = tmp_path / "run" / "part-00001.parquet"
    whole = part.read_bytes()
    part.unlink() if lost == "gone" else part.write_bytes(whole[:100])
    assert batch.decide_file(claims, tmp_path / "run", 1) == done
    assert part.read_bytes() == whole


def test_totals_that_somebody_changed_are_a_fault_of_the_folder(claims: Path, tmp_path: Path) -> None:
    batch.decide_file(claims, tmp_path / "run", 1)
    notes = tmp_path / "run" / "part-00000.json"
    told = json.loads(notes.read_text())
    told["totals"]["paid"] += 1
    notes.write_text(json.dumps(told))
    with pytest.raises(FileRefused, match="do not add up"):
        batch.decide_file(claims, tmp_path / "run", 1)


def test_a_folder_of_another_run_is_refused_and_kept(claims: Path, tmp_path: Path) -> None:
    batch.decide_file(claims, tmp_path / "run", 1)
    make(100, 12, tmp_path / "other.parquet")
    with pytest.raises(FileRefused, match="another"):
        batch.decide_file(tmp_path / "other.parquet", tmp_path / "run", 1)
    assert (tmp_path / "run" / "report.json").exists()


def test_two_runs_never_write_into_one_folder(claims: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["batch", "decide", "--from", str(claims), "--to", str(tmp_path / "run"), "--processes", "1"]
    (tmp_path / "run").mkdir()
    with alone(tmp_path / "run"):
        assert main(command) == 2
    assert "another run writes there" in capsys.readouterr().err
    assert not [*(tmp_path / "run").iterdir()]
    assert main(command) == 0


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make(2000, 5, tmp_path / name)
    make(2000, 6, tmp_path / "c")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


def changed(table: pa.Table, name: str, row: int, value: Any) -> pa.Table:
    column = table.column(name).to_pylist()
    column[row] = value
    kind = pa.string() if name == "category" else table.schema.field(name).type
    return table.set_column(table.column_names.index(name), name, pa.array(column, kind))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("fee", -5, "row 40: fee"),
        ("fee", 10**12, "row 40: fee"),
        ("units", 0, "row 40: units"),
        ("age", -1, "row 40: age"),
        ("fee", None, "row 40: fee is empty"),
        ("category", "magic", "row 40: category"),
        ("received_day", date(2020, 1, 1), "row 40: received_day"),
        ("person", 0, "row 40: person"),
        ("reimbursed_day", date(2020, 1, 1), "row 40: reimbursed_day"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_place_and_nothing_is_written(
    claims: Path, tmp_path: Path, name: str, value: Any, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pq.write_table(changed(pq.read_table(claims), name, 40, value), claims)
    assert main(["batch", "decide", "--from", str(claims), "--to", str(tmp_path / "run"), "--processes", "1"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coefficient", 10**17), ("letter_price", -300), ("participations_before", -1), ("participation_cents_before", -1),
        ("franchise_before", -1), ("contract_percent", -5000), ("contract_lump", -1), ("debt_before", -5000),
        ("sessions_before", -1),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_in_every_column_of_numbers(claims: Path, name: str, value: int) -> None:
    table = pq.read_table(claims).slice(0, 50)
    with pytest.raises(FileRefused, match=f"row 3: {name}"):
        decided(table.append_column(name, pa.array([0, 0, 0, value] + [0] * 46)))


def test_a_line_the_law_has_no_value_for_is_refused_with_its_row_unless_it_is_too_late_anyway(claims: Path) -> None:
    table = changed(pq.read_table(claims).slice(0, 50), "care_day", 7, date(2014, 5, 5))
    _answer, columns = decided(table)
    assert columns["too_late"][7] and not columns["paid"][7]
    for name, day in (("received_day", date(2014, 5, 9)), ("covered", True), ("category", "drug_major")):
        table = changed(table, name, 7, day)
    with pytest.raises(FileRefused, match=r"row 7: rate_general/drug_major: no value on 2014-05-05"):
        decided(table)


def test_a_column_that_the_law_makes_cannot_be_told(claims: Path, tmp_path: Path) -> None:
    table = pq.read_table(claims)
    pq.write_table(table.append_column("full_cover", pa.array([True] * table.num_rows)), claims)
    with pytest.raises(FileRefused, match="column full_cover: the law makes it"):
        batch.decide_file(claims, tmp_path / "run", 1)


def test_a_line_whose_parts_do_not_make_what_is_paid_is_refused(claims: Path) -> None:
    _answer, columns = decided(pq.read_table(claims).slice(0, 50))
    for name in ("amo", "local", "css_part", "flat_charges", "paid", "left", "contract_part"):
        wrong = columns[name].copy()
        wrong[5] -= 10_000_000
        with pytest.raises(FileRefused, match="row 5: "):
            check_owners({**columns, name: wrong}, range(50))


def test_totals_close_only_where_the_parts_make_what_is_paid() -> None:
    totals = {"fee": 3000, "paid": 1900, "left": 1100, "amo": 2100, "local": 0, "css_part": 0, "flat_charges": 200}
    assert close(totals)
    for name in totals:
        assert not close({**totals, name: totals[name] + 1})


def test_a_file_without_a_column_or_of_a_wrong_type_is_refused(
    claims: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = pq.read_table(claims)
    pq.write_table(whole.drop_columns(["tariff"]), claims)
    words = ["batch", "decide", "--from", str(claims), "--to", str(tmp_path / "run"), "--json"]
    assert main(words) == 2
    assert "column tariff is missing" in capsys.readouterr().err
    wrong = whole.set_column(whole.column_names.index("fee"), "fee", pa.array(np.ones(whole.num_rows)))
    pq.write_table(wrong, claims)
    assert main(words) == 2
    assert "column fee: double" in capsys.readouterr().err
    claims.write_text("no parquet")
    assert main(words) == 2
    assert capsys.readouterr().out == ""


def test_columns_that_are_absent_have_the_value_of_nothing_special(claims: Path) -> None:
    table = pq.read_table(claims).slice(0, 100)
    answer, columns = decided(table.drop_columns(["css", "local_scheme"]))
    assert not columns["css"].any()
    assert answer.num_rows == 100
    assert set(columns["category"]) <= set(range(len(CATEGORIES)))
    assert columns["care_day"].min() > (date(2023, 1, 1) - EPOCH) // timedelta(days=1)
    assert set(FACTS) >= set(table.column_names)


def test_the_command_says_its_totals(claims: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "decide", "--from", str(claims), "--to", str(tmp_path / "run"), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["lines"] == 3000
    assert main(["batch", "make", "--lines", "0", "--to", str(tmp_path / "x")]) == 2
