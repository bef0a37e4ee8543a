"""PDF letters by typst: PDF/A-3a and PDF/UA-1 at once, the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

import fontpkg_source_sans_3
import segno
import typst

from affilia.formats.days import in_words

FOLDER = Path(__file__).parent / "typst"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class CertificateText:
    """What a certificate says; the paper is in French, with one courtesy line in the reader's language."""

    title: str
    courtesy: str
    statement: str
    rows: Sequence[tuple[str, str]]
    uses: Sequence[str]
    check: str
    code_grouped: str
    qr: str
    fund: str
    issued_on: date


@dataclass(frozen=True)
class DoctorForm:
    """The declaration of a médecin traitant, to be signed on paper by both."""

    title: str
    statement: str
    rows: Sequence[tuple[str, str]]
    signatures: Sequence[str]
    fund: str
    issued_on: date


def certificate(text: CertificateText) -> bytes:
    """The certificate as PDF, before its seal."""
    data = {**asdict(text), "qr": qr_svg(text.qr), "qr_alt": "Code QR signé : il se vérifie sans réseau"}
    return _rendered("certificate", data, text.issued_on)


def doctor_form(form: DoctorForm) -> bytes:
    """The doctor's form as PDF."""
    return _rendered("doctor", asdict(form), form.issued_on)


def qr_svg(text: str) -> str:
    """A QR code as SVG, black on white."""
    found: str = segno.make(text, error="m", micro=False).svg_inline(scale=4, border=4, light="#fff")
    return found.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in found else found


def french_day(day: date) -> str:
    """1er septembre 2026."""
    return in_words(day, "fr")


def french_date(text: str) -> str:
    """A date with unknown parts: 27 mars 2004, mars 2004, 2004."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return french_day(date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else text


def _rendered(name: str, data: dict[str, object], on: date) -> bytes:
    data = {**data, "issued": [on.year, on.month, on.day]}
    data.pop("issued_on", None)
    told = {"data": json.dumps(data, ensure_ascii=False)}
    pdf = _compiler(name).compile(format="pdf", pdf_standards=["a-3a", "ua-1"], sys_inputs=told)
    assert isinstance(pdf, bytes), "one PDF is asked for"
    return pdf


@cache
def _compiler(name: str) -> typst.Compiler:
    fonts = Path(fontpkg_source_sans_3.__file__).parent / "files"
    return typst.Compiler(str(FOLDER / f"{name}.typ"), font_paths=[str(fonts)], ignore_system_fonts=True)
