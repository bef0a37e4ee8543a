"""Reads nothing: for tests of what happens when the reader sees no word."""

from __future__ import annotations

from affilia.bridges.ocr import Line


class BlindReader:
    """Sees an empty page."""

    def read(self, picture: bytes) -> list[Line]:
        """No line."""
        return []


def ocr() -> BlindReader:
    """The reader that sees nothing."""
    return BlindReader()
