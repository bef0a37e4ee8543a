"""Reads about persons; each takes the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing

from affilia.bridges import keys
from affilia.people.models import Account, BankAccount, Identity, Opening, Person
from affilia.people.purposes import PURPOSES
from affilia.people.roles import Role

DEMO_LIFE = 24 * 3600


@dataclass(frozen=True)
class OpeningShown:
    """Who looked at her file, when and why."""

    who: str
    purpose: str
    at: datetime


def person_of(account: Account) -> Person:
    """The person behind a student's account."""
    return Person.objects.select_related("account").get(account=account)


def persons_of(keys: Sequence[int]) -> list[Person]:
    """Persons by their keys, for the operator's commands."""
    return list(Person.objects.select_related("account").filter(pk__in=keys).order_by("pk"))


def person_for_staff(account: Account, ref: str) -> Person | None:
    """A person, for somebody of the fund."""
    return Person.objects.select_related("account").filter(ref=ref).first() if account.is_staff else None


def identity_of(person: Person) -> Identity | None:
    """Who she is, as last accepted."""
    return Identity.objects.filter(person=person).order_by("-from_at", "-pk").first()


def identities_of(person: Person) -> list[Identity]:
    """Who she is and was, as accepted, latest first."""
    return list(Identity.objects.filter(person=person).order_by("-from_at", "-pk"))


def names_of(persons: Sequence[int]) -> dict[int, str]:
    """What persons are called, as last accepted, by their keys."""
    rows = Identity.objects.filter(person__in=persons).order_by("from_at", "pk")
    return {row.person_id: f"{row.surname.upper()} {row.given_names}".strip() for row in rows}


def actors_named(actors: Sequence[str]) -> dict[str, str]:
    """Members of staff by what the journal calls them; who is none of them (a rule, a student) is not named."""
    refs = [actor.partition(":")[2] for actor in actors]
    rows = Account.objects.filter(ref__in=[ref for ref in refs if ref]).exclude(role=Role.STUDENT)
    return {account.actor: account.name or account.role for account in rows}


def births_by_person(among: tuple[int, int] | None = None) -> dict[int, str]:
    """The date of birth of everybody, or of a range of persons, as last accepted, by the person's key."""
    rows = Identity.objects.filter(person__gte=among[0], person__lte=among[1]) if among else Identity.objects.all()
    return dict(rows.order_by("from_at", "pk").values_list("person", "birth_date"))


def bank_account_of(person: Person) -> BankAccount | None:
    """Where euros go now."""
    return BankAccount.objects.filter(person=person, until_at__isnull=True).first()


def iban_of(account: BankAccount) -> str:
    """The IBAN, opened: for a payment order only."""
    return keys.unseal_value(bytes(account.iban_sealed), f"bank:{account.ref}")


def openings_of(person: Person) -> list[OpeningShown]:
    """Who opened her file, latest first."""
    rows = Opening.objects.filter(person=person).select_related("account").order_by("-at", "-pk")[:50]
    return [OpeningShown(row.account.name or row.account.role, PURPOSES[row.purpose], row.at) for row in rows]


def seen_on(account: Account, on: date) -> list[Person]:
    """Whom a member of staff looked at on a day of the service, latest first."""
    rows = Opening.objects.filter(account=account, at__date=on).select_related("person").order_by("-at", "-pk")
    return list({row.person_id: row.person for row in rows}.values())


def account_by_ref(ref: str) -> Account | None:
    """An account that may sign in."""
    return Account.objects.filter(ref=ref, is_active=True).first()


def demo_token(account: Account) -> str:
    """A one-click sign-in for the demo, valid for a day."""
    return signing.dumps(account.ref, salt="demo")


def account_of_demo_token(token: str) -> Account | None:
    """The account of a demo link, while it lives."""
    try:
        return account_by_ref(signing.loads(token, salt="demo", max_age=DEMO_LIFE))
    except signing.BadSignature:
        return None


def account_by_email(email: str) -> Account | None:
    """An account by its address: for the console only, a page never says whether one exists."""
    return Account.objects.filter(email=email).first()
