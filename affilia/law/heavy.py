"""Whether an act is heavy (R160-16), by the law as it stands or as a proposal would have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.book import Book
from affilia.law.days import number_of
from affilia.law.facts import law
from affilia.law.tariffs import NEVER_HEAVY, Price

Heavy = Callable[[Price, date], bool]


def heavy_by(book: Book) -> Heavy:
    """The question whether the law of a book has one flat share for an act; each answer is reckoned once."""

    @cache
    def asked(base: int, coefficient: int, on: date) -> bool:
        told = {"tariff": base, "coefficient": coefficient, "heavy_excluded": False, "care_day": number_of(on)}
        return bool(book.one(told, "is_heavy")["is_heavy"][0])

    return lambda act, on: act.family not in NEVER_HEAVY and asked(act.base, act.coefficient, on)


heavy = heavy_by(law)
