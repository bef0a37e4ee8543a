"""The operator's commands: one array, one object an input, exit 2 with place and reason."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from affilia.console.main import WORDS, main

CASES = Path(__file__).parent.parent / "law" / "cases" / "reimbursement_examples.yaml"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, json.loads(out) if out.strip() else None, err


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_help(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([word, "--help"])
    assert end.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_every_case_gets_one_object_in_the_order_given(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _err = run(capsys, "claims", "decide", str(CASES), "--json")
    assert (code, len(rows)) == (0, 98)
    assert rows[0]["id"] == "RX001"
    assert {"id", "amounts", "undecided", "steps"} == set(rows[0])
    assert {"name", "value", "unit", "article", "sentence", "status"} == set(rows[0]["steps"][0])
    assert sum(row["undecided"] is None for row in rows) == 98
    assert all(row["amounts"] == {} for row in rows if row["undecided"])


def test_an_explanation_is_a_table_too_with_what_each_step_was_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "decide", str(CASES), "--table", "--lang", "fr"]) == 0
    first = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert first[0].startswith("RX001: ")
    assert first[1].split() == ["step", "value", "unit", "inputs", "article", "sentence"]
    share = next(line for line in first if line.startswith("rated_share "))
    assert "17,50\u00a0€" in share
    assert "base=25,00\u00a0€, rate=70\u00a0%, flat_instead=no" in share
    # every column begins at its head: the last at the same place on each line
    assert len({line.index("CSS ") for line in first[2:]}) == 1
    for words in (["claims", "decide", str(CASES), "--format", "table"], ["css", "decide", str(CASES), "--table"]):
        assert main(words) == 0
        assert capsys.readouterr().out.count("inputs") >= 10


@pytest.mark.parametrize(
    ("words", "said"), [(["--lang", "en"], "(derived from other rules)"), (["--table"], "(derived")]
)
def test_a_step_that_rests_on_other_rules_says_so_in_every_form(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    case = "{id: L, kind: css_level, request_date: 2026-06-10, household_size: 1, resources_year_eur: 9000}"
    path.write_text(f"css: [{case}]")
    for command in ("claims", "css"):
        assert main([command, "decide", str(path), *words]) == 0
        assert said in capsys.readouterr().out
        _code, (row,), _err = run(capsys, command, "decide", str(path), "--json")
        assert "derived" in {step["status"] for step in row["steps"]}


def test_json_is_a_format_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    _code, asked, _err = run(capsys, "claims", "decide", str(CASES), "--format", "json")
    _code, rows, _err = run(capsys, "claims", "decide", str(CASES), "--json", "--table")
    assert asked == rows


def test_the_language_of_the_sentences_follows(capsys: pytest.CaptureFixture[str]) -> None:
    _code, rows, _err = run(capsys, "claims", "decide", str(CASES), "--json", "--lang", "fr")
    assert "Le remboursement se calcule sur" in rows[0]["steps"][0]["sentence"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a: [", "1:"), ("- 3", "item 1"), ("x", "list"), ("- {id: a, facts: {status: king}}", "status"),
     ("- {id: a, facts: {stay_from: tomorrow}}", "stay_from"), ("- {id: a}", "facts"), ("- {id: a, facts: {odd: 1}}", "odd")],
)  # fmt: skip
def test_facts_that_cannot_be_read_are_told_with_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text)
    code, rows, err = run(capsys, "orient", str(path), "--json")
    assert (code, rows) == (2, None)
    assert str(path) in err
    assert reason in err


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("orient", "/none"), ("claims", "decide", "/none"), ("journal", "verify", "/none")):
        code, _rows, err = run(capsys, *words)
        assert code == 2
        assert "/none" in err


def test_facts_get_their_route(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(
        "- id: a\n  facts: {french_number: none, status: student, nationalities: [MA], proof: none, stay_from: 2026-09-01,"
        " stay_until: 2027-06-30, birth_date: '2004', asked_on: 2026-08-20}\n- id: b\n  facts: {}\n"
    )
    code, rows, _err = run(capsys, "orient", str(path), "--json")
    assert code == 0
    assert [(row["id"], row["route"], row["outcome"]) for row in rows] == [
        ("a", "ORI-20", "register"),
        ("b", None, "caseworker"),
    ]
    assert rows[0]["papers"] == ["DOC-01", "DOC-02", "DOC-03", "DOC-05", "DOC-06", "DOC-07"]


def asked(tmp_path: Path, **facts: object) -> str:
    path = tmp_path / "facts.yaml"
    usual = {
        "french_number": "none", "status": "student", "nationalities": ["MA"], "proof": "none", "stay_from": "2026-09-01",
        "stay_until": "2027-06-30", "asked_on": "2026-09-01", "year_end": "2027-06-30", "born_in": "MA",
    }  # fmt: skip
    path.write_text(json.dumps([{"id": "one", "facts": {**usual, **facts}}]))
    return str(path)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"nationalities": ["ZZ"]}, "nationalities: ['ZZ']"),
        ({"born_in": "??"}, "born_in: '??'"),
        ({"stay_until": "2026-08-01"}, "stay_until: 2026-08-01 comes before stay_from 2026-09-01"),
        ({"asked_on": "2017-01-01", "proof": "ehic", "proof_until": "2017-02-01"}, "card_reminder_days: no value"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_their_place(
    facts: dict[str, object], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rows, err = run(capsys, "orient", asked(tmp_path, **facts), "--json")
    assert (code, rows) == (2, None)
    assert ": one: " in err
    assert said in err


def test_small_letters_name_a_country_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _code, rows, _err = run(capsys, "orient", asked(tmp_path, nationalities=["it"], born_in="it"), "--json")
    assert rows[0]["route"] == "ORI-13"


def test_what_is_said_beside_an_answer_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = asked(tmp_path, birth_date="2009-05-01")
    _code, rows, _err = run(capsys, "orient", path, "--json")
    assert [note["rule"] for note in rows[0]["notes"]] == ["ORI-36"]
    assert main(["orient", path]) == 0
    assert "[ORI-36, CSS L160-2]" in capsys.readouterr().out


def test_papers_are_told_with_amounts_reasons_and_how_sure_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = asked(tmp_path, nationalities=["IT"], born_in="IT")
    _code, (row,), _err = run(capsys, "law", "papers", path, "--json")
    papers = {paper["paper"]: paper for paper in row["papers"]}
    assert "€615.00 a month" in papers["DOC-04"]["sentence"]
    assert papers["DOC-05"]["status"] == "sourced"
    assert [why["paper"] for why in row["why"]] == row["order"] == list(papers)
    assert all(why["sentence"] for why in row["why"])
    path = asked(tmp_path, nationalities=["GR"], born_in="GR")
    _code, (row,), _err = run(capsys, "law", "papers", path, "--translations", "campus_france", "--json")
    assert {paper["paper"]: paper["translation"] for paper in row["papers"]}["DOC-05"] == "required"


def test_numbers_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    _code, rows, _err = run(capsys, "numbers", "check", "2 84 05 88 321 025 32", "7112312345678", "x", "--json")
    assert [(row["kind"], row["valid"]) for row in rows] == [("NIR", True), ("NNP", True), (None, False)]


def test_the_gate_and_the_reader_answer_for_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from affilia.documents import specimens

    paper = tmp_path / "p.jpg"
    paper.write_bytes(
        specimens.passport(specimens.Specimen("Silva", "Tiago", "M", "2002-10-26", "Recife", "BRA", "B1234567"))
    )
    bad = tmp_path / "b.jpg"
    bad.write_text("text")
    _code, rows, _err = run(capsys, "documents", "gate", str(paper), str(bad), "--json")
    assert [(row["verdict"], (row["reason"] or {}).get("code")) for row in rows] == [
        ("accept", None),
        ("refuse", "not_a_picture_or_pdf"),
    ]
    _code, rows, _err = run(capsys, "documents", "read", str(paper), "--json")
    assert (rows[0]["kind"], rows[0]["mrz"]["valid"], rows[0]["mrz"]["fields"]["surname"]) == (
        "passport",
        True,
        "SILVA",
    )
    code, rows, err = run(capsys, "documents", "read", str(bad), "--json")
    assert (code, rows[0]["kind"], rows[0]["readings"]) == (0, None, [])
    assert "This file is something else" in err
    _code, rows, _err = run(capsys, "documents", "kinds", "--json")
    assert "passport" in [row["kind"] for row in rows]


@pytest.mark.kills
def test_the_story_of_a_seed_is_told_twice_the_same(tmp_path: Path) -> None:
    told = []
    for name in ("a", "b"):
        out = tmp_path / name
        command = [sys.executable, "-m", "affilia.console.main", "demo", "--seed", "4", "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True)
        told.append(json.loads((out / "summary.json").read_text()))
        assert {path.name for path in out.iterdir()} == {
            "certificate-temporary.pdf", "certificate-definitive.pdf", "order.xml", "explanation.md", "explanation.json",
            "journal.jsonl", "verify_journal.py", "summary.json",
        }  # fmt: skip
        verifier = [sys.executable, "-I", str(out / "verify_journal.py"), str(out / "journal.jsonl")]
        assert subprocess.run(verifier, check=False, capture_output=True).returncode == 0
        journal = (out / "journal.jsonl").read_text()
        (out / "journal.jsonl").write_text(
            journal.replace("registration.file.accepted", "registration.file.refused", 1)
        )
        assert subprocess.run(verifier, check=False, capture_output=True).returncode == 1
    assert told[0] == told[1]
    assert all(step["ok"] for step in told[0]["steps"])


def test_the_law_is_looked_up_and_a_strange_name_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "participation_amount", "--on", "2026-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["history"][0]["value"] == "200"
    assert main(["law", "show", "particpation"]) == 2
    assert "participation" in capsys.readouterr().err
    assert main(["law", "check"]) == 0
    assert main(["law", "graph", "increase"]) == 0
    assert '"increase_cap" -> "increase";' in capsys.readouterr().out
    assert main(["law", "diff", "2024-05-14", "2024-05-15", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "participation_amount"


def test_a_sheet_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], db: None) -> None:
    code, rows, err = run(capsys, "claims", "explain", "nowhere", "--json")
    assert (code, rows) == (2, None)
    assert "nowhere" in err


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "zh"])
def test_every_explanation_is_said_in_each_of_the_six_languages(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said: dict[str, list[str]] = {}
    for asked in ("en", language):
        _code, rows, _err = run(capsys, "claims", "decide", str(CASES), "--json", "--lang", asked)
        said[asked] = [step["sentence"] for row in rows for step in row["steps"]]
    assert all("{" not in sentence for sentence in said[language])
    if language != "en":
        assert not set(said["en"]) & set(said[language])
