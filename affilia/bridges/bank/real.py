"""The bank by its exchange folder: the operator's transfer agent carries files both ways (EBICS, SFTP)."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from affilia.bridges.bank import BankRefused
from affilia.formats import pain001


class ExchangeFolder:
    """`out/` is carried to the bank, `in/` comes from it, `done/` keeps what was booked."""

    def __init__(self, folder: Path) -> None:
        self.out, self.incoming, self.done = (folder / name for name in ("out", "in", "done"))
        for path in (self.out, self.incoming, self.done):
            path.mkdir(parents=True, exist_ok=True)

    def send(self, reference: str, xml: bytes, at: datetime) -> None:
        """Lay the file out once; the agent renames what it carried, so a repeated laying is seen."""
        if faults := pain001.faults(xml):
            raise BankRefused(faults[0])
        path, waiting = self.out / f"{reference}.xml", self.out / f".{reference}"
        if not path.exists() and not any(self.out.glob(f"{reference}.xml.*")):
            waiting.write_bytes(xml)
            waiting.replace(path)

    def answers(self, at: datetime) -> list[tuple[str, bytes]]:
        """Every answer that came and was not booked."""
        return [(path.name, path.read_bytes()) for path in sorted(self.incoming.glob("*.xml"))]

    def taken(self, name: str) -> None:
        """An answer was booked."""
        if (self.incoming / name).exists():
            (self.incoming / name).rename(self.done / name)


def bank() -> ExchangeFolder:
    """The folder AFFILIA_BANK_FOLDER."""
    folder = os.environ.get("AFFILIA_BANK_FOLDER")
    if not folder:
        raise ImproperlyConfigured("AFFILIA_BANK_FOLDER must name the exchange folder of the transfer agent.")
    return ExchangeFolder(Path(folder))
