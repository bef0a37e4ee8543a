"""A sentence of the law with its values, written as people of a language write amounts, rates and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from affilia.formats import money
from affilia.formats.days import in_words


def sentence(says: str, values: Mapping[str, Sequence[Any]], language: str) -> str:
    """`says` with its places filled; `values` name to (whole number, unit)."""
    return says.format(**{name: written(int(value), str(unit), language) for name, (value, unit) in values.items()})


def written(value: int, unit: str, language: str) -> str:
    """A value in its unit: cents, basis points, days since 1970, or a plain number."""
    if unit == "cents":
        return money.euros(value, language)
    if unit == "basis_points":
        return money.percent(value, language)
    if unit == "hundredths":
        return money.hundredths(value, language)
    if unit == "days":
        return in_words(date(1970, 1, 1) + timedelta(days=value), language)
    return str(value)
