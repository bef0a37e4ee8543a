"""What commands print for people: names, values and amounts, nothing of Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from affilia.console import facts
from affilia.console.main import main
from affilia.console.output import named


def lines_of(example: str, place: Path) -> str:
    path = place / "example.yaml"
    path.write_text("\n".join(line[2:] for line in example.splitlines() if line.startswith("  ")))
    return str(path)


def test_a_case_is_headed_by_names_and_euros(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "decide", lines_of(facts.CLAIMS, tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("one: amo_gross: €21.00, ")
    assert main(["claims", "decide", lines_of(facts.CLAIMS, tmp_path), "--lang", "fr"]) == 0
    assert capsys.readouterr().out.startswith("one: amo_gross: 21,00\u00a0€, ")
    assert main(["law", "rights", lines_of(facts.RIGHTS_FILE, tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("salma: begin: 2026-09-01, end: ")
    (tmp_path / "odd.yaml").write_text("- {id: odd, kind: strange}\n")
    assert main(["claims", "decide", str(tmp_path / "odd.yaml")]) == 0
    assert capsys.readouterr().out == "odd: undecided: kind strange\n"


def test_yes_and_no_are_words() -> None:
    assert named({"accepted": False, "paid_cents": 5, "level": "free"}) == "accepted: no, paid: €0.05, level: free"


def test_a_batch_tells_its_totals_in_euros_and_counts_its_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = str(tmp_path / "claims.parquet")
    assert main(["batch", "make", "--lines", "50", "--to", claims]) == 0
    assert main(["batch", "decide", "--from", claims, "--to", str(tmp_path / "out"), "--processes", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("50 lines in 1 part: fee: €")
    assert "{" not in out


def test_a_file_that_is_not_there_is_told_without_numbers_of_the_system(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.parquet")
    assert main(["batch", "decide", "--from", missing, "--to", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"affilia batch: {missing}: No such file or directory\n"


def test_a_day_in_an_error_is_written_as_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("- {id: a, facts: {status: 2026-09-01}}\n")
    assert main(["orient", str(path)]) == 2
    err = capsys.readouterr().err
    assert "datetime" not in err
    assert "2026-09-01" in err


def test_papers_are_printed_by_name_in_the_language_with_what_waits_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines_of(facts.PAPERS, tmp_path)
    assert main(["law", "papers", path]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].startswith("  Passport or national identity card (DOC-01; For your temporary certificate): ")
    assert any("DOC-05; For your permanent number" in line for line in told)
    assert main(["law", "papers", path, "--lang", "fr"]) == 0
    french = capsys.readouterr().out.splitlines()
    assert len(french) == len(told)
    assert not set(told) & set(french)


def test_where_no_paper_is_found_the_reason_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("- {id: a, facts: {french_number: none}}\n")
    assert main(["law", "papers", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("a: no paper: ")
    assert out.endswith("\n  missing: status\n")
    assert main(["law", "papers", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["orientation"]["missing"] == "status"


def test_specimens_are_read_and_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "specimens", "--seed", "0", "--to", str(tmp_path / "papers")]) == 0
    assert "7 papers" in capsys.readouterr().out
    names = {path.stem for path in (tmp_path / "papers").iterdir()}
    assert names >= {"passport", "visa", "enrolment", "birth_certificate", "rib", "care_sheet"}
    passport, sheet = (str(tmp_path / "papers" / f"{name}.jpg") for name in ("passport", "care_sheet"))
    assert main(["documents", "read", passport, sheet]) == 0
    out = capsys.readouterr().out
    assert f"{passport}: passport\n  surname: EL AMRANI (99% sure)\n" in out
    assert f"{sheet}: feuille de soins\n" in out
    assert "  amount: €" in out
    assert "{" not in out


def test_the_gate_says_why_in_the_language_and_goes_on_after_a_missing_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, missing = tmp_path / "bad.jpg", tmp_path / "missing.jpg"
    bad.write_text("text")
    asked = ["documents", "gate", str(missing), str(bad), "--lang", "fr"]
    assert main(asked) == 2
    out, err = capsys.readouterr()
    assert out.startswith(f"{bad}: refuse: Nous ")
    assert all(line == line.rstrip() for line in out.splitlines())
    assert err == f"affilia documents: {missing}: No such file or directory\n"
    assert main([*asked, "--json"]) == 2
    assert capsys.readouterr().out == ""
