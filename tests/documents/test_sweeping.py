"""Files of the store that no row names are removed a day later; what a row names, or may name soon, never is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from affilia.bridges import keys
from affilia.console import clock
from affilia.coverage import certificates
from affilia.coverage.models import Certificate
from affilia.documents import operations, specimens, sweeping, vault
from affilia.documents.models import Page
from affilia.journal.models import Event
from affilia.people.models import Person
from tests.coverage.test_operations import NIA, answered
from tests.coverage.test_operations import salma as salma
from tests.documents.test_operations import SALMA

ROOT = Path(__file__).resolve().parents[2]
ORPHAN = "q" * 26


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.VAR = tmp_path
    return tmp_path / "blobs"


def aged(place: Path, written: datetime) -> None:
    for path in place.rglob("*"):
        if path.is_file():
            os.utime(path, (written.timestamp(), written.timestamp()))


def kept(place: Path) -> set[str]:
    return {path.name for path in place.rglob("*") if path.is_file()}


def orphan(ref: str = ORPHAN) -> None:
    vault.store(ref, b"x", keys.new_key(), "document:none")


def sweep(at: datetime) -> sweeping.Swept:
    return sweeping.sweep_store(folders=vault.folders(), naming=clock.NAMING, by="clock", at=at)


def test_a_file_no_row_names_is_removed_after_a_day_and_counted(salma: Person, place: Path, at: datetime) -> None:
    orphan()
    (place / ORPHAN[:2] / f".{ORPHAN}.7").write_bytes(b"half")
    aged(place, at - timedelta(days=1))
    assert sweep(at - timedelta(seconds=1)).removed == 0
    assert sweep(at + timedelta(seconds=1)).removed == 2
    assert kept(place) == set()
    event = Event.objects.get(verb="documents.store.swept")
    assert event.data == {"removed": 2}
    assert sweep(at + timedelta(seconds=2)).removed == 0
    assert Event.objects.filter(verb="documents.store.swept").count() == 1, "nothing removed, nothing said"


def test_what_a_row_names_is_never_removed(salma: Person, place: Path, at: datetime) -> None:
    operations.receive(person=salma, paper="DOC-02", files=[("a.jpg", specimens.visa(SALMA))], by="t", at=at)
    answered(salma, "waiting", at, NIA)
    certificate = Certificate.objects.get()
    certificates.rendered(certificate, at=at)
    certificate.refresh_from_db()
    # a release of before stored under the certificate's own reference
    old = Certificate.objects.create(
        person=salma, kind="temporary", code="OLD", issued_at=at, from_day=at.date(), until_day=at.date(), replaced_at=at,
        rendered_at=at,
    )  # fmt: skip
    for ref in (old.ref, ORPHAN):
        orphan(ref)
    aged(place, at - timedelta(days=9))
    assert sweep(at).removed == 1
    assert kept(place) == {certificate.blob, old.ref, *Page.objects.values_list("ref", flat=True)}


def test_a_paper_that_is_coming_in_is_left_alone(salma: Person, place: Path, at: datetime) -> None:
    orphan("a" * 26)
    aged(place, at - timedelta(days=9))
    orphan("b" * 26)
    aged(place / "bb", at)
    assert sweep(at + timedelta(hours=23)).removed == 1
    assert kept(place) == {"b" * 26}


def test_a_file_that_goes_while_the_store_is_read_stops_nothing(
    salma: Person, place: Path, at: datetime, monkeypatch: Any
) -> None:
    orphan()
    aged(place, at - timedelta(days=9))

    def renamed_meanwhile(refs: Collection[str]) -> set[str]:
        (place / ORPHAN[:2] / ORPHAN).unlink()
        return set()

    sweeping.sweep_store(folders=vault.folders(), naming=[renamed_meanwhile], by="clock", at=at)
    assert kept(place) == set()


def test_a_store_whose_rows_are_elsewhere_is_left_as_it_is(salma: Person, place: Path, at: datetime) -> None:
    """A restored database, or a wrong one: most of the files would go."""
    for number in range(sweeping.MANY + 1):
        orphan(f"aa{number:024}")
    aged(place, at - timedelta(days=9))
    found = sweep(at)
    assert (found.removed, found.unnamed, found.strange) == (0, sweeping.MANY + 1, True)
    assert len(kept(place)) == sweeping.MANY + 1
    assert not Event.objects.filter(verb="documents.store.swept").exists()


def test_each_hour_sweeps_its_share_and_a_day_the_whole_store(salma: Person, place: Path, at: datetime) -> None:
    for first in "abcdefghijkl":
        orphan(first * 26)
    aged(place, at - timedelta(days=9))
    each = [clock.sweep_store(at=at + timedelta(hours=hour)) for hour in range(24)]
    assert sum(each) == 12
    assert max(each) < 12
    assert kept(place) == set()


def test_whatever_stores_a_file_has_its_names_in_the_sweep() -> None:
    storing = {
        str(path.relative_to(ROOT / "affilia"))
        for path in (ROOT / "affilia").rglob("*.py")
        if "vault.store(" in path.read_text()
    }
    assert storing == {"documents/operations.py", "coverage/certificates.py"}
    assert {naming.__module__ for naming in clock.NAMING} == {"affilia.documents.queries", "affilia.coverage.queries"}


KILLED = """
import os, signal, django
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from affilia.documents import operations, specimens
from affilia.documents.models import Page
from affilia.people.models import Person
now = datetime.now(UTC)
who = specimens.Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fès", "MAR", "AB1234567")
photo = [("a.jpg", specimens.visa(who))]
person = Person.objects.create(created_at=now)
operations.receive(person=person, paper="DOC-01", files=photo, by="t", at=now)
Page.objects.bulk_create = lambda rows: [list(rows), os.kill(os.getpid(), signal.SIGKILL)]
operations.receive(person=person, paper="DOC-02", files=photo, by="t", at=now)
"""


@pytest.mark.kills
def test_what_a_kill_between_file_and_row_left_is_removed_by_the_command(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AFFILIA_", "DJANGO_"))}
    env = {**clean, "AFFILIA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "affilia.config.defaults"}
    died = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env, check=False)
    assert died.returncode == -signal.SIGKILL
    place = tmp_path / "blobs"
    before = kept(place)
    assert len(before) == 4, "two files of each paper"
    command = [sys.executable, "-m", "affilia.console.main", "documents", "sweep"]

    def told(*words: str) -> str:
        done = subprocess.run([*command, *words], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
        return done.stdout

    assert "removed 0" in told(), "younger than a day"
    old = datetime.now().astimezone() - timedelta(days=2)
    aged(place, old)
    assert "would remove 2" in told("--dry-run")
    assert kept(place) == before
    assert "removed 2" in told()
    assert len(kept(place)) == 2
    assert "removed 0" in told()
