"""A health professional's number: 11 digits, the last by Luhn as far as samples show (affiliation.md section 7)."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import luhn


@dataclass(frozen=True)
class RppsCheck:
    """`valid`: eleven digits; `doubtful`: the last does not fit, which warns and never blocks."""

    number: str
    valid: bool
    doubtful: bool


def check(text: str) -> RppsCheck:
    """Check as typed, spaces aside."""
    number = "".join(text.split())
    valid = len(number) == 11 and number.isascii() and number.isdigit()
    return RppsCheck(number, valid, valid and not luhn.is_valid(number))
