"""What comes by the clock: signed roots, the bank's answers, the register's answers, titles to stay, files no row names."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from affilia.bridges import signature
from affilia.claims import contests
from affilia.coverage import jobs as coverage
from affilia.coverage import queries as certificates
from affilia.coverage import stays
from affilia.documents import queries as documents
from affilia.documents import sweeping, vault
from affilia.journal import operations as journal
from affilia.journal.queries import root_row
from affilia.payments import dues as ledger
from affilia.payments import jobs as payments
from affilia.people import operations as people
from affilia.registration import contests as refusals
from affilia.registration import operations as registration


def sign_root(*, at: datetime) -> None:
    """Sign the journal's heads and keep the root outside the database (promises R7)."""
    root = journal.sign_root(signer=signature.signer(), at=at)
    if root is not None:
        kept = Path(settings.VAR) / "roots" / "roots.jsonl"
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a") as file:
            file.write(json.dumps(root_row(root), ensure_ascii=False) + "\n")


def book_dues(*, at: datetime) -> None:
    """What was decided is owed at once, whoever prepares the next order."""
    ledger.book_dues(by="worker", at=at)


# which files of the store have a row: each app that stores some
NAMING = (documents.files_named, certificates.files_named)


def sweep_store(*, at: datetime) -> int:
    """The hour's share of the store's folders: a day sweeps them all, and no sweep holds up the worker."""
    share = vault.folders()[at.hour :: 24]
    return sweeping.sweep_store(folders=share, naming=NAMING, by="clock", at=at).removed


JOBS: list[tuple[str, int, Callable[..., Any]]] = [
    ("sign the journal's root", 15 * 60, sign_root),
    ("collect the register's answers", 5, coverage.collect),
    ("collect the bank's answers", 5, payments.take_answers),
    ("ask for final numbers", 30, registration.ask_final_numbers),
    ("enter what is due in the ledger", 10, book_dues),
    ("tell what silence to an objection means", 60 * 60, contests.tell_silence),
    ("tell what silence to a contested refusal means", 60 * 60, refusals.tell_silence),
    ("follow titles to stay", 24 * 3600, stays.follow_stays),
    ("remove files no row names", 60 * 60, sweep_store),
    ("forget codes of yesterday", 60 * 60, people.forget_codes),
    ("accept what every check agrees on", 10, registration.accept_by_rule),
]
