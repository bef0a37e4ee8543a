"""`affilia documents gate | read | kinds`: what the upload gate says of files, and what is read on them."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from affilia.console.files import bytes_in
from affilia.console.output import InputUnreadable, Row, add_language, add_output, answer, translator
from affilia.console.ready import django_ready
from affilia.formats.days import day_of


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("documents", help="check, read and draw papers").add_subparsers(
        required=True, metavar="VERB"
    )
    for verb, run, text in (("gate", gate, "what the gate says of files"), ("read", read, "what is read on files")):
        parser = words.add_parser(verb, help=text)
        parser.add_argument(
            "file", nargs="+", metavar="FILE", help="a photo (JPEG, PNG, WebP, HEIC) or a PDF; more than one will do"
        )
        add_output(parser)
        add_language(parser)
        parser.set_defaults(run=run)
    parser = words.add_parser("kinds", help="the kinds of papers the reader knows")
    add_output(parser)
    parser.set_defaults(run=kinds)


def gate(args: argparse.Namespace) -> int:
    """The verdict on each file."""
    django_ready()
    rows = [gated(path, args.lang) for path in args.file]
    return answer(args, rows, lambda row: f"{row['file']}: {row['verdict']} {(row['reason'] or {}).get('code', '')}")


def gated(path: str, language: str) -> Row:
    """One verdict, in the form of the command."""
    from affilia.documents.gate import REASONS

    verdict = _verdict(path)
    said = translator(language)
    reason = {"code": verdict.reason, "sentence": said(_source(REASONS[verdict.reason]))} if verdict.reason else None
    return {"file": path, "verdict": verdict.verdict, "reason": reason}


def _source(words: object) -> str:
    from django.utils import translation

    with translation.override(None):
        return str(words)


def _verdict(path: str):  # type: ignore[no-untyped-def]  # the gate is loaded after Django is ready
    from django.conf import settings

    from affilia.documents.gate import GateUnavailable, examine

    try:
        return examine(bytes_in(path), Path(path).name, most_bytes=settings.DOCUMENT_BYTES)
    except GateUnavailable as error:
        raise InputUnreadable("no sandbox here: install bubblewrap, or allow user namespaces") from error


def read(args: argparse.Namespace) -> int:
    """What is read on each file; a file the gate refuses has nothing to read."""
    django_ready()
    rows = [readings(path) for path in args.file]
    return answer(args, rows, lambda row: f"{row['file']}: {row['kind']} {row['quality']}")


def readings(path: str) -> Row:
    """One reading, in the form of the command."""
    from affilia.bridges import ocr
    from affilia.documents import reader

    verdict = _verdict(path)
    if verdict.verdict == "refuse":
        nothing = {"whole": False, "sharp": False, "lit": False, "no_glare": False, "upright": False, "score": 0}
        return {"file": path, "kind": None, "quality": nothing, "mrz": None, "readings": []}
    today = day_of(datetime.now(UTC))
    return reader.as_row(path, reader.read([page.jpeg for page in verdict.pages], today, ocr.ocr()))


def kinds(args: argparse.Namespace) -> int:
    """Every kind and the papers of the law it can be."""
    django_ready()
    from affilia.documents.kinds import KINDS

    rows = [{"kind": name, "papers": list(papers)} for name, (papers, _words) in KINDS.items()]
    return answer(args, rows, lambda row: f"{row['kind']}: {', '.join(row['papers'])}")
