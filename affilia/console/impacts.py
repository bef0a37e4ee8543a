"""`affilia law impact`: what a proposal would change of the claims, rights and open files of the database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

from affilia.console.output import InputUnreadable, Row, answer
from affilia.console.ready import database_ready, reading_only
from affilia.formats import money
from affilia.law import proposal
from affilia.law.reader import LawUnreadable, NoLaw
from affilia.law.tariffs import NoPrice


def run(args: argparse.Namespace) -> int:
    """Totals, then every line, right and file that would be another; nothing is written."""
    try:
        found = proposal.read(Path(args.folder))
    except LawUnreadable as error:
        raise InputUnreadable(f"{args.folder}: {error}") from error
    except OSError as error:
        raise InputUnreadable(f"{args.folder}: {error.strerror}") from error
    return answer(args, [moved_by(found, args.folder)], _line)


def moved_by(found: proposal.Proposal, folder: str) -> Row:
    """What would be another, in the form of the command. Raises InputUnreadable."""
    database_ready()
    from django.utils import timezone

    from affilia.claims.facts import NoIdentity
    from affilia.claims.impact import impact
    from affilia.coverage.impact import rights_moved
    from affilia.registration.impact import files_moved

    try:
        with reading_only(), redirect_stdout(sys.stderr):
            claims = impact(found, timezone.now())
            rights, other_rights = rights_moved(found.book)
            files, other_files = files_moved(found.book)
    except (NoLaw, LawUnreadable, NoIdentity, NoPrice, ValueError) as error:
        raise InputUnreadable(f"{folder}: {error}") from error
    return {
        "changed": list(found.changed), "lines": claims.lines, "persons": claims.persons, "lines_moved": len(claims.moved),
        "persons_moved": claims.persons_moved, "difference": claims.difference,
        "moved": [{"line": m.line, "before": m.before, "after": m.after} for m in claims.moved],
        "rights": rights, "rights_moved": _days("period", other_rights),
        "files": files, "files_moved": _days("file", other_files),
    }  # fmt: skip


def _days(name: str, moved: Iterable[tuple[str, date, date]]) -> list[Row]:
    return [{name: ref, "before": before.isoformat(), "after": after.isoformat()} for ref, before, after in moved]


def _line(row: Row) -> str:
    claims = f"{row['lines_moved']} of {row['lines']} lines, {'+' if row['difference'] > 0 else ''}{money.euros(row['difference'])}"
    rights = f"{len(row['rights_moved'])} of {row['rights']} rights could end on another day"
    return f"{claims}; {rights}; {len(row['files_moved'])} of {row['files']} open files would begin on another day"
