"""`affilia documents gate | read | kinds | sweep | specimens`: the gate, the reader, the store, papers to try them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from affilia.console.files import bytes_in
from affilia.console.output import (
    InputUnreadable,
    Row,
    add_language,
    add_output,
    answer,
    one_line,
    reason,
    say,
    translator,
    whole,
)
from affilia.console.ready import database_ready, django_ready
from affilia.formats import money
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
    parser = words.add_parser("sweep", help="remove files of the store that no row names; the worker does it each day")
    parser.add_argument("--dry-run", action="store_true", help="count them, remove nothing")
    parser.set_defaults(run=sweep)
    parser = words.add_parser("specimens", help="draw the papers of one invented student, to play her part")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder, made where it is not there")
    # the demo world is peopled by the first seeds: the register would know the person already
    parser.add_argument("--seed", type=whole(0, 2**32), default=7, help="same seed, same person")
    parser.set_defaults(run=specimens)


def gate(args: argparse.Namespace) -> int:
    """The verdict on each file."""
    django_ready()
    return _each(args, lambda path: gated(path, args.lang), _gated_line)


def _each(args: argparse.Namespace, row_of: Callable[[str], Row], line: Callable[[Row], str]) -> int:
    """The answer to each file; lines for people go on after one that cannot be read, JSON is whole or not at all."""
    if args.json:
        return answer(args, [row_of(path) for path in args.file], line)
    code = 0
    for path in args.file:
        try:
            row = row_of(path)
        except InputUnreadable as error:
            print(one_line(f"affilia documents: {error}"), file=sys.stderr)
            code = 2
        else:
            say(line(row))
    return code


def _gated_line(row: Row) -> str:
    said = f": {row['reason']['sentence']}" if row["reason"] else ""
    return f"{row['file']}: {row['verdict']}{said}"


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
    return _each(args, readings, _read_lines)


def _read_lines(row: Row) -> str:
    kind = row["kind"].replace("_", " ") if row["kind"] else "kind unknown"
    seen = [
        f"  {item['field'].replace('_', ' ')}: {_value(item)} ({item['confidence']:.0%} sure)"
        for item in row["readings"]
    ]
    return "\n".join([f"{row['file']}: {kind}", *(seen or ["  nothing read"])])


def _value(item: Row) -> str:
    return money.euros(int(item["value"])) if item["field"] == "amount" else str(item["value"])


def readings(path: str) -> Row:
    """One reading, in the form of the command."""
    from affilia.bridges import ocr
    from affilia.documents import reader
    from affilia.documents.gate import REASONS

    verdict = _verdict(path)
    if verdict.verdict == "refuse":
        assert verdict.reason is not None
        print(one_line(f"affilia documents: {path}: {_source(REASONS[verdict.reason])}"), file=sys.stderr)
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


def sweep(args: argparse.Namespace) -> int:
    """Remove what a killed upload left; 1 where most of the store has no row, and nothing is removed."""
    database_ready()
    from affilia.console.clock import NAMING
    from affilia.documents import sweeping, vault

    now = datetime.now(UTC)
    if args.dry_run:
        seen, unnamed = sweeping.look(vault.folders(), NAMING, now - sweeping.AGE)
        say(f"{seen} files older than a day: would remove {len(unnamed)} that no row names")
        return 0
    found = sweeping.sweep_store(folders=vault.folders(), naming=NAMING, by="operator", at=now)
    say(f"{found.seen} files older than a day, {found.unnamed} that no row names: removed {found.removed}")
    return 1 if found.strange else 0


def specimens(args: argparse.Namespace) -> int:
    """Write each paper of one person as the photo a phone would send."""
    django_ready()
    from affilia.console.demo_people import invented
    from affilia.documents import specimens as drawn

    who, _country, fee = invented(args.seed)
    day, amount = day_of(datetime.now(UTC)).strftime("%d/%m/%Y"), money.dotted(fee).replace(".", ",")
    papers = {
        "passport": drawn.passport(who), "visa": drawn.visa(who), "enrolment": drawn.enrolment(who),
        "birth_certificate": drawn.birth_certificate(who), "visa_validation": drawn.validation(who), "rib": drawn.rib(who),
        "care_sheet": drawn.feuille_de_soins(who, day=day, amount=amount, doctor="Dr Fictif"),
    }  # fmt: skip
    try:
        args.to.mkdir(parents=True, exist_ok=True)
        for name, picture in papers.items():
            (args.to / f"{name}.jpg").write_bytes(picture)
    except OSError as error:
        raise InputUnreadable(f"--to {args.to}: {reason(error)}") from error
    say(
        f"{who.given_names} {who.surname}, born {who.birth_date} in {who.birth_town}: {len(papers)} papers in {args.to}"
    )
    return 0
