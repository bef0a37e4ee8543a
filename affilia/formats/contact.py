"""E-mail addresses, phone numbers and postcodes as people type them."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

POSTCODE = re.compile(r"(0[1-9]|[1-8]\d|9[0-5]|97[1-8]|98[678])\d{2,3}")


def email(text: str) -> str:
    """One spelling for one address: no spaces around, NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def phone(text: str, country: str = "FR") -> str | None:
    """The number in E.164 (+33612345678), read as dialled in `country`; None when it is none."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def postcode(text: str) -> str | None:
    """Five digits of a French postcode, or None."""
    plain = "".join(text.split())
    return plain if len(plain) == 5 and plain.isascii() and POSTCODE.fullmatch(plain) else None
