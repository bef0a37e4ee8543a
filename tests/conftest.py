"""Five people, a day, and a harness that is stricter than the service: see each fixture."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.template import base as template_base
from django.test import Client
from django.utils import timezone, translation

from affilia.journal import triggers
from affilia.people.models import Account, Person
from affilia.people.roles import Role
from tests import pages

FOREVER = ("journal_event", "journal_root", "claims_decision", "payments_entry")
AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The day most stories begin: Monday 14 September 2026."""
    return AT


def student(email: str, at: datetime) -> Account:
    account = Account.objects.create(email=email, role=Role.STUDENT, created_at=at)
    Person.objects.create(account=account, created_at=at)
    return account


@pytest.fixture
def aicha(db: None, at: datetime) -> Account:
    """The student."""
    return student("aicha@example.org", at)


@pytest.fixture
def wei(db: None, at: datetime) -> Account:
    """Another student."""
    return student("wei@example.org", at)


@pytest.fixture
def claire(db: None, at: datetime) -> Account:
    """The caseworker."""
    return Account.objects.create(email="claire@fund.example", name="Claire", role=Role.CASEWORKER, created_at=at)


@pytest.fixture
def bruno(db: None, at: datetime) -> Account:
    """Another caseworker."""
    return Account.objects.create(email="bruno@fund.example", name="Bruno", role=Role.CASEWORKER, created_at=at)


@pytest.fixture
def marc(db: None, at: datetime) -> Account:
    """The supervisor."""
    return Account.objects.create(email="marc@fund.example", name="Marc", role=Role.SUPERVISOR, created_at=at)


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """A client of somebody who passed every gate."""

    def enter(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        session = client.session
        session["second_factor"] = account.is_staff
        session["seen"] = int(timezone.now().timestamp())
        session["code_at"] = timezone.now().timestamp()
        session.save()
        return client

    return enter


@pytest.fixture
def work() -> Callable[[], None]:
    """Run everything the worker has to do, until nothing waits."""
    from affilia.console.work import Work

    def run() -> None:
        while Work().round():
            pass

    return run


@pytest.fixture(autouse=True)
def _each_in_english() -> Iterator[None]:
    """A page in French, read by one test, leaves its language to no other: tests run in any order."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_query_while_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that asks the database fails: pages are built from frozen views."""
    render = template_base.Template.render
    depth = 0

    def strict(self: Any, context: Any) -> Any:
        nonlocal depth
        depth += 1

        def refuse(execute: Any, sql: str, *rest: Any) -> Any:
            if "django_session" in sql or "people_account" in sql:
                return execute(sql, *rest)
            raise AssertionError(f"SQL while rendering: {sql[:200]}")

        try:
            if depth > 1:
                return render(self, context)
            with connection.execute_wrapper(refuse):
                return render(self, context)
        finally:
            depth -= 1

    monkeypatch.setattr(template_base.Template, "render", strict)


@pytest.fixture(autouse=True)
def _no_page_that_misleads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with an id twice, a reference to an id that is not there, or one that reloads itself, fails."""
    request = Client.request

    def looked_at(self: Client, **asked: Any) -> Any:
        answer = request(self, **asked)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            assert not pages.faults(answer.content.decode()), asked["PATH_INFO"]
        return answer

    monkeypatch.setattr(Client, "request", looked_at)


@pytest.fixture
def tables_may_be_emptied(transactional_db: None) -> Iterator[None]:
    """For tests with real transactions: tables that only grow are emptied after them."""
    yield
    for table in FOREVER:
        triggers.remove(connection, table)
    request_flush()
    for table in FOREVER:
        triggers.install(connection, table)


def request_flush() -> None:
    from django.core.management import call_command

    with warnings.catch_warnings():
        call_command("flush", verbosity=0, interactive=False)
