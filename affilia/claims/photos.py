"""The photo of a care sheet against what was typed: whether it was read, and what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from affilia.claims.models import Claim, Line
from affilia.documents.models import Document
from affilia.documents.queries import readings_of

# a photo nobody could read by then is decided as typed: a machine that fails must not keep euros back
MOST_WAIT = timedelta(minutes=4)
# in basis points: below, the machine is not sure enough to doubt a person
SURE = 7_000
FIELDS = ("amount", "care_day")


def unread(document: Document | None, at: datetime) -> bool:
    """Whether the reader has yet to say what is on a photo."""
    return document is not None and document.state == "safe" and at - document.received_at < MOST_WAIT


def says_otherwise(sheet: Document | None, lines: Iterable[Line], birth: str) -> bool:
    """Whether the reader was sure of another amount, or another day, than those typed on the whole sheet."""
    if sheet is None:
        return False
    sure = readings_of(sheet, sure=SURE, fields=FIELDS)
    if not sure:
        return False
    typed = list(lines)
    amount, day = sure.get("amount", ""), sure.get("care_day", "")
    if amount not in ("", "0", str(sum(line.fee_cents for line in typed))):
        return True
    # the insured's own day of birth stands on a sheet too
    return day not in ("", birth) and day not in {line.care_day.isoformat() for line in typed}


def persons_otherwise(first: int, last: int) -> set[int]:
    """Persons of a range with a sheet that waits and was not read, or was read otherwise than it was typed."""
    waiting = Claim.objects.filter(person__pk__range=(first, last), lines__state="received", sheet__isnull=False)
    sure = Q(sheet__readings__field__in=FIELDS, sheet__readings__confidence__gte=SURE)
    rows = waiting.filter(Q(sheet__state="safe") | sure).select_related("sheet").distinct()
    return {
        claim.person_id
        for claim in rows.prefetch_related("lines", "sheet__readings")
        if claim.sheet is None or claim.sheet.state == "safe" or says_otherwise(claim.sheet, claim.lines.all(), "")
    }
