"""Opaque public ids: 128 random bits, safe in a URL, impossible to guess or to count."""

from __future__ import annotations

import base64
import secrets


def new_ref() -> str:
    """26 characters, lower case, no vowels confused: RFC 4648 base32 of 16 random bytes."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
