"""The two ways to check a certificate: a code people type, and a signed QR that needs no network.

The QR holds what must be compared with the paper and nothing more: kind, code, name, birth date, days of rights, day of
issue, key. No number: a photographed QR must not give one away (docs/decisions/0007).
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

# 32 letters and digits without 0 O 1 I
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RANDOM = 13  # 65 bits
VERSION = b"A1"
KINDS = ("temporary", "definitive")
EPOCH = date(2020, 1, 1)
SIGNATURE = 64


def new_code() -> str:
    """A fresh code: 13 random characters and one that tells a typo from a forgery."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The last character: weights 1 to 13, modulo 31, so that any one wrong or two swapped letters show."""
    return ALPHABET[sum((place + 1) * ALPHABET.index(c) for place, c in enumerate(body)) % 31]


def cleaned(text: str) -> str:
    """A code as typed, without dashes and spaces, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def well_formed(code: str) -> bool:
    """Whether the letters can be right at all: else it is a typo."""
    fits = len(code) == RANDOM + 1 and all(c in ALPHABET for c in code)
    return fits and check_character(code[:-1]) == code[-1]


def grouped(code: str) -> str:
    """As printed: K7Q2-9FDM-4XTR-8C."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


@dataclass(frozen=True)
class Statement:
    """What a QR states; `birth` is "2004", "2004-03" or "2004-03-27"."""

    kind: str
    code: str
    name: str
    birth: str
    from_day: date
    until_day: date
    issued_on: date
    key_id: str


class NotOurs(ValueError):
    """The text is no QR of ours."""


def encode(statement: Statement, sign: Callable[[bytes], bytes]) -> str:
    """The QR's text: statement and ECDSA P-256 signature (r and s) in base 64 for URLs, so that a link may carry it."""
    body = packed(statement)
    return base64.urlsafe_b64encode(body + sign(body)).decode().rstrip("=")


def packed(statement: Statement) -> bytes:
    """The signed bytes: version, kind, key id, days since 2020, birth, code, name in UTF-8."""
    days = [(day - EPOCH).days for day in (statement.from_day, statement.until_day, statement.issued_on)]
    head = VERSION + bytes([KINDS.index(statement.kind)]) + bytes.fromhex(statement.key_id)
    return (
        head
        + b"".join(number.to_bytes(2, "big") for number in days)
        + statement.birth.replace("-", "").ljust(8, "0").encode()
        + statement.code.encode()
        + statement.name.encode()[:60].decode(errors="ignore").encode()  # cut between letters
    )


def decode(text: str) -> tuple[Statement, bytes, bytes]:
    """(statement, signed bytes, signature) of a QR's text; the caller verifies. Raises NotOurs."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise NotOurs("not in base 64") from error
    body, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    if len(body) < 36 or body[:2] != VERSION or body[2] >= len(KINDS):
        raise NotOurs("another version")
    days = [EPOCH + timedelta(days=int.from_bytes(body[at : at + 2], "big")) for at in (7, 9, 11)]
    try:
        birth, code, name = body[13:21].decode(), body[21:35].decode(), body[35:].decode()
    except UnicodeDecodeError as error:
        raise NotOurs("damaged") from error
    parts = [birth[:4], birth[4:6], birth[6:8]]
    born = "-".join(part for part in parts if part != "00")
    return Statement(KINDS[body[2]], code, name, born, days[0], days[1], days[2], body[3:7].hex()), body, signature
