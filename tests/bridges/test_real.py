"""The real bridges: exchange folders that are carried both ways, the scanner's daemon, and none half configured."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from affilia.bridges.antivirus import ScannerDown
from affilia.bridges.antivirus.real import Clamd
from affilia.bridges.bank import BankRefused
from affilia.bridges.bank import real as bank
from affilia.bridges.register import Request
from affilia.bridges.register import real as register
from affilia.formats import pain001

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
REQUEST = Request("ref1", "final", "El Amrani", "Salma", "2004-03-27", "F", "MA", "Fès", "204039935099137")


@pytest.fixture
def order() -> bytes:
    payer = pain001.Payer("Caisse", "FR7630006000011234567890189", "AGRIFRPP")
    credit = pain001.Credit("p1", 1900, "Salma El Amrani", "FR7630001007941234567890185", "BDFEFRPP", "Soins")
    return pain001.build(reference="o1", made_at=AT, pay_on=AT.date(), payer=payer, credits=[credit])


def test_an_order_is_laid_out_once_even_after_it_was_carried(tmp_path: Path, order: bytes) -> None:
    folder = bank.ExchangeFolder(tmp_path)
    folder.send("o1", order, AT)
    folder.send("o1", order, AT)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["o1.xml"]
    (tmp_path / "out" / "o1.xml").rename(tmp_path / "out" / "o1.xml.carried")
    folder.send("o1", order, AT)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["o1.xml.carried"]


def test_a_file_that_is_no_order_is_not_laid_out(tmp_path: Path) -> None:
    with pytest.raises(BankRefused):
        bank.ExchangeFolder(tmp_path).send("o1", b"<Document/>", AT)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_answer_is_read_until_it_was_booked(tmp_path: Path) -> None:
    folder = bank.ExchangeFolder(tmp_path)
    (tmp_path / "in" / "a.xml").write_bytes(b"<x/>")
    assert folder.answers(AT) == folder.answers(AT) == [("a.xml", b"<x/>")]
    folder.taken("a.xml")
    folder.taken("a.xml")
    assert folder.answers(AT) == []
    assert (tmp_path / "done" / "a.xml").read_bytes() == b"<x/>"


def test_the_register_is_asked_once_and_answers_by_file(tmp_path: Path) -> None:
    folder = register.ExchangeFolder(tmp_path)
    folder.send(REQUEST, AT)
    folder.send(REQUEST, AT)
    [asked] = (tmp_path / "out").iterdir()
    assert json.loads(asked.read_text())["birth_town"] == "Fès"
    assert folder.answer("ref1", AT) is None
    (tmp_path / "in" / "ref1.json").write_text('{"code": "DUPLICATE"}')
    found = folder.answer("ref1", AT)
    assert found is not None
    assert (found.number, found.code) == ("", "DUPLICATE")
    assert not folder.certified("204039935099137", AT)
    (tmp_path / "certified" / "204039935099137").touch()
    assert folder.certified("204039935099137", AT)


@pytest.mark.parametrize(
    ("open_it", "name"), [(bank.bank, "AFFILIA_BANK_FOLDER"), (register.register, "AFFILIA_REGISTER_FOLDER")]
)
def test_a_folder_that_is_not_named_stops_the_start(
    open_it: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured, match=name):
        open_it()  # type: ignore[operator]


class Scanner(socketserver.StreamRequestHandler):
    """A daemon that finds what holds the word EICAR."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
        found = b"EICAR" in data
        self.wfile.write(b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0" if data else b"stream: ERROR\0")


@pytest.fixture
def daemon() -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_the_scanner_finds_passes_and_fails_closed(daemon: str) -> None:
    assert Clamd(daemon).found(b"x" * 200_000) is None
    assert Clamd(daemon).found(b"x" * 70_000 + b"EICAR") == "Eicar-Test"
    with pytest.raises(ScannerDown):
        Clamd(daemon).found(b"")
    with pytest.raises(ScannerDown):
        Clamd("/nowhere/clamd.ctl").found(b"x")
