"""`affilia claims decide`: decide the cases of a file by the very rules of the service."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from affilia.console import tables
from affilia.console.facts import CLAIMS
from affilia.console.files import with_ids, yaml_in
from affilia.console.output import InputUnreadable, Row, add_format, add_language, answer, named, translator
from affilia.console.ready import database_ready
from affilia.formats import countries
from affilia.formats.iban import sepa_countries
from affilia.formats.sentences import sentence
from affilia.law.cases import CaseUnreadable, decide_case
from affilia.law.readings import HOW_SURE
from affilia.law.written import quoted

SECTIONS = ("reimbursements", "hospital", "css", "claims")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("claims", help="decide and explain claims").add_subparsers(
        required=True, metavar="VERB"
    )
    parser = words.add_parser("decide", help="decide the cases of a file", epilog=CLAIMS)
    parser.add_argument(
        "file", metavar="CASES.yaml", help="a list of cases, or sections of cases (- reads standard input)"
    )
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)
    explain = words.add_parser("explain", help="a sheet of the database, line by line with its articles")
    explain.add_argument("ref", metavar="ID", help="the reference of the sheet: the last part of its page's address")
    add_format(explain)
    add_language(explain)
    explain.set_defaults(run=explained)


def run(args: argparse.Namespace) -> int:
    """Decide each case; one that needs a rule not yet built is undecided and says which."""
    return explain_cases(args, cases_in(args.file))


def explain_cases(args: argparse.Namespace, cases: list[Row]) -> int:
    """Decide and print cases, each with its steps in the form asked for."""
    rows = [decided(case, args.file) for case in cases]
    if args.format == "table" and not args.json:
        return answer(args, rows, lambda row: _case_in_columns(row, args.lang))
    return answer(args, [told(row, args.lang) for row in rows], lambda row: _case(row, args.lang))


def decided(case: Row, path: str) -> Row:
    """A case decided. Raises InputUnreadable."""
    try:
        return decide_case(case, sepa_countries(), countries.codes())
    except CaseUnreadable as error:
        raise InputUnreadable(f"{path}: {error}") from error


def _head_of(row: Row, language: str) -> str:
    """What the case comes to, or why it is undecided."""
    return f"{row['id']}: {'undecided: ' + row['undecided'] if row['undecided'] else named(row['amounts'], language)}"


def _case(row: Row, language: str) -> str:
    steps = [f"  {marked(step['sentence'], step['status'], language)} [{step['article']}]" for step in row["steps"]]
    return "\n".join([_head_of(row, language), *steps])


def marked(words: str, status: str, language: str) -> str:
    """A sentence with how sure it is; what is sourced says nothing."""
    return f"{words} ({translator(language)(HOW_SURE[status])})" if status in HOW_SURE else words


def _case_in_columns(row: Row, language: str) -> str:
    steps = [
        tables.row({**step, "values": whole["values"]}, marked(step["sentence"], step["status"], language), language)
        for step, whole in zip(told(row, language)["steps"], row["steps"], strict=True)
    ]
    return "\n".join([_head_of(row, language), *([tables.in_columns(steps)] if steps else []), ""])


def cases_in(path: str, sections: tuple[str, ...] = SECTIONS) -> list[Row]:
    """The cases of the sections, or of a plain list, in the order of the file."""
    content = yaml_in(path)
    if isinstance(content, dict) and any(name in content for name in sections):
        content = [case for name in content if name in sections for case in section(content[name], f"{path}: {name}")]
    if not isinstance(content, list):
        raise InputUnreadable(f"{path}: expected a list of cases or the sections {', '.join(sections)}")
    return with_ids(content, f"{path}: case")


def section(content: object, place: str) -> list[Any]:
    """The cases of a section, maybe none. Raises InputUnreadable."""
    if content is not None and not isinstance(content, list):
        raise InputUnreadable(f"{place}: expected a list of cases, found {quoted(content)}")
    return content or []


def told(row: Row, language: str) -> Row:
    """An answer with its steps in words."""
    said = translator(language)
    steps = [
        {
            "name": step["name"],
            "value": step["value"],
            "unit": step["unit"],
            "article": step["article"],
            "sentence": sentence(said(step["says"]), step["values"], language),
            "status": step["status"],
        }
        for step in row["steps"]
    ]
    return {**row, "steps": steps}


def explained(args: argparse.Namespace) -> int:
    """The decisions of one sheet, as they were taken."""
    database_ready()
    from django.utils import translation

    from affilia.claims.queries import claim_for_operator

    with translation.override(args.lang):
        claim = claim_for_operator(args.ref, args.lang) if args.ref.isascii() else None
    if claim is None:
        raise InputUnreadable(f"{args.ref}: no sheet has this reference")
    rows = [
        {
            "line": line.ref, "code": line.code, "care_day": line.care_day.isoformat(), "state": line.state,
            "fee": line.fee, "paid": line.paid, "left": line.left, "refused": line.refused,
            "steps": [asdict(step) for step in line.steps], "otherwise": [asdict(other) for other in line.otherwise],
        }
        for line in claim.lines
    ]  # fmt: skip
    in_columns = args.format == "table"
    return answer(args, rows, lambda row: (_in_columns if in_columns else _in_words)(row, args.lang))


def _head(row: Row) -> str:
    return f"{row['care_day']} {row['code']}: {row['state']}"


def _others(row: Row) -> list[str]:
    return [f"  {other['sentence']} [{other['article']}]" for other in row["otherwise"]]


def _in_words(row: Row, language: str) -> str:
    steps = [f"  {marked(step['sentence'], step['status'], language)} [{step['article']}]" for step in row["steps"]]
    return "\n".join([_head(row), *steps, *_others(row)])


def _in_columns(row: Row, language: str) -> str:
    steps = [
        tables.row(
            {**step, "values": {name: told for name, *told in step["inputs"]}},
            marked(step["sentence"], step["status"], language),
            language,
        )
        for step in row["steps"]
    ]
    return "\n".join([_head(row), *([tables.in_columns(steps)] if steps else []), *_others(row), ""])
