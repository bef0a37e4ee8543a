"""Amounts as people type and read them; inside, always integer cents."""

from __future__ import annotations

import re

TYPED = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
MINUS = "\u2212"
THIN = "\u202f"


def cents(text: str) -> int | None:
    """ "30", "30,5", "30.00", "1 234,50 €" as cents; None when it is not an amount."""
    plain = re.sub(r"[\s€]|EUR", "", text, flags=re.IGNORECASE)
    found = TYPED.fullmatch(plain)
    if not found or not plain.isascii():
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def dotted(amount: int) -> str:
    """12.50: as files of the bank write it."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def euros(amount: int, language: str = "en") -> str:
    """1 234,50 € in French, Spanish, Portuguese; €1,234.50 in English; 1,234.50 € and 欧元 in Arabic and Chinese."""
    sign, whole, part = MINUS if amount < 0 else "", abs(amount) // 100, f"{abs(amount) % 100:02d}"
    if language in ("fr", "es", "pt"):
        return f"{sign}{whole:,}".replace(",", THIN) + f",{part}\u00a0€"
    if language == "en":
        return f"{sign}€{whole:,}.{part}"
    unit = "欧元" if language == "zh" else "€"
    return f"{sign}{whole:,}.{part}\u00a0{unit}"


def hundredths(value: int, language: str = "en") -> str:
    """A number of two decimals at most: 150 is 1.5, 1,5 in French."""
    text = dotted(value).removesuffix(".00")
    text = text.rstrip("0") if "." in text else text
    return text.replace(".", ",") if language in ("fr", "es", "pt") else text


def percent(rate: int, language: str = "en") -> str:
    """Basis points as people read them: 70 % (7000), 37.5 %."""
    whole, part = divmod(rate, 100)
    text = str(whole) if not part else f"{whole}.{part:02d}".rstrip("0")
    return f"{text.replace('.', ',')}\u00a0%" if language in ("fr", "es", "pt") else f"{text}%"
