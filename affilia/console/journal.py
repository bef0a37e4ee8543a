"""`affilia journal export | verify`: take the journal away, and verify it anywhere."""

from __future__ import annotations

import argparse
import json

from affilia.console.output import InputUnreadable, replaced, say
from affilia.console.ready import database_ready
from affilia.journal import verify_journal


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("journal", help="export the journal, verify an export").add_subparsers(
        required=True, metavar="VERB"
    )
    parser = words.add_parser("export", help="every event, every signed root and the public keys, one JSON a line")
    parser.add_argument("--out", default="-", metavar="FILE", help="where to write; without it, standard output")
    parser.set_defaults(run=export)
    parser = words.add_parser("verify", help="verify an export: 0 true, 1 altered")
    parser.add_argument("file", metavar="FILE", help="what `affilia journal export` wrote")
    parser.add_argument("--roots", metavar="FILE", help="roots kept elsewhere")
    parser.add_argument("--key", default="", help="the public key you trust")
    parser.add_argument("--json", action="store_true", help="the verdict is JSON with or without it")
    parser.set_defaults(run=verify)


def rows() -> list[str]:
    """The lines of an export."""
    from affilia.bridges import signature
    from affilia.journal import queries

    signer = signature.signer()
    key = {"kind": "key", "key_id": signer.key_id, "public": signer.public}
    return [json.dumps(row, ensure_ascii=False) for row in (key, *queries.export())]


def export(args: argparse.Namespace) -> int:
    """Write the journal as it stands."""
    database_ready()
    text = "\n".join(rows())
    if args.out == "-":
        say(text)
    else:
        replaced(args.out, f"{text}\n")
    return 0


def verify(args: argparse.Namespace) -> int:
    """The verdict of the offline verifier."""
    try:
        verdict = verify_journal.verdict_on(args.file, args.roots, args.key)
    except verify_journal.Unreadable as error:
        raise InputUnreadable(str(error)) from error
    say(json.dumps(verdict))
    return 0 if verdict["valid"] else 1
