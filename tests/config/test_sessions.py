"""What each request of a signed-in person asks first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from affilia.config.sessions import Accounts, SessionStore
from affilia.people.models import Account

pytestmark = pytest.mark.django_db


def test_a_session_is_found_until_it_is_over() -> None:
    kept = SessionStore()
    kept["told"] = "é"
    kept.create()
    assert SessionStore(kept.session_key).load() == {"told": "é"}
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    over = SessionStore(kept.session_key)
    assert over.load() == {}
    assert over.session_key is None


@pytest.mark.parametrize("key", ["nobody-has-this-key", "' OR 1=1 --", "a" * 5000, "abc\0defghijk", "é" * 32])
def test_a_key_that_nobody_was_given_opens_nothing_and_is_not_kept(key: str) -> None:
    SessionStore().create()
    stranger = SessionStore(key)
    assert stranger.load() == {}
    assert stranger.session_key is None


def test_an_account_that_was_closed_is_nobody(aicha: Account) -> None:
    assert Accounts().get_user(aicha.pk) == aicha
    Account.objects.filter(pk=aicha.pk).update(is_active=False)
    assert Accounts().get_user(aicha.pk) is None
    assert Accounts().get_user(aicha.pk + 1_000_000) is None


def test_a_page_of_her_file_takes_four_statements(
    django_assert_num_queries: Any, client: Client, aicha: Account
) -> None:
    client.force_login(aicha)
    client.get("/file/")
    client.post("/file/")
    client.get("/file/")
    with django_assert_num_queries(4):  # the session, the account, the file, where her papers stand
        assert client.get("/file/").status_code == 200
