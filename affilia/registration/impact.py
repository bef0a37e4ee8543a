"""Which open files a proposal would move: the day their rights would begin (CSS D160-2). Nothing is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from affilia.coverage.impact import Moved, moved
from affilia.law.book import Book
from affilia.law.days import EPOCH, number_of
from affilia.law.told import EUROPEAN_CARD
from affilia.registration.models import File

OPEN = ("draft", "submitted", "asked")


def files_moved(proposed: Book) -> tuple[int, list[Moved]]:
    """How many files are open and tell their studies, and those whose rights would begin on another day. Raises NoLaw."""
    rows = File.objects.filter(state__in=OPEN, studies_from__isnull=False).order_by("pk")
    told = list(rows.values_list("ref", "studies_from", "arrived_on", "orientation"))
    if not told:
        return 0, []
    facts = {
        "studies_day": _days([studies or EPOCH for _ref, studies, _arrived, _told in told]),
        "arrival_day": _days([arrived or studies or EPOCH for _ref, studies, arrived, _told in told]),
        "other_cover_until": _days([_other_cover(answers) for *_rest, answers in told]),
    }
    return len(told), moved([row[0] for row in told], facts, proposed, "rights_begin")


def _other_cover(answers: dict[str, Any]) -> date:
    until = answers.get("proof_until") if answers.get("proof") in EUROPEAN_CARD else None
    return date.fromisoformat(until) if until else EPOCH


def _days(days: list[date]) -> np.ndarray:
    return np.array([number_of(day) for day in days])
