"""Every command given what it cannot read: exit 2, one line of place and reason, nothing printed, nothing written."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from affilia.console.batch_make import make
from affilia.console.main import main, parser
from tests.console.wrong import VALUES, twisted
from tests.law.test_cases import CASES

pytestmark = pytest.mark.django_db

# the words of each command with FILE where a file or folder is read, OUT where one is written, NAME where one is looked
# up, N where a number stands
READS = [
    "orient FILE", "law papers FILE", "law rights FILE",
    "claims decide FILE", "css decide FILE", "law impact FILE", "law check FILE",
    "batch decide --from FILE --to FRESH", "journal verify FILE", "journal verify EXPORT --roots FILE",
    "documents gate FILE", "documents read FILE",
]  # fmt: skip
WRITES = [
    "batch make --lines 9 --to OUT",
    "journal export --out OUT",
    "demo --out OUT",
    "documents specimens --to OUT",
    "batch decide --from LINES --to OUT",
]
NAMES = ["claims explain NAME", "law show NAME", "law graph NAME", "law diff NAME 2026-01-01", "law diff 2026-01-01 NAME",
         "law show paid --on NAME", "orient FACTS --choose NAME", "law papers FACTS --choose NAME",
         "journal verify EXPORT --key NAME", "orient FACTS --lang NAME", "batch decide --from LINES"]  # fmt: skip
NUMBERS = ["batch make --lines N --to FRESH", "batch make --lines 9 --seed N --to FRESH", "demo --seed N --out FRESH",
           "batch decide --from LINES --to FRESH --processes N",
           "documents specimens --seed N --to FRESH", "serve --port N", "serve --workers N"]  # fmt: skip
# no file, name or number that could be wrong; without a database: below
NOTHING_TO_READ = {"numbers check", "documents kinds", "documents sweep", "payments status", "work"}
FILES = {
    "missing": None, "folder": None, "unreadable": None, "long": None, "below_a_file": None,
    "empty": b"", "binary": bytes(range(128, 256)) * 40, "number": b"9" * 5000, "word": b"word", "nested": b"[" * 100_000,
    "deep": b"[" * 900 + b"]" * 900, "bomb": b"a: &a [x, x]\n" + b"".join(
        f"a{n}: &a{n} [*a{n - 1 if n else ''}, *a{n - 1 if n else ''}]\n".encode() for n in range(40)),
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with what commands need besides the wrong file."""
    make(50, 1, tmp_path / "LINES")
    (tmp_path / "FACTS").write_text("- {id: a, facts: {}}\n")
    (tmp_path / "EXPORT").write_text('{"kind": "key", "key_id": "k", "public": "04"}\n')
    return tmp_path


def file(place: Path, kind: str) -> str:
    path = place / "wrong"
    if kind == "folder":
        path.mkdir()
    elif kind == "unreadable":
        return "/proc/self/mem"
    elif kind == "long":
        return str(place / ("x" * 4000))
    elif kind == "below_a_file":
        return str(place / "FACTS" / "x")
    elif FILES[kind] is not None:
        path.write_bytes(FILES[kind] or b"")
    return str(path)


def words(command: str, place: Path, **given: str) -> list[str]:
    there = {name: str(place / name) for name in ("LINES", "FACTS", "EXPORT", "FRESH")}
    return [{**there, **given}.get(word, word) for word in command.split()]


def refused(asked: list[str], place: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of it."""
    before = sorted(place.rglob("*"))
    assert main(asked) == 2, asked
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("affilia ")
    assert (err.count("\n"), err[-1]) == (1, "\n")
    assert len(err) < 500
    assert "Traceback" not in err
    assert sorted(place.rglob("*")) == before
    return err


def leaves(whole: argparse.ArgumentParser, above: str = "") -> Iterator[str]:
    """Every command."""
    below = [action for action in whole._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield above.strip()
    for name, one in ((name, one) for action in below for name, one in action.choices.items()):
        yield from leaves(one, f"{above} {name}")


def test_no_command_is_forgotten_here() -> None:
    tried = [*READS, *WRITES, *NAMES, *NUMBERS]
    assert [leaf for leaf in leaves(parser()) if not any(one.startswith(leaf) for one in tried)] == sorted(
        NOTHING_TO_READ, key=list(leaves(parser())).index
    )


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("command", READS)
def test_a_wrong_file_is_said(command: str, kind: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if command.startswith("documents") and FILES[kind] is not None:
        return  # the gate's work: it has an answer for any bytes
    path = file(place, kind)
    told = refused(words(command, place, FILE=path), place, capsys)
    assert path[:40] in told


@pytest.mark.parametrize("kind", ["folder", "below_a_file", "no_folder", "long"])
@pytest.mark.parametrize("command", WRITES)
def test_a_wrong_place_to_write_is_said(
    command: str, kind: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if kind == "folder" and ("demo" in command or "decide" in command or "specimens" in command):
        return  # these write into a folder
    if kind == "no_folder" and ("demo" in command or "decide" in command or "specimens" in command):
        return  # these make it
    path = str(place / "none" / "x") if kind == "no_folder" else file(place, kind)
    assert path[:40] in refused(words(command, place, OUT=path), place, capsys)


@pytest.mark.parametrize("name", ["nowhere", "9" * 5000, "a\nb\x1b[2J", "\udcff", "2026-02-30", "ORI-20=x"])
@pytest.mark.parametrize("command", NAMES)
def test_a_wrong_name_is_said(command: str, name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(words(command, place, NAME=name), place, capsys)


@pytest.mark.parametrize("number", ["-1", "x", "9" * 5000, "٣", "1.5", "", "999999999999999999999"])
@pytest.mark.parametrize("command", NUMBERS)
def test_a_wrong_number_is_said(command: str, number: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "whole number" in refused(words(command, place, N=number), place, capsys)


BAD_IDS = ["", ".nan", ".inf", "2026-09-01", "!!binary aGk=", "[a]", "{a: 1}", "true", "2026-09-01 10:00:00"]


@pytest.mark.parametrize("id_", BAD_IDS)
@pytest.mark.parametrize("command", ["orient FILE", "law papers FILE", "claims decide FILE --json", "css decide FILE"])
def test_an_id_that_json_cannot_hold_is_said_with_its_place(
    command: str, id_: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "wrong").write_text(
        f"- {{id: a, kind: css_period, facts: {{}}}}\n- {{id: {id_}, kind: css_period, facts: {{}}}}\n"
    )
    assert f"wrong: {'case' if 'decide' in command else 'item'} 2: id" in refused(
        words(command, place, FILE=str(place / "wrong")), place, capsys
    )


FACTS = {
    "french_number": "none", "status": "student", "nationalities": ["MA"], "proof": "none", "born_in": "MA",
    "stay_from": "2026-09-01", "stay_until": "2027-06-30", "birth_date": "2004", "asked_on": "2026-08-20", "works": False,
    "proof_until": "2027-01-01", "year_end": "2027-08-31", "civil_status_language": "ar", "organisation": "embassy",
    "purpose": "none", "insured_in": "DE", "enrolled_in_france": True, "exchange": False,
}  # fmt: skip


@pytest.mark.parametrize("command", ["orient", "law papers"])
@pytest.mark.parametrize("proof", ["none", "ehic"])
def test_a_wrong_value_in_facts_is_answered_or_said_with_its_id(
    command: str, proof: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.yaml"
    for item in [*twisted({"id": "two", "facts": {**FACTS, "proof": proof}})]:
        path.write_text(yaml.dump([{"id": "one", "facts": {}}, item], allow_unicode=True, Dumper=yaml.CSafeDumper))
        code = main([*command.split(), str(path), "--json"])
        out, err = capsys.readouterr()
        assert code in (0, 2)
        assert len(json.loads(out)) == 2 if code == 0 else out == ""
        assert err == "" if code == 0 else ": two: " in err or (item["id"] != "two" and str(path) in err)
        assert err.count("\n") <= 1


@pytest.mark.parametrize("value", [3, "word", {"a": 1}, [3], [[1]], ["x"], True])
@pytest.mark.parametrize("section", ["reimbursements", "hospital", "css", "claims"])
def test_a_section_that_is_no_list_of_cases_is_said(
    section: str, value: Any, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "wrong").write_text(yaml.dump({section: value}))
    told = refused(words("claims decide FILE", place, FILE=str(place / "wrong")), place, capsys)
    assert section in told or "case 1" in told


def test_the_wrong_case_among_many_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [{**case} for case in CASES]
    cases[60]["request_date" if "request_date" in cases[60] else "date_of_care"] = "9999-12-31"
    (place / "wrong").write_text(yaml.dump(cases, Dumper=yaml.CSafeDumper))
    assert cases[60]["id"] in refused(words("claims decide FILE", place, FILE=str(place / "wrong")), place, capsys)


PROPOSAL = {
    "label": {"fr": "Participation forfaitaire", "en": "Flat contribution"}, "unit": "cents", "where": ["participation_due"],
    "looked_up_by": "care_day", "created": False, "values": {"D": 100}, "references": {"D": {"title": "t", "status": "sourced"}},
}  # fmt: skip


@pytest.mark.parametrize("command", ["law impact", "law check"])
def test_a_wrong_value_in_a_proposal_is_answered_or_said_with_its_file(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "parameters" / "participation_amount.yaml"
    path.parent.mkdir()
    for content in [*twisted(PROPOSAL)][:: 1 if command == "law check" else 3]:
        path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper).replace("D:", "2005-01-01:"))
        code = main([*command.split(), str(tmp_path)])
        out, err = capsys.readouterr()
        assert code in ((0, 1) if command == "law check" else (0, 2))
        assert "participation_amount" in (out if command == "law check" else err) or code == 0
        assert err.count("\n") <= 1


@pytest.mark.parametrize(
    "name", ["parameters/new.yaml", "parameters/rate_general/magic.yaml", "parameters/rate_general.yaml"]
)
def test_a_quantity_the_law_does_not_have_is_no_proposal(
    name: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / name
    path.parent.mkdir(parents=True)
    path.write_text(yaml.dump(PROPOSAL).replace("D:", "2005-01-01:"))
    assert "the law has no such quantity" in refused(["law", "impact", str(place)], place, capsys)


def test_a_column_that_stands_twice_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pq.read_table(place / "LINES")
    for name in ("fee", "note"):
        twice = table.append_column(name, table.column("fee")).append_column(name, table.column("fee"))
        pq.write_table(twice, place / "wrong")
        told = refused(words("batch decide --from FILE --to FRESH", place, FILE=str(place / "wrong")), place, capsys)
        assert f"column {name} stands twice" in told


@pytest.mark.parametrize("name", ["run.json", "part-00000.json"])
@pytest.mark.parametrize("bytes_", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"rows": "x"}'])
def test_damaged_notes_of_a_run_are_said(
    name: str, bytes_: bytes, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = words("batch decide --from LINES --to FRESH --processes 1", place)
    assert main(asked) == 0
    capsys.readouterr()
    (place / "FRESH" / name).write_bytes(bytes_)
    assert str(place / "FRESH")[:60] in refused(asked, place, capsys)


def test_a_refused_file_leaves_nothing_in_a_folder_that_was_there(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "FRESH").mkdir()
    table = pq.read_table(place / "LINES")
    fees = [-1, *table.column("fee").to_pylist()[1:]]
    pq.write_table(table.set_column(table.column_names.index("fee"), "fee", pa.array(fees)), place / "wrong")
    told = refused(words("batch decide --from FILE --to FRESH", place, FILE=str(place / "wrong")), place, capsys)
    assert "row 0: fee" in told


EXPORTS = [b"", b"\n\n", b"{}\n", b"[]\n", b"9" * 5000, b"[" * 100_000, b'"a"', b'{"kind": "odd"}', b"\xff\xfe"]


@pytest.mark.parametrize("content", EXPORTS)
@pytest.mark.parametrize("kept", [False, True])
def test_an_export_that_is_none_is_said_here_and_by_the_verifier_alone(
    content: bytes, kept: bool, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "wrong").write_bytes(content)
    files = ["EXPORT", "--roots", "wrong"] if kept else ["wrong"]
    asked = [str(place / word) if word in ("EXPORT", "wrong") else word for word in files]
    assert str(place / "wrong") in refused(["journal", "verify", *asked], place, capsys)
    alone = [sys.executable, "-I", "affilia/journal/verify_journal.py", *asked]
    done = subprocess.run(alone, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("line", ["{", "9" * 5000, "[" * 100_000, "[]", "{}", '{"kind": "event", "subject": []}'])
def test_an_export_with_one_bad_line_was_altered(line: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (place / "EXPORT").open("a") as export:
        export.write(f"{line}\n")
    assert main(["journal", "verify", str(place / "EXPORT")]) == 1
    assert json.loads(capsys.readouterr().out)["first_bad"]


def alone(*asked: str, into: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output into what a shell says."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "AFFILIA_"))}
    line = ["bash", "-o", "pipefail", "-c", f'"$@" {into}', "-", sys.executable, "-m", "affilia.console.main", *asked]
    return subprocess.run(line, check=False, capture_output=True, text=True, env={**inherited, **env})


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    done = alone("law", "graph", into="| head -1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "digraph law {\n", "")
    cases = "tests/law/cases/reimbursement_examples.yaml"
    assert alone("claims", "decide", cases, "--table", into="| head -1").stderr == ""
    assert alone("claims", "decide", cases, "--json", into="| head -1").stderr == ""


def test_a_full_disk_behind_the_output_is_said() -> None:
    done = alone("law", "graph", into="> /dev/full")
    assert (done.returncode, done.stderr) == (2, "affilia law: standard output: No space left on device\n")


@pytest.mark.parametrize(
    "command",
    ["payments status", "journal export", "journal export --out OUT", "claims explain x", "work --once", "work --failed",
     "law impact PROPOSAL"],
)  # fmt: skip
@pytest.mark.parametrize("database", ["none", "empty", "text"])
def test_without_a_database_a_command_says_so_and_makes_none(command: str, database: str, tmp_path: Path) -> None:
    var = tmp_path / "var"
    path = tmp_path / "PROPOSAL" / "parameters" / "participation_amount.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.dump(PROPOSAL).replace("D:", "2005-01-01:"))
    file = var / "affilia.sqlite3"
    if database != "none":
        var.mkdir()
        file.write_text("" if database == "empty" else "no database" * 100)
    asked = [str(tmp_path / word) if word in ("OUT", "PROPOSAL") else word for word in command.split()]
    done = alone(*asked, AFFILIA_VAR=str(var))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert str(file) in done.stderr
    assert file.exists() == (database != "none")
    assert not (tmp_path / "OUT").exists()


def test_every_wrong_value_can_be_written_in_yaml() -> None:
    for value in VALUES:
        yaml.dump(value, Dumper=yaml.CSafeDumper)
