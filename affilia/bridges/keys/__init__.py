"""Keys that wrap other keys, kept outside the database; sealing of one value or one file under a key of its own."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from affilia.bridges import chosen


class Keys(Protocol):
    """Numbered key-encryption keys; the newest wraps, all unwrap."""

    def current(self) -> int: ...
    def kek(self, number: int) -> bytes: ...
    def index_key(self) -> bytes: ...


class Unsealable(Exception):
    """The bytes were altered, swapped, or belong to another row."""


def keys() -> Keys:
    """The keys of this service."""
    bridge: Keys = chosen("keys").keys()
    return bridge


def new_key() -> bytes:
    """A fresh data key: 256 bits."""
    return os.urandom(32)


def wrap(key: bytes, about: str) -> bytes:
    """A data key as it may be stored: number of the KEK, nonce, sealed key; `about` names its row."""
    number = keys().current()
    return number.to_bytes(2, "big") + seal(key, keys().kek(number), about)


def unwrap(wrapped: bytes | memoryview[int], about: str) -> bytes:
    """The data key. Raises Unsealable."""
    number = int.from_bytes(bytes(wrapped[:2]), "big")
    return unseal(bytes(wrapped[2:]), keys().kek(number), about)


def seal(data: bytes, key: bytes, about: str) -> bytes:
    """AES-256-GCM with a fresh nonce; `about` (type and id of the row) is authenticated with it."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, about.encode())


def unseal(sealed: bytes, key: bytes, about: str) -> bytes:
    """The data back. Raises Unsealable when a bit or the row differs."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable(about) from error


def seal_value(text: str, about: str) -> bytes:
    """One short value under a key of its own: wrapped key, then the sealed value."""
    key = new_key()
    wrapped = wrap(key, about)
    return len(wrapped).to_bytes(2, "big") + wrapped + seal(text.encode(), key, about)


def unseal_value(sealed: bytes | memoryview[int], about: str) -> str:
    """The value back. Raises Unsealable."""
    sealed = bytes(sealed)
    end = 2 + int.from_bytes(sealed[:2], "big")
    return unseal(sealed[end:], unwrap(sealed[2:end], about), about).decode()


def blind_index(kind: str, value: str) -> str:
    """What finds an equal value without opening any: HMAC under a key of its own; never for ranges."""
    return hmac.new(keys().index_key(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
