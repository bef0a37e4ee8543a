"""Papers of invented people, plainly marked SPECIMEN, drawn for the demo world and the tests. Same person, same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_source_sans_3
from PIL import Image, ImageDraw, ImageFont

from affilia.formats import iban, mrz

INK, PALE, MARK = (30, 26, 29), (245, 241, 233), (190, 150, 180)
WEIGHT = 600  # printed papers are not faint
A4, BOOK = (1240, 1754), (1500, 1050)


@dataclass(frozen=True)
class Specimen:
    """An invented person and the papers' facts."""

    surname: str
    given_names: str
    sex: str
    birth_date: str
    birth_town: str
    country: str  # three letters
    number: str
    expiry_date: str = "2031-05-01"
    parents: tuple[str, str] = ("", "")
    school: str = "Université imaginaire d'Angers"
    year: str = "2026-2027"
    iban: str = "FR7630006000011234567890189"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The letters of the papers."""
    folder = Path(fontpkg_source_sans_3.__file__).parent / "files"
    face = ImageFont.truetype(str(folder / "SourceSans3[wght].ttf"), size)
    face.set_variation_by_axes([WEIGHT])
    return face


def sheet(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty paper, marked."""
    page = Image.new("RGB", size, PALE)
    pen = ImageDraw.Draw(page)
    for y in range(140, size[1], 420):
        pen.text((size[0] - 420, y), "SPECIMEN", font=font(72), fill=MARK)
    return page, pen


def jpeg(page: Image.Image) -> bytes:
    """The picture a phone would send."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=88)
    return out.getvalue()


def lines(pen: ImageDraw.ImageDraw, texts: list[str], *, top: int, size: int = 34, left: int = 90) -> int:
    """Write lines under one another; where they end."""
    for text in texts:
        pen.text((left, top), text, font=font(size), fill=INK)
        top += int(size * 1.7)
    return top


def zone(pen: ImageDraw.ImageDraw, rows: tuple[str, str], width: int, top: int) -> None:
    """The machine-readable lines, one character a column."""
    step, face = (width - 120) / 44, font(44)
    for number, row in enumerate(rows):
        for place, character in enumerate(row):
            pen.text((60 + place * step, top + number * 80), character, font=face, fill=INK)


def _booklet(person: Specimen, kind: str, title: str, extra: list[str]) -> bytes:
    page, pen = sheet(BOOK)
    lines(pen, [title], top=50, size=54)
    pen.rectangle((90, 190, 420, 620), outline=INK, width=4)
    pen.ellipse((185, 260, 325, 420), outline=INK, width=4)
    shown = [
        person.surname.upper(),
        person.given_names,
        person.birth_date,
        person.birth_town,
        f"{person.sex} {person.country}",
    ]
    lines(pen, [*shown, f"No {person.number}", *extra], top=190, left=480, size=40)
    rows = mrz.render(
        kind=kind,
        issuer="FRA" if kind == "V" else person.country,
        surname=person.surname,
        given_names=person.given_names,
        number=person.number,
        nationality=person.country,
        birth_date=person.birth_date,
        sex=person.sex,
        expiry_date=person.expiry_date,
    )
    zone(pen, rows, BOOK[0], 820)
    return jpeg(page)


def passport(person: Specimen) -> bytes:
    """A passport's page with its zone (TD3)."""
    return _booklet(person, "P", "PASSPORT / PASSEPORT", [f"Expires {person.expiry_date}"])


def visa(person: Specimen) -> bytes:
    """A long-stay student visa (MRV-A)."""
    return _booklet(person, "V", "VISA  VLS-TS  ETUDIANT", ["Valable pour FRANCE"])


def _letter(texts: list[str], title: str) -> bytes:
    page, pen = sheet(A4)
    lines(pen, texts, top=lines(pen, [title], top=120, size=52) + 60)
    return jpeg(page)


def enrolment(person: Specimen) -> bytes:
    """An enrolment certificate of one academic year."""
    texts = [
        person.school,
        f"Année universitaire {person.year}",
        "Nous certifions que",
        f"{person.surname} {person.given_names}",
    ]
    return _letter(
        [*texts, f"né(e) le {person.birth_date} à {person.birth_town}", "est inscrit(e) en master."],
        "CERTIFICAT DE SCOLARITE",
    )


def birth_certificate(person: Specimen) -> bytes:
    """A birth certificate with the parents' names."""
    texts = [
        f"Nom : {person.surname}",
        f"Prénoms : {person.given_names}",
        f"Date : {person.birth_date}",
        f"Lieu : {person.birth_town}",
    ]
    return _letter(
        [*texts, f"Fille ou fils de {person.parents[0]}", f"et de {person.parents[1]}"], "EXTRAIT D'ACTE DE NAISSANCE"
    )


def validation(person: Specimen) -> bytes:
    """The proof that a visa was validated online."""
    texts = ["Confirmation de la validation de l'enregistrement", f"VLS-TS de {person.surname} {person.given_names}"]
    return _letter(texts, "CONFIRMATION DE VALIDATION")


def rib(person: Specimen) -> bytes:
    """Bank details."""
    texts = [
        f"Titulaire : {person.surname} {person.given_names}",
        f"IBAN {iban.grouped(person.iban)}",
        "BIC AGRIFRPPXXX",
    ]
    return _letter(texts, "RELEVE D'IDENTITE BANCAIRE")


def feuille_de_soins(person: Specimen, *, day: str, amount: str, doctor: str) -> bytes:
    """A care sheet, filled and signed."""
    texts = [
        f"Assuré : {person.surname} {person.given_names}",
        f"Professionnel : {doctor}",
        "Actes effectués",
        f"{day}   G   {amount}",
    ]
    return _letter([*texts, f"Montant payé : {amount} €", "Signatures : ~~~~      ~~~~"], "FEUILLE DE SOINS")
