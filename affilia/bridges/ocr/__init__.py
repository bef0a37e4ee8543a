"""Reading text on a picture: lines with their confidence and their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from affilia.bridges import chosen


@dataclass(frozen=True)
class Line:
    """One line of text; `confidence` 0 to 1; `box` x, y, width, height as shares of the page."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]


class Ocr(Protocol):
    """Reads a JPEG or PNG."""

    def read(self, picture: bytes) -> list[Line]: ...


def ocr() -> Ocr:
    """The reader of this service."""
    bridge: Ocr = chosen("ocr").ocr()
    return bridge
