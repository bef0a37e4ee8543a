"""The two ways to check a certificate: a code people type, and a signed QR that needs no network.

The QR holds what must be compared with the paper and nothing more: kind, code, name, birth date, days of rights, day of
issue, key. No number: a photographed QR must not give one away (docs/decisions/0007). Letters and days of older releases
stay readable (docs/decisions/0011).
"""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

# 29 letters and digits, a prime, of which no two look alike: without 0 O, 1 I (read as L), Z (2), S (5), B (8)
ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"
RANDOM = 13  # 63 bits
ALIKE = str.maketrans("1IZSB", "LL258")
# of codes printed before: every letter but 0 O 1 I, and a check that took 2 for Z
OLDER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
OLDER_TWINS = {"2": "Z", "Z": "2", "5": "S", "S": "5", "8": "B", "B": "8"}
VERSION, OLDER_VERSION = b"A2", b"A1"
KINDS = ("temporary", "definitive")
# three days of 17 bits each, in seven bytes, since 1900; before, of two bytes each, since 2020
EPOCH, LAST = date(1900, 1, 1), date(2150, 12, 31)
DAY_BITS, DAYS_BYTES = 17, 7
OLDER_EPOCH = date(2020, 1, 1)
SIGNATURE = 64


def new_code() -> str:
    """A fresh code: 13 random characters and one that tells a typo from a forgery."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return body + check_character(body)


def check_character(body: str, alphabet: str = ALPHABET, modulus: int = len(ALPHABET)) -> str:
    """The last character: weights 1 to 13, modulo a prime, so that any one wrong or two swapped letters show."""
    return alphabet[sum((place + 1) * alphabet.index(c) for place, c in enumerate(body)) % modulus]


def cleaned(text: str) -> str:
    """A code as typed on any keyboard, without dashes and spaces, in capitals; what looks like a letter of ours is it."""
    return _typed(text).translate(ALIKE)


def _typed(text: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015\u2212]", "", unicodedata.normalize("NFKC", text)).upper()


def well_formed(code: str) -> bool:
    """Whether the letters can be right at all: else it is a typo."""
    return _fits(code, ALPHABET, len(ALPHABET))


def _fits(code: str, alphabet: str, modulus: int) -> bool:
    fits = len(code) == RANDOM + 1 and all(c in alphabet for c in code)
    return fits and check_character(code[:-1], alphabet, modulus) == code[-1]


def readings(text: str) -> tuple[str, ...]:
    """The codes a typed text may mean: one of ours, or one of an older release with one letter taken for its twin."""
    found = [code for code in [cleaned(text)] if well_formed(code)]
    typed = _typed(text).replace("1", "L").replace("I", "L")[: RANDOM + 2]
    older = [typed] + [
        typed[:place] + OLDER_TWINS[letter] + typed[place + 1 :]
        for place, letter in enumerate(typed)
        if letter in OLDER_TWINS
    ]
    return (*found, *(code for code in older if _fits(code, OLDER, 31)))


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
    """The signed bytes: version, kind, key id, three days, birth, code, name in UTF-8. Raises ValueError of other days."""
    return (
        VERSION
        + bytes([KINDS.index(statement.kind)])
        + bytes.fromhex(statement.key_id)
        + _days_packed(statement.from_day, statement.until_day, statement.issued_on)
        + statement.birth.replace("-", "").ljust(8, "0").encode()
        + statement.code.encode()
        + statement.name.encode()[:60].decode(errors="ignore").encode()  # cut between letters
    )


def _days_packed(*days: date) -> bytes:
    number = 0
    for day in days:
        if not EPOCH <= day <= LAST:
            raise ValueError(f"{day} is not between 1900 and 2150")
        number = number << DAY_BITS | (day - EPOCH).days
    return number.to_bytes(DAYS_BYTES, "big")


def _days_read(raw: bytes) -> list[date]:
    number = int.from_bytes(raw, "big")
    days = [number >> DAY_BITS * place & (1 << DAY_BITS) - 1 for place in (2, 1, 0)]
    if number >> 3 * DAY_BITS or max(days) > (LAST - EPOCH).days:
        raise NotOurs("no days")
    return [EPOCH + timedelta(days=day) for day in days]


def _older_days(raw: bytes) -> list[date]:
    return [OLDER_EPOCH + timedelta(days=int.from_bytes(raw[at : at + 2], "big")) for at in (0, 2, 4)]


# how each version writes its days: in how many bytes, and what reads them
DAYS: dict[bytes, tuple[int, Callable[[bytes], list[date]]]] = {
    VERSION: (DAYS_BYTES, _days_read),
    OLDER_VERSION: (6, _older_days),
}


def decode(text: str) -> tuple[Statement, bytes, bytes]:
    """(statement, signed bytes, signature) of a QR's text; the caller verifies. Raises NotOurs."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise NotOurs("not in base 64") from error
    body, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    if body[:2] not in DAYS:
        raise NotOurs("another version")
    size, read = DAYS[body[:2]]
    at = 7 + size
    if len(body) < at + 8 + RANDOM + 2 or body[2] >= len(KINDS):
        raise NotOurs("too short, or of another kind")
    days = read(body[7:at])
    try:
        birth, code, name = (
            body[start:end].decode() for start, end in ((at, at + 8), (at + 8, at + 22), (at + 22, None))
        )
    except UnicodeDecodeError as error:
        raise NotOurs("damaged") from error
    born = "-".join(part for part in (birth[:4], birth[4:6], birth[6:8]) if part != "00")
    return Statement(KINDS[body[2]], code, name, born, days[0], days[1], days[2], body[3:7].hex()), body, signature
