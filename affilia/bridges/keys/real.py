"""Keys the operator's vault puts in files: a folder named by AFFILIA_KEYS_FOLDER, outside database and backups."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from affilia.bridges.keys.standin import FileKeys


@cache
def keys() -> FileKeys:
    """The keys of the vault; they must be there, nothing is made."""
    folder = Path(os.environ.get("AFFILIA_KEYS_FOLDER", ""))
    if not (folder / "kek-1").is_file() or not (folder / "index").is_file():
        raise ImproperlyConfigured("AFFILIA_KEYS_FOLDER must hold the files kek-1 and index, 32 random bytes each.")
    return FileKeys(folder)
