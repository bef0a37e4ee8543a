"""`affilia css decide`: decide requests for the C2S (complémentaire santé solidaire) by the rules of the service."""

from __future__ import annotations

import argparse

from affilia.console.claims import cases_in, explain_cases
from affilia.console.facts import CSS
from affilia.console.output import InputUnreadable, add_format, add_language
from affilia.law.cases import CSS_KINDS
from affilia.law.written import quoted


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("css", help="decide requests for the C2S").add_subparsers(required=True, metavar="VERB")
    parser = words.add_parser("decide", help="decide the cases of a file", epilog=CSS)
    parser.add_argument(
        "file", metavar="CASES.yaml", help="a list of cases, or a file with a section css (- reads standard input)"
    )
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Decide each case, told like those of `claims decide`."""
    cases = cases_in(args.file, sections=("css",))
    for case in cases:
        kind = case.get("kind")
        if not isinstance(kind, str) or kind not in CSS_KINDS:
            raise InputUnreadable(f"{args.file}: {case['id']}: kind {quoted(kind)} is not one of the C2S")
    return explain_cases(args, cases)
