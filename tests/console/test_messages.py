"""The catalogues: French is printed as French is, whoever typed it."""

from __future__ import annotations

import pytest

from affilia.console import messages


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Règle : l'article", "Règle\u00a0: l’article"),
        ("70 % de 30 €", "70\u00a0% de 30\u00a0€"),
        ("Avec %(doctor)s, 70 %% et %s", "Avec %(doctor)s, 70\u00a0%% et %s"),
        ("Qui ? Vous !", "Qui\u00a0? Vous\u00a0!"),
        ("la mention « duplicata »", "la mention «\u00a0duplicata\u00a0»"),
        ("déjà\u00a0: ici, à 10:30", "déjà\u00a0: ici, à 10:30"),
    ],
)
def test_french_keeps_its_high_punctuation_on_the_line(typed: str, printed: str) -> None:
    assert messages.as_printed(typed) == printed
    assert messages.as_printed(printed) == printed


def test_the_french_catalogue_is_printed_so() -> None:
    for message in messages.kept("fr"):
        words = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        assert [messages.as_printed(part) for part in words if message.id] == [*words][
            : len(words) if message.id else 0
        ]
