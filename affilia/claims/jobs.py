"""Deciding lines, by the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from affilia.claims import operations, photos
from affilia.documents.jobs import read_document
from affilia.people.models import Person


@task()
def decide_person(ref: str) -> None:
    """Read the photos that were not read yet, then decide all waiting lines of a person; nothing waits, nothing is done.

    A reading that fails makes the job come again; after some minutes of that a person looks at the photo (claims.photos).
    """
    person = Person.objects.select_related("account").get(ref=ref)
    waiting = person.claims.filter(lines__state="received").select_related("sheet").distinct()
    for claim in waiting:
        if claim.sheet and photos.unread(claim.sheet, timezone.now()):
            read_document.func(claim.sheet.ref)
    if waiting:
        operations.decide_person(person=person, by="rule", at=timezone.now())
