"""The machine-readable zone of travel documents, ICAO Doc 9303: TD1, TD2, TD3 and the visas MRV-A, MRV-B."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from affilia.formats.names import icao

FILLER = "<"
SEXES = {"F": "F", "M": "M", "X": "X", FILLER: "X"}  # a zone has a chevron where the page says X (9303-4, 4.2.2)
LENGTHS = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44)}
WEIGHTS = (7, 3, 1)
TO_DIGIT = str.maketrans("OQDIZSBGLT", "0001258611")
TO_LETTER = str.maketrans("01258", "OIZSB")
# what character readers write for a chevron, an I, a U
MISREAD = str.maketrans({"|": "I", "¦": "I", "∪": "U", "«": "<<", **dict.fromkeys("‹＜〈({[_*", "<")})


@dataclass(frozen=True)
class Mrz:
    """What a zone says; dates ISO and partial where the paper is partial; `valid` when every check digit agrees."""

    format: str
    lines: tuple[str, ...]
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: str
    sex: str
    expiry_date: str
    valid: bool
    faults: tuple[str, ...] = field(default=())


def check_digit(text: str) -> str:
    """Weights 7 3 1, digits as they are, letters from 10, filler 0, modulo 10 (9303-3, 4.9)."""
    return str(sum(_value(c) * WEIGHTS[place % 3] for place, c in enumerate(text)) % 10)


def _value(character: str) -> int:
    if character == FILLER:
        return 0
    return int(character) if character.isdigit() else ord(character) - 55


def find(texts: Sequence[str], on: date) -> Mrz | None:
    """The zone among the lines a reader saw on a page, best first; None when there is none."""
    lines = [line for text in texts if (line := cleaned(text)) and _looks(line)]
    found = [zone for group in _groups(lines) if (zone := parse(group, on))]
    return max(found, key=lambda zone: (zone.valid, -len(zone.faults)), default=None)


def cleaned(text: str) -> str:
    """A line as a zone may hold it: capitals, digits, chevrons."""
    return re.sub(r"[^A-Z0-9<]", "", text.translate(MISREAD).upper().replace(" ", ""))


def _looks(line: str) -> bool:
    return len(line) >= 24 and (line.count(FILLER) >= 2 or sum(c.isdigit() for c in line) >= 10)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    for count in (2, 3):
        for place in range(len(lines) - count + 1):
            yield list(lines[place : place + count])


def parse(lines: Sequence[str], on: date) -> Mrz | None:
    """Read the lines of a zone, mending what readers confuse where check digits prove it; None when it is no zone."""
    zones = [_read(form, lines, on) for form in _formats(lines)]
    return max(zones, key=lambda zone: (zone.valid, -len(zone.faults)), default=None)


def _formats(lines: Sequence[str]) -> list[str]:
    """The formats these lines may be, the nearest in length first."""
    longest = max((len(line) for line in lines), default=0)
    if not lines or lines[0][:1] not in tuple("PVIAC"):
        return []
    near = [
        (abs(longest - length), form)
        for form, (count, length) in LENGTHS.items()
        if len(lines) == count and abs(longest - length) <= 8 and (lines[0][0] != "P" or form == "TD3")
    ]
    return [form for _distance, form in sorted(near)]


def _read(form: str, lines: Sequence[str], on: date) -> Mrz:
    length = LENGTHS[form][1]
    if form == "TD1":
        return _td1([_fitted(line, length) for line in lines], on)
    return _two_lines(form, _fitted(lines[0], length), lines[1], on)


def _fitted(line: str, length: int) -> str:
    """Readers lose or add chevrons at the end and in runs: bring the line to its length."""
    while len(line) > length and "<<<" in line:
        place = line.rindex("<<<")
        line = line[:place] + line[place + 1 :]
    return line[:length].ljust(length, FILLER)


def _two_lines(form: str, first: str, second: str, on: date) -> Mrz:
    length = LENGTHS[form][1]
    second = _aligned(second, length)
    visa = first[0] == "V"
    number, birth, sex, expiry = _mended(second[0:10]), _digits(second[13:20]), second[20], _digits(second[21:28])
    checks = {"number": number, "birth_date": birth, "expiry_date": expiry}
    faults = [name for name, text in checks.items() if check_digit(text[:-1]) != text[-1]]
    # one digit cannot prove a mended number: it is offered, and a person looks
    faults += ["number"] if number[:9] != second[0:9] else []
    mended = number + second[10:13] + birth + sex + expiry + second[28:]
    if not visa:
        faults += _composite(mended, [(0, 10), (13, 20), (21, length - 1)])
    surname, given = _names(first[5:])
    return Mrz(
        format=form,
        lines=(first, mended),
        issuer=_letters(first[2:5]),
        surname=surname,
        given_names=given,
        number=number[:9].rstrip(FILLER),
        nationality=_letters(second[10:13]),
        birth_date=_date(birth[:6], on, past=True),
        sex=SEXES.get(sex, ""),
        expiry_date=_date(expiry[:6], on, past=False),
        valid=not faults,
        faults=tuple(faults),
    )


def _aligned(line: str, length: int) -> str:
    """A second line that lost or gained chevrons in its optional part keeps its composite digit at the end."""
    if len(line) == length:
        return line
    head, tail = line[:28], line[28:]
    digits = tail.rstrip(FILLER)[-2:] if len(tail.rstrip(FILLER)) > 1 else tail[-2:]
    body = tail[: len(tail) - len(digits)].rstrip(FILLER) if tail.endswith(digits) else tail.strip(FILLER)
    room = length - len(head) - len(digits)
    return (head + body[:room].ljust(room, FILLER) + digits)[:length].ljust(length, FILLER)


def _td1(lines: list[str], on: date) -> Mrz:
    first, second, third = lines
    number, birth, sex, expiry = _mended(first[5:15]), _digits(second[0:7]), second[7], _digits(second[8:15])
    checks = {"number": number, "birth_date": birth, "expiry_date": expiry}
    faults = [name for name, text in checks.items() if check_digit(text[:-1]) != text[-1]]
    faults += ["number"] if number[:9] != first[5:14] else []
    whole = number + first[15:30] + birth + expiry + second[18:29]
    if check_digit(whole) != second[29]:
        faults.append("composite")
    surname, given = _names(third)
    return Mrz(
        format="TD1",
        lines=(first[:5] + number + first[15:], birth + sex + expiry + second[15:], third),
        issuer=_letters(first[2:5]),
        surname=surname,
        given_names=given,
        number=number[:9].rstrip(FILLER),
        nationality=_letters(second[15:18]),
        birth_date=_date(birth[:6], on, past=True),
        sex=SEXES.get(sex, ""),
        expiry_date=_date(expiry[:6], on, past=False),
        valid=not faults,
        faults=tuple(faults),
    )


def _composite(line: str, parts: Iterable[tuple[int, int]]) -> list[str]:
    text = "".join(line[start:end] for start, end in parts)
    return [] if check_digit(text) == line[-1] else ["composite"]


def _digits(text: str) -> str:
    """A field of digits: letters a reader took for digits become digits."""
    return text.translate(TO_DIGIT)


def _mended(text: str) -> str:
    """A document number and its digit: one confusion of letter and digit is mended when only that makes them agree."""
    body, digit = text[:-1], text[-1].translate(TO_DIGIT)
    if check_digit(body) == digit:
        return body + digit
    right = [other for other in _confusions(body) if check_digit(other) == digit]
    return (right[0] if len(right) == 1 else body) + digit


def _confusions(text: str) -> Iterator[str]:
    for place, character in enumerate(text):
        for table in (TO_DIGIT, TO_LETTER):
            other = character.translate(table)
            if other != character:
                yield text[:place] + other + text[place + 1 :]


def _letters(text: str) -> str:
    return text.translate(TO_LETTER).strip(FILLER)


def _names(text: str) -> tuple[str, str]:
    """(surname, given names); one-word names have no second part."""
    surname, _, given = text.translate(TO_LETTER).partition("<<")
    return " ".join(surname.replace(FILLER, " ").split()), " ".join(given.replace(FILLER, " ").split())


def _date(text: str, on: date, *, past: bool) -> str:
    """YYMMDD as ISO; unknown month or day stay unknown; births lie in the past, expiry within half a century."""
    if not re.fullmatch(r"\d\d(\d\d|<<)(\d\d|<<)", text):
        return ""
    year = 2000 + int(text[:2])
    if year > (on.year if past else on.year + 50):
        year -= 100
    parts = [f"{year:04d}"]
    for part in (text[2:4], text[4:6]):
        if part in ("<<", "00"):
            break
        parts.append(part)
    return "-".join(parts)


def render(
    *, kind: str, issuer: str, surname: str, given_names: str, number: str, nationality: str,
    birth_date: str, sex: str, expiry_date: str,
) -> tuple[str, str]:  # fmt: skip
    """The two lines of a passport (kind P, TD3) or of a visa (kind V, MRV-A), for specimens."""
    name = icao(surname).replace(" ", FILLER) + "<<" + icao(given_names).replace(" ", FILLER)
    first = f"{kind}<{issuer}{name}"[:44].ljust(44, FILLER)
    birth, expiry = (_six(text) for text in (birth_date, expiry_date))
    head = number.ljust(9, FILLER)
    second = f"{head}{check_digit(head)}{nationality.ljust(3, FILLER)}{birth}{check_digit(birth)}"
    second += f"{sex if sex in ('F', 'M') else FILLER}{expiry}{check_digit(expiry)}"
    if kind == "V":
        return first, second.ljust(44, FILLER)
    second += "<" * 14 + "<"
    whole = second[0:10] + second[13:20] + second[21:43]
    return first, second + check_digit(whole)


def _six(iso: str) -> str:
    year, month, day = ([*iso.split("-"), "<<", "<<"])[:3]
    return year[2:4] + month + day
