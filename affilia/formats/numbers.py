"""Numbers of persons: NIR, NNP and MIG, their shape, their key, and how they are built (affiliation.md section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

NIR = re.compile(r"[12]\d{2}(0[1-9]|1[0-2]|[2-9]\d)(\d{2}|2[AB])\d{3}\d{3}(\d{2})?")
# 7 or 8, then 1 (created for a person) or 2 (made by a system); fund; order
NNP = re.compile(r"[78][12]\d{11}")
# before 2012 the second figure could be 0
NNP_BEFORE_2012 = re.compile(r"[78][012]\d{11}")
MIG = re.compile(r"[56][12]\d{11}")
KINDS = {"1": "NIR", "2": "NIR", "5": "MIG", "6": "MIG", "7": "NNP", "8": "NNP"}
PSEUDO_MONTH = 20  # NUM-3: the month of birth is not known


@dataclass(frozen=True)
class NumberCheck:
    """What a text is as a number: `kind` None when no kind fits; `reason` None when it is valid."""

    text: str
    kind: str | None
    valid: bool
    reason: str | None


def check(text: str, kind: str | None = None, *, before_2012: bool = False) -> NumberCheck:
    """Check a number as typed; without `kind` its first digit tells. Codes of affiliation.md 4.2.

    `before_2012`: provisional numbers as they were before that year are valid too.
    """
    found = cleaned(text)
    kind = kind or KINDS.get(found[:1])
    if kind is None:
        return NumberCheck(text, None, False, "UNKNOWN_KIND")
    nnp = NNP_BEFORE_2012 if before_2012 else NNP
    faults: dict[str, Callable[[str], str | None]] = {
        "NIR": _nir_fault, "NNP": partial(_nnp_fault, shape=nnp), "MIG": _mig_fault,
    }  # fmt: skip
    reason = faults[kind](found)
    return NumberCheck(text, kind, reason is None, reason)


def cleaned(text: str) -> str:
    """Without spaces of any sort, in capitals."""
    return "".join(text.split()).upper()


def _nir_fault(number: str) -> str | None:
    if len(number) not in (13, 15):
        return "LENGTH_ERROR"
    if not number.isascii() or not NIR.fullmatch(number):
        return "NIR_INVALID"
    if len(number) == 15 and int(number[13:]) != key(number[:13]):
        return "NIR_KEY_INVALID"
    return None


def _nnp_fault(number: str, shape: re.Pattern[str]) -> str | None:
    if len(number) != 13:
        return "LENGTH_ERROR"
    return None if number.isascii() and shape.fullmatch(number) else "NNP_INVALID"


def _mig_fault(number: str) -> str | None:
    if len(number) != 13:
        return "LENGTH_ERROR"
    return None if number.isascii() and MIG.fullmatch(number) else "MIG_INVALID"


def key(thirteen: str) -> int:
    """The key of 13 characters, 1 to 97: 97 - (N mod 97), 2A read as 19 and 2B as 18 (NUM-5)."""
    digits = cleaned(thirteen)
    department = {"2A": "19", "2B": "18"}.get(digits[5:7], digits[5:7])
    return 97 - int(digits[:5] + department + digits[7:13]) % 97


def with_key(thirteen: str) -> str:
    """The 15 characters: the number and its key on two digits."""
    return f"{thirteen}{key(thirteen):02d}"


def build(*, sex: str, birth_year: int, birth_month: int | None, place: str, order: int) -> str:
    """A number of 15 characters (NUM-1): `sex` F or M, `place` 5 characters, `order` 1 to 999."""
    if len(place) != 5 or not 1 <= order <= 999:
        raise ValueError(f"place {place!r} or order {order} cannot stand in a number")
    head = f"{'2' if sex == 'F' else '1'}{birth_year % 100:02d}{birth_month or PSEUDO_MONTH:02d}"
    return with_key(f"{head}{place}{order:03d}")


def grouped(number: str) -> str:
    """As people read it: 2 04 03 99 350 992 40."""
    number = cleaned(number)
    ends = [1, 3, 5, 7, 10, 13, 15]
    return " ".join(number[start:end] for start, end in zip([0, *ends], ends, strict=False) if number[start:end])


def masked(number: str) -> str:
    """Enough to recognise one's own: 2 04 ·· ·· ··· ··· 40."""
    return " ".join(
        group if place in (0, 1, 6) else "·" * len(group) for place, group in enumerate(grouped(number).split())
    )
