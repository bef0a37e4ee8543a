"""What the command says of itself: every word, option and file has its help, and the examples are answered."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from affilia.console import facts
from affilia.console.main import WORDS, main, parser

ROOT = Path(__file__).parent.parent.parent


def parsers(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command and what it is made of."""
    yield whole
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def test_every_option_file_and_word_has_a_help() -> None:
    silent = []
    for one in parsers(parser()):
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                told = {choice.dest: choice.help for choice in action._choices_actions}
                silent += [f"{one.prog} {word}" for word in action.choices if not told.get(word)]
            elif not action.help:
                silent.append(f"{one.prog} {action.option_strings or action.dest}")
    assert silent == []


def test_the_first_help_speaks_to_an_operator_one_line_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert "module" not in out
    assert "add(commands)" not in out
    choices = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    assert [choice.dest for choice in choices._choices_actions] == WORDS
    assert max(len(choice.help or "") for choice in choices._choices_actions) <= 55
    groups = out[out.index("run the service") :].split("\n\n")[0]
    assert sorted(word for line in groups.splitlines() for word in line.split(":")[1].strip().split(", ")) == sorted(
        WORDS
    )


EXAMPLES = {
    "orient": facts.ORIENT,
    "law papers": facts.PAPERS,
    "law rights": facts.RIGHTS_FILE,
    "claims decide": facts.CLAIMS,
    "css decide": facts.CSS,
}


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_example_of_a_help_is_answered(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    example = EXAMPLES[command]
    assert example in capsys.readouterr().out
    path = tmp_path / "example.yaml"
    path.write_text(textwrap.dedent("\n".join(line for line in example.splitlines() if line.startswith("  "))))
    assert main([*command.split(), str(path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row.get("undecided") is None
    assert row.get("amounts") or row.get("papers")


def test_the_page_of_facts_says_what_the_commands_take() -> None:
    assert (ROOT / "docs" / "facts.md").read_text() == facts.page()
    assert set(facts.MEANINGS) == set(facts.NAMES)
    assert "docs/facts.md" in (ROOT / "README.md").read_text()


def test_every_fact_of_the_rights_on_the_page_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = {name: "2026-09-01" for name, (values, _meaning) in facts.RIGHTS.items() if values == facts.A_DAY}
    told |= {
        "final_number": True,
        "decision": "definitive_impossibility",
        "decided_on": "2027-08-01",
        "permit_until": "2027-08-31",
    }
    told |= {"paper_on": "2027-06-01", "sent_on": "2027-06-05", "noticed_on": "2026-09-01"}
    path = tmp_path / "rights.yaml"
    path.write_text(yaml.dump([{"id": "one", "facts": told}]))
    code = main(["law", "rights", str(path), "--json"])
    assert (code, capsys.readouterr().err) == (0, "")


def test_a_fact_that_is_none_is_said_as_a_name_with_near_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("- {id: a, facts: {nationality: [MA]}}\n")
    for command in ("orient", "law papers"):
        assert main([*command.split(), str(path)]) == 2
        err = capsys.readouterr().err
        assert "a: 'nationality': no fact has this name; near it: nationalities" in err
        assert "value" not in err


def test_the_fact_nobody_told_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("- {id: a, facts: {french_number: none, status: student, nationalities: [MA]}}\n")
    assert main(["orient", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["missing"] == "proof"
    assert main(["orient", str(path)]) == 0
    assert "\n  missing: proof\n" in capsys.readouterr().out


def test_a_name_the_law_does_not_have_is_answered_with_those_its_words_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "participation_forfaitaire"]) == 2
    assert "near it: participation, " in capsys.readouterr().err
