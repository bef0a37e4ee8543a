"""What is read on the lines of a paper."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.bridges.ocr import Line
from affilia.documents import reader, specimens
from affilia.documents.specimens import Specimen

PERSON = Specimen("Silva", "Tiago", "M", "2004-05-06", "Recife", "BRA", "A1234567")


class Told:
    """The lines of a page, as an OCR would give them."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def read(self, picture: bytes) -> list[Line]:
        return [Line(text, 0.9, (0.1, 0.1 * place, 0.5, 0.05)) for place, text in enumerate(self.texts)]


def holder(*texts: str) -> list[str]:
    told = Told(["RELEVE D'IDENTITE BANCAIRE", *texts, "IBAN FR76 3000 6000 0112 3456 7890 189", "BIC AGRIFRPPXXX"])
    paper = reader.read([specimens.rib(PERSON)], date(2026, 9, 1), told)
    assert paper.kind == "rib"
    return [seen.value for seen in paper.seen if seen.field == "holder"]


@pytest.mark.parametrize(
    "texts",
    [
        ("Titulaire : Silva Tiago",),
        ("Titulaire du compte : Silva Tiago",),
        ("Titulaire du compte", "Silva Tiago"),
        ("Titulaire du compte :", "Silva Tiago"),
        ("Titulaire du compte / Account owner", "Silva Tiago"),
        ("Account holder", "Silva Tiago"),
    ],
)
def test_the_holder_of_an_account_stands_beside_the_label_or_under_it(texts: tuple[str, ...]) -> None:
    assert holder(*texts) == ["Silva Tiago"]


@pytest.mark.parametrize("under", ["12 rue des Lices", "Domiciliation : Angers"])
def test_a_line_under_the_label_that_is_no_name_is_no_holder(under: str) -> None:
    assert holder("Titulaire du compte", under) == []
