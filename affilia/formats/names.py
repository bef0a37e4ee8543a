"""Names as machines compare them: ICAO 9303 transliteration, word by word, whatever the order or the script marks."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

# ICAO Doc 9303-3, section 6: the recommended spelling where the bare letter is not it
SPECIAL = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "ı": "I", "Ł": "L", "Ñ": "N", "Ö": "OE",
    "Ø": "OE", "Œ": "OE", "ß": "SS", "ẞ": "SS", "Þ": "TH", "Ŧ": "T", "Ü": "UE", "Ŋ": "N", "Ĳ": "IJ", "Ə": "E",
}  # fmt: skip


TITLES = frozenset({
    "DR", "DOCTEUR", "DOCTEURE", "DOCTOR", "PR", "PROF", "PROFESSEUR", "PROFESSEURE", "M", "MR", "MME", "MLLE", "MS", "MRS",
    "MONSIEUR", "MADAME",
})  # fmt: skip
# controls, invisible and direction marks, private signs, ends of lines
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# invisible too, but letters of Persian and Indic names stand by them
JOINERS = "\u200c\u200d"
LONGEST = 40  # letters of a word one is found by


class Agreement(StrEnum):
    """How a name read agrees with one declared."""

    SAME = "same"
    TRUNCATED = "truncated"
    PARTIAL = "partial"
    DIFFERENT = "different"


def unseen(text: str) -> bool:
    """Whether it holds signs nobody sees, which can make one name look like another."""
    return any(unicodedata.category(sign) in UNSEEN and sign not in JOINERS for sign in text)


def icao(name: str, *, special: bool = True) -> str:
    """Capital letters A to Z and spaces only, as in the machine-readable zone."""
    text = unicodedata.normalize("NFC", name).upper()
    text = "".join(SPECIAL.get(letter, letter) if special else letter for letter in text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"['\u2019\u02bc.`]", "", text)
    return " ".join(re.sub(r"[^A-Z]+", " ", text).split())


def spellings(name: str) -> list[tuple[str, ...]]:
    """The words of a name as somebody without its accents may type them (Müller: MUELLER, MULLER), cut at 40 letters."""
    told = [icao(name), icao(name, special=False)]
    # in no Latin letter: as it stands
    words = [spelling.split() for spelling in dict.fromkeys(told) if spelling] or [name.casefold().split()]
    return [tuple(word[:LONGEST] for word in spelling) for spelling in words if spelling]


@lru_cache(maxsize=100_000)
def professional(name: str) -> str:
    """A professional's name by its letters only: case, accents, order, spaces, marks and titles aside."""
    return "".join(sorted(_words(name))) or "".join(name.casefold().split())  # in no Latin letter, or a title alone


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one professional's: the same letters, or a word in common (Curie M., Cabinet Curie)."""
    shared = {*_words(name)} & {*_words(other)}
    return any(len(word) > 1 for word in shared) or professional(name) == professional(other)


@lru_cache(maxsize=100_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in icao(name, special=False).split() if word not in TITLES)


def agreement(declared: str, read: str) -> Agreement:
    """Compare a declared name with one read on a paper (a passport cuts long names at 39 letters)."""
    spellings = [icao(declared), icao(declared, special=False)]
    found = icao(read)
    if found in spellings:
        return Agreement.SAME
    if len(found) >= 8 and any(spelling.startswith(found) for spelling in spellings):
        return Agreement.TRUNCATED
    shared = set(found.split()) & {word for spelling in spellings for word in spelling.split()}
    if any(sorted(spelling.split()) == sorted(found.split()) for spelling in spellings):
        return Agreement.SAME
    return Agreement.PARTIAL if shared else Agreement.DIFFERENT
