"""The photo of a care sheet against what was typed: whether it was read, and what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from affilia.claims.models import Claim, Line
from affilia.documents.models import Document
from affilia.documents.queries import readings_of

# a photo no machine could read so long after it first tried waits for a person
MOST_WAIT = timedelta(minutes=4)
# in basis points: below, the machine is not sure enough to doubt a person
SURE = 7_000
FIELDS = ("amount", "care_day")
CARE_SHEET = "feuille_de_soins"


def unread(document: Document | None, at: datetime) -> bool:
    """Whether the reader has yet to say what is on a photo."""
    if document is None or document.state != "safe":
        return False
    return document.tried_at is None or at - document.tried_at < MOST_WAIT


def no_sheet(sheet: Document | None) -> bool:
    """Whether nothing read on a photo makes it a care sheet: an empty picture, another paper, one no machine can read."""
    return sheet is not None and sheet.kind != CARE_SHEET


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
    """Persons of a range with a sheet that waits and was not read, not as a care sheet, or otherwise than it was typed."""
    waiting = Claim.objects.filter(person__pk__range=(first, last), lines__state="received", sheet__isnull=False)
    sure = Q(sheet__readings__field__in=FIELDS, sheet__readings__confidence__gte=SURE)
    return {
        *waiting.exclude(sheet__kind=CARE_SHEET).values_list("person", flat=True),
        *(
            claim.person_id
            for claim in waiting.filter(sure).distinct().prefetch_related("lines", "sheet__readings")
            if says_otherwise(claim.sheet, claim.lines.all(), "")
        ),
    }
