"""A refusal in words: one renderer, days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from affilia.coverage.cards import CardWorksOn


@pytest.mark.parametrize(("language", "day"), [("en", "31 March 2027"), ("fr", "31 mars 2027")])
def test_a_refusal_writes_its_days_as_people_do(language: str, day: str) -> None:
    with translation.override(language):
        assert day in CardWorksOn(until=date(2027, 3, 31)).words
