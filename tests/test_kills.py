"""Kill the server and the worker while they work: nothing that was acknowledged is lost, nothing is half done."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

pytestmark = [pytest.mark.kills, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parent.parent
KILLS = 30


class Service:
    """Server and worker in a folder of their own, each in a process group that can be killed at once."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("AFFILIA_", "DJANGO_"))}
        site = f"http://127.0.0.1:{self.port}"
        self.env = {
            **clean,
            "AFFILIA_VAR": str(place),
            "AFFILIA_SITE": site,
            "DJANGO_SETTINGS_MODULE": "affilia.config.defaults",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> str:
        """A database with one student; her demo link."""
        code = (
            "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0);"
            "c('collectstatic', verbosity=0, interactive=False);"
            "from affilia.console.demo import links; print(dict(links())['student'])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def start(self, name: str) -> None:
        """The server or the worker."""
        server = [
            "-m",
            "gunicorn",
            "affilia.config.wsgi",
            "-b",
            f"127.0.0.1:{self.port}",
            "--threads",
            "4",
            "--log-level",
            "error",
        ]
        words = server if name == "server" else ["-m", "affilia.console.main", "work"]
        self.processes[name] = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.env, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self, name: str) -> None:
        """No goodbye: the whole group."""
        process = self.processes[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self) -> None:
        """Until the server answers."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz/", timeout=2)
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not come back")


class Visitor:
    """A student with a browser's manners: cookies, tokens, redirects."""

    def __init__(self, site: str) -> None:
        self.site, self.open = site, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def page(self, path: str) -> str:
        """One page."""
        return str(self.open(self.site + path if path.startswith("/") else path, timeout=10).read().decode())

    def say(self, words: str) -> bool:
        """Send a message; whether it was acknowledged."""
        try:
            form = self.page("/messages/")
            token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
            key = re.findall(r'name="key" value="([^"]+)"', form)[0]
            data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "key": key, "body": words}).encode()
            self.open(f"{self.site}/messages/", data, timeout=10)
        except (OSError, urllib.error.URLError):
            return False
        return True


def test_thirty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    service, chance = Service(tmp_path), random.Random(11)
    link = service.prepare()
    site = f"http://127.0.0.1:{service.port}"
    for name in ("server", "worker"):
        service.start(name)
    try:
        service.wait()
        visitor = Visitor(site)
        visitor.page(link)
        acknowledged = []
        for round_ in range(KILLS):
            victim = "server" if round_ % 2 else "worker"
            until = time.monotonic() + chance.uniform(0.05, 0.5)
            number = 0
            while time.monotonic() < until:
                words = f"message {round_}-{number}"
                number += 1
                if visitor.say(words):
                    acknowledged.append(words)
            service.kill(victim)
            service.start(victim)
            service.wait()
        check(tmp_path, acknowledged)
    finally:
        for name in service.processes:
            service.kill(name)
    assert len(acknowledged) > KILLS


def check(place: Path, acknowledged: list[str]) -> None:
    """Every acknowledged message once, each with its event; the chains hold; the database is whole."""
    rows = sqlite3.connect(place / "affilia.sqlite3")
    said = [body for (body,) in rows.execute("SELECT body FROM letters_message WHERE body != ''")]
    assert sorted(set(acknowledged) - set(said)) == []
    assert len(said) == len(set(said)), "no message twice"
    events = rows.execute("SELECT count(*) FROM journal_event WHERE verb = 'letters.message.written'").fetchone()[0]
    assert events == len(said)
    assert rows.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    told = rows.execute(
        "SELECT subject, sequence, previous, hash FROM journal_event ORDER BY subject, sequence"
    ).fetchall()
    last: dict[str, tuple[int, str]] = {}
    for subject, sequence, previous, digest in told:
        assert (sequence - 1, previous) == last.get(subject, (0, ""))
        last[subject] = (sequence, digest)
