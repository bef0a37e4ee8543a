"""Workers that really die: their job is counted before it starts, given up in the end, and never in two hands."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from affilia.console import work

pytestmark = [pytest.mark.kills, pytest.mark.timeout(200)]
ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]
QUEUE = "from tests.console import deadly; deadly.{job}.enqueue()"
ROUND = (
    "from datetime import timedelta; from affilia.console import work; work.LIMIT = timedelta(seconds={limit});"
    "work.Work().round()"
)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A database of its own."""
    python(tmp_path, "from django.core.management import call_command as c; c('migrate', verbosity=0)")
    return tmp_path


def process(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "AFFILIA_"))}
    env = {**kept, "AFFILIA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "affilia.config.defaults"}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=50
    )


def python(var: Path, code: str) -> subprocess.CompletedProcess[str]:
    return process(var, "-c", f"import django; django.setup(); {code}")


def affilia(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return process(var, "-m", "affilia.console.main", *words)


def asked(var: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(var / "affilia.sqlite3") as database:
        return database.execute(sql).fetchall()


STATE = "SELECT status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult"
LATER = "UPDATE django_tasks_database_dbtaskresult SET started_at = datetime(started_at, '-4 minutes')"


def test_a_job_that_kills_its_worker_is_counted_and_given_up_and_let_run_again(var: Path) -> None:
    python(var, QUEUE.format(job="kills"))
    assert affilia(var, "work", "--once").returncode == -signal.SIGKILL
    assert asked(var, STATE) == [("RUNNING", 1)]
    # within its lease nobody takes it; afterwards it is tried again, until the last try that is left
    assert affilia(var, "work", "--once").returncode == 0
    assert asked(var, STATE) == [("RUNNING", 1)]
    asked(var, f"{LATER}, worker_ids = json('{list(range(work.TRIES - 1))}')")
    assert affilia(var, "work", "--once").returncode == -signal.SIGKILL
    assert asked(var, STATE) == [("RUNNING", work.TRIES)]
    asked(var, LATER)
    last = affilia(var, "work", "--once")
    assert last.returncode == 0
    assert "failed 8 times and is given up: WorkerDied" in last.stderr
    told = affilia(var, "work", "--failed")
    assert (told.returncode, "deadly.kills" in told.stdout, "WorkerDied" in told.stdout) == (1, True, True)
    assert affilia(var, "work", "--once").returncode == 0, "given up is given up"
    assert affilia(var, "work", "--again").returncode == 0
    assert asked(var, STATE) == [("READY", 0)]
    assert affilia(var, "work", "--once").returncode == -signal.SIGKILL


def test_a_job_past_the_limit_ends_its_worker_before_another_may_take_it(var: Path) -> None:
    assert work.LIMIT < work.LEASE
    python(var, QUEUE.format(job="sleeps"))
    done = python(var, ROUND.format(limit=1))
    assert done.returncode == 1
    assert "in sleeps" in done.stderr, "the operator sees where it was stuck"
    assert asked(var, STATE) == [("RUNNING", 1)]


def test_a_job_that_is_done_in_time_lets_its_worker_live(var: Path) -> None:
    python(var, "from django.core.management import call_command as c; c('check')")
    done = python(var, f"{ROUND.format(limit=1)}; import time; time.sleep(2); print('alive')")
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
