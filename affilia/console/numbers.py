"""`affilia numbers check`: what a text is as a number, and why not."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from affilia.console.output import add_output, answer
from affilia.formats import numbers


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("numbers", help="check social-security numbers").add_subparsers(
        required=True, metavar="VERB"
    )
    parser = words.add_parser("check", help="shape and key of NIR, NNP and MIG; a NIA has the form of a NIR")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="a number as people write it; spaces do not count")
    parser.add_argument("--kind", choices=["NIR", "NNP", "MIG"], help="without it, the first digit tells")
    parser.add_argument(
        "--before-2012", action="store_true", help="a NNP may have 0 as its second figure, as before 2012"
    )
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check each text."""
    rows = [asdict(numbers.check(text, args.kind, before_2012=args.before_2012)) for text in args.text]
    return answer(
        args, rows, lambda row: f"{row['text']}: {row['kind'] or '?'} {'valid' if row['valid'] else row['reason']}"
    )
