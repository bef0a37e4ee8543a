"""`affilia`: the operator's one command. Each word is a module of this folder with `add(commands)`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from affilia.console.output import InputUnreadable

WORDS = [
    "serve",
    "work",
    "demo",
    "orient",
    "documents",
    "numbers",
    "claims",
    "css",
    "law",
    "batch",
    "journal",
    "payments",
]


def parser() -> argparse.ArgumentParser:
    """The whole command line; `--help` works at every level."""
    whole = argparse.ArgumentParser(prog="affilia", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="WORD", dest="word")
    for word in WORDS:
        importlib.import_module(f"affilia.console.{word}").add(commands)
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run one command: 0 done, 1 the answer is no, 2 the input cannot be read (place and reason on stderr)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "affilia.config.defaults")
    args = parser().parse_args(argv)
    try:
        return int(args.run(args) or 0)
    except InputUnreadable as error:
        print(f"affilia {args.word}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
