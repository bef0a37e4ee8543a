"""The invented persons of the demonstration, and how they sign in."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from affilia.documents.specimens import Specimen
from affilia.people import operations as people
from affilia.people import queries as people_queries
from affilia.people.codes import WrongCode
from affilia.people.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from affilia.people.models import Account

NAMES = (
    ("El Amrani", "Salma", "F", "MA", "MAR", "Fès"),
    ("Silva", "Tiago", "M", "BR", "BRA", "Recife"),
    ("Nguyen", "Linh", "F", "VN", "VNM", "Hue"),
    ("Diallo", "Mamadou", "M", "SN", "SEN", "Thies"),
    ("Okafor", "Chidi", "M", "NG", "NGA", "Enugu"),
)
STAFF = (
    ("caseworker", "claire@fund.example", "Claire Demo", Role.CASEWORKER),
    ("second caseworker", "bruno@fund.example", "Bruno Demo", Role.CASEWORKER),
    ("supervisor", "marc@fund.example", "Marc Demo", Role.SUPERVISOR),
)
STUDENT = "salma@example.org"


def invented(seed: int) -> tuple[Specimen, str, int]:
    """(a person with her papers' facts, her country, what her doctor asks in cents): the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  invented people, not secrets
    surname, given, sex, country, iso3, town = NAMES[seed % len(NAMES)]
    birth = date(2001 + chance.randrange(5), chance.randrange(1, 13), chance.randrange(1, 28))
    number = f"{chance.choice('ABCDEFGH')}{chance.randrange(10**7, 10**8)}"
    who = Specimen(surname, given, sex, birth.isoformat(), town, iso3, number, parents=("Ada Fictive", "Max Fictif"))
    return who, country, 3000 + 100 * chance.randrange(0, 15)


def account(email: str, at: datetime) -> Account:
    """The account of an address, by the same door as everybody: a code asked and confirmed."""
    row, code = people.ask_code(email=email, language="en", carried={}, at=at)
    return people.confirm_code(ref=row.ref, code=code, at=at)[0]


def guessed(email: str, at: datetime) -> bool:
    """Whether a wrong code opens an account: it must not."""
    row, code = people.ask_code(email=email, language="en", carried={}, at=at)
    try:
        people.confirm_code(ref=row.ref, code=f"{(int(code) + 1) % 1_000_000:06d}", at=at)
    except WrongCode:
        return False
    return True


def people_of_the_demo() -> list[tuple[str, Account]]:
    """The persons of the demo world, made on first use."""
    now, found = timezone.now(), []
    for who, email, name, role in STAFF:
        there = people_queries.account_by_email(email)
        found.append(
            (who, there or people.create_staff(email=email, name=name, role=role, language="en", by="demo", at=now))
        )
    student = people_queries.account_by_email(STUDENT) or account(STUDENT, now)
    return [("student", student), *found]
