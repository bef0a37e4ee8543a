"""Declared access, tried: every address, every role, every method; absence and refusal look the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern

from affilia.casework import operations as casework
from affilia.claims.models import Claim
from affilia.config.checks import patterns
from affilia.coverage.models import Doctor
from affilia.documents.models import Document
from affilia.payments.models import Order
from affilia.people.access import declared
from affilia.people.models import Account
from affilia.people.roles import STAFF

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
UNKNOWN = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
VALUES = {"name": "birth", "paper": "DOC-01", "code": "K7Q2-9FDM-4XTR-8C", "token": "x", "ref": UNKNOWN}


def addresses() -> list[tuple[str, URLPattern]]:
    return list(patterns(settings.ROOT_URLCONF))


def concrete(address: str, ref: str = UNKNOWN) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: {**VALUES, "ref": ref}[found[1]], address)


@pytest.mark.parametrize("address", [address for address, _pattern in addresses()])
def test_nobody_gets_in_where_a_role_is_declared(address: str, db: None, client: Client) -> None:
    declaration = declared(dict(addresses())[address].callback)
    assert declaration is not None
    if not declaration.roles:
        return
    for method in METHODS:
        answer = client.generic(method, concrete(address))
        assert answer.status_code == 302, (method, address)
        assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize("address", [address for address, _pattern in addresses()])
def test_a_role_that_is_not_declared_finds_nothing(
    address: str, aicha: Account, claire: Account, signed_in: Callable[[Account], Client]
) -> None:
    declaration = declared(dict(addresses())[address].callback)
    assert declaration is not None
    for account in (aicha, claire):
        if declaration.roles and account.role not in declaration.roles:
            client = signed_in(account)
            for method in METHODS:
                assert client.generic(method, concrete(address)).status_code == 404, (account.role, method, address)


@pytest.mark.parametrize("address", [address for address, _pattern in addresses()])
def test_a_method_that_is_not_declared_is_refused(
    address: str, aicha: Account, claire: Account, marc: Account, signed_in: Callable[[Account], Client]
) -> None:
    declaration = declared(dict(addresses())[address].callback)
    assert declaration is not None
    client = signed_in(next((one for one in (claire, marc) if one.role in declaration.roles), aicha))
    for method in set(METHODS) - set(declaration.methods):
        assert client.generic(method, concrete(address)).status_code == 405, (method, address)


@pytest.mark.parametrize(
    "address", [address for address, pattern in addresses() if declared(pattern.callback).roles & STAFF]
)  # type: ignore[union-attr]
def test_staff_pass_nowhere_without_the_second_factor(address: str, claire: Account, marc: Account) -> None:
    declaration = declared(dict(addresses())[address].callback)
    assert declaration is not None
    client = Client()
    client.force_login(claire if claire.role in declaration.roles else marc)
    answer = client.get(concrete(address))
    if declaration.second_factor:
        assert (answer.status_code, answer.url) == (302, "/desk/second-factor/")


def rows_of(person: Any, account: Account, at: Any) -> dict[str, str]:
    """One row of every kind that has an address of its own."""
    document = Document.objects.create(
        person=person, paper="DOC-01", file_name="a", sha256="0" * 64, size=1, key_wrapped=b"", received_at=at
    )
    claim = Claim.objects.create(person=person, professional="Dr", specialty="", pathway="own", received_at=at)
    doctor = Doctor.objects.create(person=person, name="Dr", rpps="10000001916", asked_at=at)
    order = Order.objects.create(number=1, day=at.date(), prepared_by=account, prepared_at=at, digest="")
    task = casework.open_task(person=person, kind="check_file", about="file:x", by="test", at=at)
    return {"document": document.ref, "claim": claim.ref, "doctor": doctor.ref, "order": order.ref, "task": task.ref,
            "person": person.ref}  # fmt: skip


def test_another_students_row_looks_like_one_that_does_not_exist(
    aicha: Account, wei: Account, claire: Account, at: Any, signed_in: Callable[[Account], Client]
) -> None:
    refs = rows_of(aicha.person, claire, at)  # type: ignore[attr-defined]
    client = signed_in(wei)
    cells = 0
    for address, _pattern in addresses():
        if "<" not in address or "ref" not in address:
            continue
        for ref in refs.values():
            for method in ("GET", "POST"):
                theirs = client.generic(method, concrete(address, ref))
                nothing = client.generic(method, concrete(address))
                same = [
                    re.sub(rb"[a-z2-7]{26}|value=.[A-Za-z0-9]{64}.", b"", answer.content)
                    for answer in (theirs, nothing)
                ]
                assert (theirs.status_code, same[0]) == (nothing.status_code, same[1]), (method, address)
                cells += 1
    assert cells > 100


def test_a_write_without_its_token_is_refused(aicha: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(aicha)
    for address, pattern in addresses():
        declaration = declared(pattern.callback)
        if declaration and "POST" in declaration.methods and "student" in {str(role) for role in declaration.roles}:
            assert client.post(concrete(address)).status_code == 403, address


def test_every_answer_carries_the_strict_policy(client: Client, db: None) -> None:
    for path in ("/", "/nothing/", "/sign-in/", "/v/", "/healthz/"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"


def test_the_documents_origin_serves_no_page_and_the_pages_origin_no_document(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "127.0.0.1:8001"}).status_code == 404
    assert client.get("/d/x").status_code == 404
