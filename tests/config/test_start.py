"""What must hold before the service starts, and how sessions end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.checks import Error
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from affilia.config import checks
from affilia.people.models import Account

ROOT = Path(__file__).resolve().parent.parent.parent
urlpatterns = [path("bare/", lambda request: None)]


def test_a_view_without_a_declaration_stops_the_start() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        found = checks.every_view_declares_its_access(None)
    assert [error.id for error in found] == ["affilia.E001"]
    assert isinstance(found[0], Error)


@pytest.mark.parametrize(
    "start",
    ["import affilia.config.wsgi", "from affilia.console.main import main; raise SystemExit(main(['work', '--once']))"],
)
def test_production_half_configured_starts_neither_web_nor_worker(tmp_path: Path, start: str) -> None:
    env = {
        **os.environ,
        "AFFILIA_VAR": str(tmp_path),
        "AFFILIA_MODE": "production",
        "AFFILIA_SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "affilia.config.defaults",
    }
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "affilia.E002" in done.stderr
    assert "AFFILIA_BANK must not be the stand-in" in done.stderr


@pytest.mark.parametrize(("name", "value"), [("SMALL_SUMS", "later"), ("VISA_VALIDATION", "never")])
def test_a_choice_the_law_does_not_leave_stops_the_start(name: str, value: str) -> None:
    with override_settings(**{name: value}):
        assert [error.id for error in checks.choices_of_the_fund_are_known(None)] == ["affilia.E005"]
    assert checks.choices_of_the_fund_are_known(None) == []


@pytest.mark.parametrize("change", [{"transaction_mode": "DEFERRED"}, {"init_command": "PRAGMA synchronous=NORMAL"}])
def test_a_database_of_weaker_promises_is_refused(change: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    weak = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {**settings.SQLITE_OPTIONS, **change}}
    monkeypatch.setitem(settings.DATABASES, "default", weak)
    assert [error.id for error in checks.sqlite_keeps_what_it_acknowledged(None)] == ["affilia.E003"]


@pytest.mark.parametrize(("who", "minutes"), [("aicha", 30), ("claire", 15)])
def test_an_idle_session_ends(
    who: str, minutes: int, request: pytest.FixtureRequest, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(request.getfixturevalue(who))
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=minutes - 1)):
        assert client.get("/profile/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=2 * minutes + 1)):
        assert client.get("/profile/").status_code == 302


def test_a_session_in_use_ends_after_twelve_hours(aicha: Account, signed_in: Callable[[Account], Client]) -> None:
    client, now = signed_in(aicha), timezone.now()
    client.get("/profile/")
    answers = []
    for quarter in range(1, 52):
        with time_machine.travel(now + timedelta(minutes=15 * quarter)):
            answers.append(client.get("/profile/").status_code)
    assert answers[:46] == [200] * 46
    assert answers[-1] == 302


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ({}, []), ({"direct_access": "decree"}, []), ({"direct_access": "mine"}, ["affilia.E007"]),
        # small sums have a setting of their own
        ({"small_sums": "wait"}, ["affilia.E007"]), ({"x": "y"}, ["affilia.E007"]),
    ],
)  # fmt: skip
def test_the_operator_reads_the_law_only_as_its_sources_do(
    chosen: dict[str, str], errors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "READINGS", chosen)
    assert [error.id for error in checks.readings_are_of_the_law(None)] == errors
