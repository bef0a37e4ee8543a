"""Finding a person again at the desk: by name, birth, number, reference or e-mail; and whom one looked at today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from affilia.bridges import keys
from affilia.formats import numbers
from affilia.formats.names import spellings
from affilia.people.models import Account, NameWord, Person
from affilia.people.queries import names_of, seen_on
from affilia.registration.models import File

MOST = 20
SHORTEST = 3  # letters: less would list half the fund
REF = re.compile("[a-z2-7]{8,26}")
DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Found:
    """A person as a list names her."""

    person: str
    who: str
    born: str
    number: str
    state: str


def find(account: Account, words: str) -> list[Found]:
    """Persons these words name exactly, or whose name, address or reference begins so; one more than are shown."""
    if not account.is_staff:
        return []
    where = _where(" ".join(words.split()))
    rows = Person.objects.filter(where).order_by("pk").distinct()[: MOST + 1] if where else []
    return _shown(list(rows))


def looked_at(account: Account, on: date) -> list[Found]:
    """Whom somebody of the fund looked at on a day, latest first."""
    return _shown(seen_on(account, on))


def _where(words: str) -> Q | None:
    if "@" in words:
        return Q(account__email__istartswith=words) if len(words) >= SHORTEST else None
    if re.fullmatch(r"[\d ABab]{13,22}", words) and len(numbers.cleaned(words)) >= 13:
        return Q(numbers__value_index=keys.blind_index("number", numbers.cleaned(words)))
    if words.upper().startswith("PK-"):
        return Q(files__number__istartswith=words) if len(words) >= 5 else None
    named = _named(words)
    if not REF.fullmatch(words.lower()):
        return named
    begins = words.lower()
    refs = Q(ref__startswith=begins) | Q(files__ref__startswith=begins) | Q(exchanges__ref__startswith=begins)
    refs |= Q(claims__ref__startswith=begins)
    return refs | named if named else refs


def _named(words: str) -> Q | None:
    """Every word begins a name, a date is the whole date of birth."""
    birth, rest = DATE.search(words), DATE.sub(" ", words).split()
    if not birth and sum(map(len, rest)) < SHORTEST:
        return None
    where = Q()
    for told in rest:
        # each way the word may be spelt, and each of its parts where it has several
        spelt = (Q(*(_begins(word) for word in spelling)) for spelling in spellings(told))
        where &= reduce(or_, spelt)
    if birth:
        day, month, year, *iso = birth.groups()
        born = "-".join(iso) if iso[0] else f"{year}-{int(month):02d}-{int(day):02d}"
        where &= Q(identities__birth_date=born) | Q(files__birth_date=born)
    return where


def _begins(word: str) -> Q:
    return Q(pk__in=NameWord.objects.filter(word__startswith=word).values("person"))


def _shown(persons: Iterable[Person]) -> list[Found]:
    persons = list(persons)
    keys_of = [person.pk for person in persons]
    names, files = names_of(keys_of), _files(keys_of)
    return [_one(person, names.get(person.pk, ""), files.get(person.pk)) for person in persons]


def _files(persons: list[int]) -> dict[int, File]:
    return {file.person_id: file for file in File.objects.filter(person__in=persons).order_by("pk")}


def _one(person: Person, name: str, file: File | None) -> Found:
    declared = f"{file.surname.upper()} {file.given_names}".strip() if file else ""
    return Found(
        person.ref, name or declared, file.birth_date if file else "", file.number if file else "",
        file.state if file else "",
    )  # fmt: skip
