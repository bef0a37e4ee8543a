"""`affilia`: the operator's one command. Each word is a module of this folder with `add(commands)`."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys

from affilia.console.output import InputUnreadable, OutputClosed, Parser, one_line, say

# in the order of the help: running the service, its books, deciding and looking up, papers and numbers
WORDS = [
    "serve",
    "work",
    "demo",
    "journal",
    "payments",
    "orient",
    "law",
    "claims",
    "css",
    "batch",
    "documents",
    "numbers",
]
DESCRIPTION = """\
Run the service, look after its books, and ask its rules: who must register, which papers, what is paid and why."""
EPILOG = """\
run the service:     serve, work, demo
its books:           journal, payments
ask the rules:       orient, law, claims, css, batch
papers and numbers:  documents, numbers

`affilia WORD --help` says more; --json, where a command has it, prints for programs.
exit codes: 0 each input got an answer, 1 the answer is no, 2 an input cannot be read (standard error says where and why)
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line; `--help` works at every level."""
    whole = Parser(prog="affilia", description=DESCRIPTION, epilog=EPILOG)
    commands = whole.add_subparsers(required=True, metavar="WORD", dest="word")
    for word in WORDS:
        importlib.import_module(f"affilia.console.{word}").add(commands)
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run one command: 0 done, 1 the answer is no, 2 the input cannot be read (place and reason on stderr)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "affilia.config.defaults")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # the name of a file may be no text
    try:
        args = parser().parse_args(argv)
    except InputUnreadable as error:
        print(one_line(str(error)), file=sys.stderr)
        return 2
    try:
        code = int(args.run(args) or 0)
        say("", end="")
    except InputUnreadable as error:
        print(one_line(f"affilia {args.word}: {error}"), file=sys.stderr)
        code = 2
    except OutputClosed as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer goes nowhere
        if not error.seen_enough:
            print(f"affilia {args.word}: standard output: {error}", file=sys.stderr)
        code = 0 if error.seen_enough else 2
    except KeyboardInterrupt:
        code = 130
    return code


if __name__ == "__main__":
    sys.exit(main())
