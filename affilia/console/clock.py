"""What comes by the clock: signed roots, the bank's answers, the register's answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from affilia.journal import operations as journal
from affilia.journal.queries import root_row


def sign_root(*, at: datetime) -> None:
    """Sign the journal's heads and keep the root outside the database (promises R7)."""
    from affilia.bridges import signature

    root = journal.sign_root(signer=signature.signer(), at=at)
    if root is not None:
        kept = Path(settings.VAR) / "roots" / "roots.jsonl"
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a") as file:
            file.write(json.dumps(root_row(root), ensure_ascii=False) + "\n")


JOBS: list[tuple[str, int, Callable[..., Any]]] = [
    ("sign the journal's root", 15 * 60, sign_root),
]
