"""The register by its exchange folder: JSON lines out, JSON lines back, carried by the operator's transfer agent."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from affilia.bridges.register import Answer, Request


class ExchangeFolder:
    """One file a request in `out/`, one a reply in `in/`, one a certified number in `certified/`."""

    def __init__(self, folder: Path) -> None:
        self.out, self.incoming, self.sure = (folder / name for name in ("out", "in", "certified"))
        for path in (self.out, self.incoming, self.sure):
            path.mkdir(parents=True, exist_ok=True)

    def send(self, request: Request, at: datetime) -> None:
        """Lay the request out once."""
        path, waiting = self.out / f"{request.reference}.json", self.out / f".{request.reference}"
        if not path.exists() and not any(self.out.glob(f"{request.reference}.json.*")):
            waiting.write_text(json.dumps({**asdict(request), "at": at.isoformat()}, ensure_ascii=False))
            waiting.replace(path)

    def answer(self, reference: str, at: datetime) -> Answer | None:
        """The reply, once it came."""
        path = self.incoming / f"{reference}.json"
        if not path.exists():
            return None
        reply = json.loads(path.read_text())
        return Answer(reference, reply.get("number", ""), reply.get("code", ""))

    def certified(self, number: str, at: datetime) -> bool:
        """Whether the register said so."""
        return (self.sure / number).exists()


def register() -> ExchangeFolder:
    """The folder AFFILIA_REGISTER_FOLDER."""
    folder = os.environ.get("AFFILIA_REGISTER_FOLDER")
    if not folder:
        raise ImproperlyConfigured("AFFILIA_REGISTER_FOLDER must name the exchange folder of the transfer agent.")
    return ExchangeFolder(Path(folder))
