"""The sealed store: one file a page under `var/blobs`, each under its document's key; nothing readable on disk."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from affilia.bridges import keys, place


def store(ref: str, data: bytes, key: bytes, about: str) -> None:
    """Seal bytes and make them safe on disk before the row that names them commits."""
    path = _path(ref)
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{ref}.{os.getpid()}")
    with waiting.open("wb") as file:
        file.write(keys.seal(data, key, about))
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def fetch(ref: str, key: bytes, about: str) -> bytes:
    """The bytes back. Raises keys.Unsealable when they were altered or swapped, FileNotFoundError when they are gone."""
    return keys.unseal(_path(ref).read_bytes(), key, about)


def remove(ref: str) -> None:
    """Forget bytes that no row names."""
    _path(ref).unlink(missing_ok=True)


def folders() -> list[str]:
    """The folders the store is spread over."""
    return sorted(path.name for path in place("blobs").iterdir() if path.is_dir())


def older(folder: str, than: datetime) -> list[Path]:
    """The files of a folder last written before an instant, half-written ones with them."""
    found = []
    for path in sorted((place("blobs") / folder).iterdir()):
        with suppress(FileNotFoundError):  # one being written just got its name
            if path.stat().st_mtime < than.timestamp():
                found.append(path)
    return found


def _path(ref: str) -> Path:
    return place("blobs") / ref[:2] / ref
