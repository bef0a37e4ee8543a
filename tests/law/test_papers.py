"""The papers of a file, as a student reads of them."""

from __future__ import annotations

from affilia.law.papers import PAPERS


def test_what_is_said_of_a_paper_is_short_sentences() -> None:
    long = [words for paper in PAPERS.values() for words in (paper.hint, *paper.besides) if len(words.split()) > 40]
    assert long == []


def test_every_title_to_stay_the_order_names_is_said() -> None:
    said = " ".join(PAPERS["DOC-02"].besides)
    for title in (
        "long-stay visa", "temporary", "multi-year", "talent", "retiree", "resident", "long-term EU", "family of a European",
        "Algerian", "Andorran", "renewal", "provisional authorisation", "asylum request", "recognised refugee", "Monaco",
        "file of foreigners",
    ):  # fmt: skip
        assert title in said
