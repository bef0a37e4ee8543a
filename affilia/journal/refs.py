"""Opaque public ids: 128 random bits, safe in a URL, impossible to guess or to count."""

from __future__ import annotations

import base64
import os
import secrets

import numpy as np

ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype="S1")
TOGETHER = 4  # letters that references made at once share


def new_ref() -> str:
    """26 characters, lower case, no vowels confused: RFC 4648 base32 of 16 random bytes."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def new_refs(count: int) -> np.ndarray:
    """References made at once, as text of 26 bytes each: 110 random bits beside the letters they share, in order.

    In order and side by side, an index takes them in one go: spread over all of it, this is half the cost of a row.
    """
    letters = ALPHABET[np.frombuffer(os.urandom(26 * count), dtype=np.uint8) & 31].reshape(count, 26)
    letters[:, :TOGETHER] = letters[:1, :TOGETHER]
    return np.sort(np.ascontiguousarray(letters).view("S26").reshape(count))
