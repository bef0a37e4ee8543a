"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from affilia.formats.days import in_words
from affilia.formats.sentences import written
from affilia.letters.pdf import french_day
from affilia.pages.templatetags.affilia_ui import day

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", FIRST, "1er septembre 2026"),
        ("fr", date(2026, 9, 11), "11 septembre 2026"),
        ("en", FIRST, "1 September 2026"),
        ("es", FIRST, "1 de septiembre de 2026"),
    ],
)
def test_a_day_is_written_as_people_of_the_language_write_it(language: str, day: date, words: str) -> None:
    assert in_words(day, language) == words


def test_the_first_of_a_month_is_1er_wherever_a_french_day_is_printed() -> None:
    with translation.override("fr"):
        shown = day(FIRST)
        assert (day("2026-09"), day("2026")) == ("septembre 2026", "2026")
    assert {shown, written((FIRST - date(1970, 1, 1)).days, "days", "fr"), french_day(FIRST)} == {"1er septembre 2026"}
