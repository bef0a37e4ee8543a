"""Keys in files of the embedded mode: `var/keys/kek-1`, made on first use, readable by their owner only."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from affilia.bridges import place


class FileKeys:
    """KEKs numbered by their file names; the highest is current."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made("kek-1")
        self._made("index")

    def current(self) -> int:
        """The number of the key that wraps now."""
        return max(int(path.name.removeprefix("kek-")) for path in self.folder.glob("kek-*") if path.suffix == "")

    @cache  # noqa: B019  one object for the life of the process
    def kek(self, number: int) -> bytes:
        """The key of a number."""
        return (self.folder / f"kek-{number}").read_bytes()

    @cache  # noqa: B019
    def index_key(self) -> bytes:
        """The key of the blind indexes."""
        return (self.folder / "index").read_bytes()

    def _made(self, name: str) -> None:
        path, mine = self.folder / name, self.folder / f"{name}.{os.getpid()}"
        if path.exists():
            return
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            mine.unlink()


@cache
def keys() -> FileKeys:
    """The keys under `var/keys`."""
    return FileKeys(place("keys"))
