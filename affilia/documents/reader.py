"""What is read on a paper: its kind, the machine-readable zone, the fields a caseworker would look for, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from affilia.bridges.ocr import Line, Ocr
from affilia.documents import kinds
from affilia.documents.quality import Quality, judge
from affilia.formats import iban, money, mrz

HOLDER = re.compile(
    r"(?:titulaire(?: du compte)?+|account holder)(?:\s*/\s*account (?:holder|owner))?+\s*[:.]?\s*(\w.*\w)?",
    re.IGNORECASE,
)
A_NAME = re.compile(r"[^\W\d_][^\d:]*[^\W\d_]")  # letters, no figures and no label
IBAN_LIKE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
YEAR = re.compile(r"(20\d\d)\s*[-/\u2013]\s*(20\d\d|\d\d)(?!\d)")
DAY = re.compile(r"(\d{2})[/. ](\d{2})[/. ](20\d\d)")
AMOUNT = re.compile(r"(?<![\d.,/])(\d{1,4}[.,]\d{2})(?![\d.,/])\s*(?:€|EUR)?")
TOTAL = re.compile(r"total|montant", re.IGNORECASE)
MOST_PAGES_READ = 4


@dataclass(frozen=True)
class Seen:
    """One field: value, confidence 0 to 1, page from 1, box x y width height as shares of the page."""

    field: str
    value: str
    confidence: float
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Paper:
    """All that was read on a paper."""

    kind: str | None
    quality: Quality
    mrz: mrz.Mrz | None
    seen: tuple[Seen, ...]


def read(pages: Sequence[bytes], on: date, ocr: Ocr) -> Paper:
    """Read a paper of one or more JPEG pages; `on` settles the century of a birth."""
    told = [ocr.read(page) for page in pages[:MOST_PAGES_READ]]
    zones = [
        (number, zone) for number, lines in enumerate(told, 1) if (zone := mrz.find([li.text for li in lines], on))
    ]
    texts = [line.text for lines in told for line in lines]
    kind = _kind_of_zone(zones[0][1]) if zones else kinds.detect(texts)
    seen = [item for number, zone in zones[:1] for item in _of_zone(zone, told[number - 1], number)]
    for number, lines in enumerate(told, 1):
        seen += _of_lines(kind, lines, number)
    worst = min((judge(page, lines) for page, lines in zip(pages, told, strict=False)), key=lambda page: page.score)
    return Paper(kind, worst, zones[0][1] if zones else None, tuple(_first_of_each(seen)))


def _kind_of_zone(zone: mrz.Mrz) -> str:
    return {"P": "passport", "V": "visa"}.get(zone.lines[0][0], "identity_card")


def _of_zone(zone: mrz.Mrz, lines: list[Line], page: int) -> Iterator[Seen]:
    """The fields of a zone, as sure as its check digits."""
    near = [line for line in lines if line.text.count("<") >= 2] or lines[-2:]
    box = _around(near)
    for name in ("surname", "given_names", "number", "nationality", "birth_date", "sex", "expiry_date", "issuer"):
        value = getattr(zone, name)
        sure = 0.99 if zone.valid else 0.4 if name in zone.faults or "composite" in zone.faults else 0.7
        if value:
            yield Seen(name, value, sure, page, box)


def _of_lines(kind: str | None, lines: list[Line], page: int) -> Iterator[Seen]:
    # what a sheet's acts come to in all is its amount, where a line says so
    for place, line in sorted(enumerate(lines), key=lambda one: not TOTAL.search(one[1].text)):
        plain = line.text.replace(" ", "").upper()
        if (found := IBAN_LIKE.search(plain)) and iban.check(found[0]).reason in (None, "not_sepa"):
            yield Seen("iban", found[0], line.confidence, page, line.box)
        if kind == "rib":
            yield from _holder(line, lines[place + 1 : place + 2], page)
        if kind == "enrolment_certificate" and (year := YEAR.search(line.text)):
            yield Seen("academic_year", f"{year[1]}-{year[2][-2:]}", line.confidence, page, line.box)
        if kind in ("feuille_de_soins", "prescription") and (day := DAY.search(line.text)):
            yield Seen("care_day", f"{day[3]}-{day[2]}-{day[1]}", line.confidence, page, line.box)
        if kind == "feuille_de_soins" and (amount := AMOUNT.search(line.text)):
            yield Seen("amount", str(money.cents(amount[1]) or 0), line.confidence, page, line.box)


def _holder(line: Line, next_one: list[Line], page: int) -> Iterator[Seen]:
    """The holder of an account, beside the label or on the line under it."""
    label = HOLDER.search(line.text)
    if label and label[1]:
        yield Seen("holder", label[1].strip(), line.confidence, page, line.box)
    elif label:
        for under in next_one:
            if A_NAME.fullmatch(under.text.strip()):
                yield Seen("holder", under.text.strip(), under.confidence, page, under.box)


def _first_of_each(seen: list[Seen]) -> Iterator[Seen]:
    fields: set[str] = set()
    for item in seen:
        if item.field not in fields:
            fields.add(item.field)
            yield item


def _around(lines: list[Line]) -> tuple[float, float, float, float]:
    left, top = min(line.box[0] for line in lines), min(line.box[1] for line in lines)
    right = max(line.box[0] + line.box[2] for line in lines)
    bottom = max(line.box[1] + line.box[3] for line in lines)
    return (round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4))


def as_row(file: str, paper: Paper) -> dict[str, Any]:
    """A paper as `affilia documents read --json` prints it."""
    zone = paper.mrz
    names = ("format", "issuer", "surname", "given_names", "number", "nationality", "birth_date", "sex", "expiry_date")
    told = (
        {"lines": list(zone.lines), "fields": {name: getattr(zone, name) for name in names}, "valid": zone.valid}
        if zone
        else None
    )
    readings = [{**asdict(item), "confidence": round(item.confidence, 4), "box": list(item.box)} for item in paper.seen]
    return {"file": file, "kind": paper.kind, "quality": asdict(paper.quality), "mrz": told, "readings": readings}
