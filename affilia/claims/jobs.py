"""Deciding lines, by the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from affilia.claims import operations
from affilia.people.models import Person


@task()
def decide_person(ref: str) -> None:
    """Decide all waiting lines of a person; nothing waits, nothing is done."""
    person = Person.objects.select_related("account").get(ref=ref)
    if person.claims.filter(lines__state="received").exists():
        operations.decide_person(person=person, by="rule", at=timezone.now())
