"""Reads about the proof of enrolment: good for its academic year, not for the file of the next."""

from __future__ import annotations

from datetime import date

from affilia.documents.models import Document
from affilia.documents.queries import readings_of
from affilia.journal.queries import history
from affilia.law import entitlement
from affilia.people.models import Person
from affilia.registration.models import File
from affilia.registration.states import EDITABLE

ENROLMENT = "DOC-03"
ENDS = tuple(f"registration.file.{end}" for end in ("refused", "withdrawn", "closed"))


def is_of_before(file: File, on: date) -> bool:
    """Whether the proof was accepted for an earlier file, and says no academic year that fits this one."""
    ended = history(file.subject).filter(verb__in=ENDS, at__lte=file.opened_at).last()
    if ended is None:
        return False
    rows = Document.objects.filter(person=file.person, paper=ENROLMENT, state="checked").order_by("received_at", "pk")
    proof = rows.last()
    if proof is None or proof.checks.filter(outcome="accept", at__gte=ended.at).exists():
        return False
    return readings_of(proof).get("academic_year") != _year(file, on)


def _year(file: File, on: date) -> str:
    """The academic year of a file, as proofs say it: 2026-27."""
    end = entitlement.academic_year_end(max(file.studies_from or on, on))
    return f"{end.year - 1}-{end.year % 100:02}"


def wanted_again(person: Person, paper: str, on: date) -> bool:
    """Whether she must send this paper anew though one was accepted."""
    file = File.objects.select_related("person").filter(person=person, state__in=EDITABLE).first()
    return paper == ENROLMENT and file is not None and is_of_before(file, on)
