"""A bank of our own under `var/bank/`: takes a valid file once, answers, returns what closed accounts got.

An IBAN whose account number ends in 4 zeros before its key is closed (AC04), so that demo and tests can meet a return.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from lxml import etree

from affilia.bridges import place
from affilia.bridges.bank import BankRefused
from affilia.formats import bankanswer, pain001
from affilia.formats.days import day_of

IN = f"{{{pain001.NAMESPACE}}}"


class FolderBank:
    """Orders in `orders/`, answers in `answers/`, those taken away in `taken/`."""

    def __init__(self, folder: Path) -> None:
        self.orders, self.ready, self.done = (folder / name for name in ("orders", "answers", "taken"))
        for path in (self.orders, self.ready, self.done):
            path.mkdir(parents=True, exist_ok=True)

    def send(self, reference: str, xml: bytes, at: datetime) -> None:
        """Take an order once. Raises BankRefused when the file is not valid or another file has its reference."""
        if faults := pain001.faults(xml):
            raise BankRefused(faults[0])
        path = self.orders / f"{reference}.xml"
        if path.exists() and path.read_bytes() != xml:
            raise BankRefused("another file was sent under this reference")
        _write(path, xml)
        answer = self._answer(reference, xml, at)
        if not (self.done / f"{reference}.xml").exists():
            _write(self.ready / f"{reference}.xml", bankanswer.write(answer, at))

    def answers(self, at: datetime) -> list[tuple[str, bytes]]:
        """(name, document) of every answer not yet taken away."""
        return [(path.name, path.read_bytes()) for path in sorted(self.ready.glob("*.xml"))]

    def taken(self, name: str) -> None:
        """An answer was booked: it does not come again."""
        if (self.ready / name).exists():
            (self.ready / name).rename(self.done / name)

    def _answer(self, reference: str, xml: bytes, at: datetime) -> bankanswer.Answer:
        document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        statuses = []
        for credit in document.iterfind(f".//{IN}CdtTrfTxInf"):
            closed = (credit.findtext(f"{IN}CdtrAcct/{IN}Id/{IN}IBAN") or "")[:-2].endswith("0000")
            name = credit.findtext(f"{IN}PmtId/{IN}EndToEndId") or ""
            statuses.append(bankanswer.Status(name, not closed, day_of(at), "AC04" if closed else ""))
        return bankanswer.Answer(f"A{reference}"[:35], reference, tuple(statuses))


def _write(path: Path, data: bytes) -> None:
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    waiting.write_bytes(data)
    waiting.replace(path)


def bank() -> FolderBank:
    """The bank under `var/bank`."""
    return FolderBank(place("bank"))
