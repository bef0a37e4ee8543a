"""Papers: nothing of a refused file is kept, nothing is readable on disk, links die with their session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from affilia.bridges import antivirus, keys
from affilia.bridges.antivirus.standin import EICAR
from affilia.documents import gate, jobs, operations, queries, specimens, vault
from affilia.documents.models import Document, Page, Reading
from affilia.documents.specimens import Specimen
from affilia.people import operations as people
from affilia.people.models import Account, Person, Turn

SALMA = Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fès", "MAR", "AB1234567")


def blobs() -> list[Path]:
    return [path for path in (Path(settings.VAR) / "blobs").rglob("*") if path.is_file()]


def receive(person: Person, at: datetime, *files: tuple[str, bytes], paper: str = "DOC-01") -> Document:
    return operations.receive(person=person, paper=paper, files=list(files), by="student:x", at=at)


@pytest.fixture
def person(aicha: Account) -> Person:
    found: Person = aicha.person  # type: ignore[attr-defined]
    return found


def test_a_refused_file_leaves_nothing(person: Person, at: datetime) -> None:
    before = len(blobs())
    for name, data in (("a.jpg", b"text"), ("a.svg", b"<svg/>"), ("a.jpg", b"")):
        with pytest.raises(operations.GateRefused) as refused:
            receive(person, at, (name, data))
        assert str(refused.value.words)
    with pytest.raises(operations.NothingSent):
        receive(person, at)
    assert (len(blobs()), Document.objects.count(), Page.objects.count()) == (before, 0, 0)


def test_one_bad_file_among_good_ones_stores_none(person: Person, at: datetime) -> None:
    with pytest.raises(operations.GateRefused):
        receive(person, at, ("a.jpg", specimens.visa(SALMA)), ("b.jpg", b"x"))
    assert not Document.objects.exists()


def test_a_virus_and_a_dead_scanner_are_both_refused(person: Person, at: datetime, monkeypatch: Any) -> None:
    with pytest.raises(operations.GateRefused) as refused:
        receive(person, at, ("a.jpg", specimens.visa(SALMA) + EICAR))
    assert refused.value.reason == "virus"

    class Down:
        def found(self, data: bytes) -> str | None:
            raise antivirus.ScannerDown("no answer")

    monkeypatch.setattr(antivirus, "antivirus", Down)
    with pytest.raises(operations.GateRefused) as refused:
        receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    assert refused.value.reason == "gate_unavailable"


def test_without_a_sandbox_nothing_is_taken(person: Person, at: datetime, monkeypatch: Any) -> None:
    def none() -> tuple[str, ...]:
        raise gate.GateUnavailable

    monkeypatch.setattr(gate, "sandbox", none)
    with pytest.raises(operations.GateRefused) as refused:
        receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    assert refused.value.reason == "gate_unavailable"


def test_the_same_photo_twice_is_one_document_and_a_newer_one_replaces_it(person: Person, at: datetime) -> None:
    first = receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    assert receive(person, at, ("a.jpg", specimens.visa(SALMA))).pk == first.pk
    newer = receive(person, at, ("b.jpg", specimens.passport(SALMA)))
    first.refresh_from_db()
    assert (first.state, newer.state) == ("replaced", "safe")
    assert [one.what for one in queries.history(person)] == ["received", "received"]


def test_two_photos_make_one_document_of_two_pages(person: Person, at: datetime) -> None:
    document = receive(person, at, ("a.jpg", specimens.visa(SALMA)), ("b.jpg", specimens.passport(SALMA)))
    assert [page.number for page in document.pages.all()] == [0, 1, 2]
    assert len(queries.pages_opened(document)) == 2


def test_nothing_is_readable_on_disk_and_a_flipped_bit_or_a_swap_is_found(person: Person, at: datetime) -> None:
    document = receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    page = document.pages.get(number=1)
    path = Path(settings.VAR) / "blobs" / page.ref[:2] / page.ref
    assert all(b"\xff\xd8\xff" not in path_.read_bytes()[:64] for path_ in blobs())
    key = keys.unwrap(document.key_wrapped, f"document:{document.ref}")
    sealed = path.read_bytes()
    path.write_bytes(sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:])
    with pytest.raises(keys.Unsealable):
        vault.fetch(page.ref, key, f"document:{document.ref}")
    path.write_bytes(sealed)
    with pytest.raises(keys.Unsealable):
        vault.fetch(page.ref, key, "document:another")


def test_the_worker_reads_once_and_keeps_what_it_saw_sealed(
    person: Person, at: datetime, work: Callable[[], None]
) -> None:
    document = receive(person, at, ("a.jpg", specimens.passport(SALMA)))
    for _time in range(2):
        jobs.read_document.call(document.ref)
    document.refresh_from_db()
    assert (document.state, document.kind, document.quality["zone_valid"]) == ("read", "passport", True)
    assert queries.readings_of(document)["birth_date"] == "2004-03-27"
    assert all(b"AMRANI" not in bytes(row.value_sealed) for row in Reading.objects.all())


def test_a_link_lives_a_minute_and_dies_with_its_session(
    person: Person, aicha: Account, at: datetime, signed_in: Callable[[Account], Client]
) -> None:
    document = receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    client, now = signed_in(aicha), timezone.now()
    session = client.session.session_key
    assert session is not None
    page = document.pages.get(number=1)
    link = queries.picture_links(session, [page.ref], now)[0]
    path = link.removeprefix(settings.DOCUMENTS_SITE)
    answer = client.get(path, headers={"host": "127.0.0.1:8001"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    token = path.removeprefix("/d/")
    assert queries.picture(token, now + timedelta(seconds=61)) is None
    assert queries.picture(token[:-2] + "AA", now) is None
    original = queries.picture_links(session, [document.pages.get(number=0).ref], now)[0]
    assert (
        client.get(original.removeprefix(settings.DOCUMENTS_SITE), headers={"host": "127.0.0.1:8001"}).status_code
        == 404
    )
    client.post("/sign-out/")
    assert client.get(path, headers={"host": "127.0.0.1:8001"}).status_code == 404


def test_another_students_paper_does_not_exist(person: Person, wei: Account, at: datetime) -> None:
    document = receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    assert queries.document_for(wei, document.ref) is None


def test_a_file_that_is_too_large_gets_a_sentence(aicha: Account, signed_in: Callable[[Account], Client]) -> None:
    large = SimpleUploadedFile("a.jpg", specimens.visa(SALMA) + b"\0" * (11 * 1024 * 1024))
    page = signed_in(aicha).post("/documents/DOC-01/", {"photos": large})
    assert page.status_code == 200
    assert "larger than 10 MB" in page.content.decode()
    assert not Document.objects.exists()


def test_a_gate_that_is_full_asks_to_come_again_and_keeps_nothing(
    aicha: Account, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "GATES", BoundedSemaphore(1))
    monkeypatch.setattr(operations, "GATE_WAIT", 0.01)
    operations.GATES.acquire()
    with pytest.raises(operations.GateRefused) as refused:
        operations.receive(person=aicha.person, paper="DOC-01", files=[("a.jpg", b"x")], by="t", at=at)  # type: ignore[attr-defined]
    assert refused.value.reason == "busy"
    assert not Document.objects.exists()
    operations.GATES.release()
    with pytest.raises(operations.GateRefused) as refused:
        operations.receive(person=aicha.person, paper="DOC-01", files=[("a.jpg", b"x")], by="t", at=at)  # type: ignore[attr-defined]
    assert refused.value.reason != "busy"


def test_one_person_has_few_uploads_in_work_and_others_go_on(
    person: Person, wei: Account, at: datetime, settings: Any
) -> None:
    settings.UPLOADS_AT_ONCE = 2
    running = [people.take_turn(person=person, at=at) for _n in range(2)]
    with pytest.raises(operations.GateRefused) as refused:
        receive(person, at, ("a.jpg", specimens.visa(SALMA)))
    assert refused.value.reason == "one_of_yours"
    assert "Wait a moment" in refused.value.words
    receive(wei.person, at, ("a.jpg", specimens.visa(SALMA)))  # type: ignore[attr-defined]
    people.end_turn(turn=running[0], at=at)
    receive(person, at, ("a.jpg", specimens.visa(SALMA)))


def test_an_upload_whose_process_died_stops_counting_after_a_while(person: Person, at: datetime, settings: Any) -> None:
    settings.UPLOADS_AT_ONCE = 1
    people.take_turn(person=person, at=at)
    with pytest.raises(operations.GateRefused):
        receive(person, at + timedelta(minutes=4), ("a.jpg", specimens.visa(SALMA)))
    receive(person, at + timedelta(minutes=6), ("a.jpg", specimens.visa(SALMA)))


def test_one_person_sends_so_many_an_hour_refused_ones_counted(person: Person, at: datetime, settings: Any) -> None:
    settings.UPLOADS_AN_HOUR = 3
    for _n in range(3):
        with pytest.raises(operations.GateRefused) as refused:
            receive(person, at, ("a.jpg", b"text"))
        assert refused.value.reason == "not_a_picture_or_pdf"
    with pytest.raises(operations.GateRefused) as refused:
        receive(person, at + timedelta(minutes=59), ("a.jpg", b"text"))
    assert refused.value.reason == "many_of_yours"
    receive(person, at + timedelta(minutes=60), ("a.jpg", specimens.visa(SALMA)))
    assert Turn.objects.filter(person=person).count() == 1
