"""Countries as Insee codes them (COG), their names in each language, and the funds of France.

Data: Insee COG (Licence Ouverte 2.0), SNDS table IR_CAI_V (MPL-2.0); columns are described in affiliation.md 4.5 and 5.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent
# births there are not "99": the territory's own three digits open the place of birth (NUM-4)
OVERSEAS = {
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977",
    "MF": "978", "TF": "984", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
# the last two of the five characters where nobody told the code of the town
NO_TOWN = "90"
# codes a list of nationalities leaves out: nobody lives there, or has a nationality named so
WITHOUT_NATIONALS = frozenset(["AQ", "AX", "BV", "CC", "CX", "GS", "HM", "IO", "NF", "SJ", "TF", "UM"])
# papers of persons of no country (ICAO 9303-3, part D), under codes ISO 3166 leaves to its users; by language
NO_COUNTRY = {
    "XA": {"en": "Stateless", "fr": "Apatride", "es": "Apátrida", "pt": "Apátrida", "ar": "عديم الجنسية", "zh": "无国籍"},
    "XB": {
        "en": "Refugee travel document", "fr": "Titre de voyage pour réfugié", "es": "Documento de viaje de refugiado",
        "pt": "Documento de viagem de refugiado", "ar": "وثيقة سفر للاجئ", "zh": "难民旅行证件",
    },
}  # fmt: skip
OF_NO_COUNTRY = {"XXA": "XA", "XXB": "XB", "XXC": "XB"}


@dataclass(frozen=True)
class Fund:
    """A local fund: its code, name, department and, where the operator filled it in, its address."""

    code: str
    name: str
    department: str
    address: str
    postcode: str
    city: str


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (FOLDER / "countries.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def codes() -> frozenset[str]:
    """ISO codes of the countries and French territories a person may name."""
    return frozenset(row["iso2"] for row in _rows() if row["iso2"] and row["active"] == "1") | frozenset(OVERSEAS)


def cog(iso2: str, on: str) -> str | None:
    """The five digits Insee gives a country for a birth on a day ("2003-05-12", or only its year)."""
    day = on.ljust(10, "-") if len(on) == 10 else f"{on[:4]}-07-01"
    rows = [row for row in _rows() if row["iso2"] == iso2]
    valid = [row for row in rows if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])]
    chosen = valid or [row for row in rows if row["active"] == "1"]
    return chosen[0]["cog_code"] if chosen else None


def birth_place(iso2: str, on: str) -> str | None:
    """The five characters of a place of birth in a number: 99350 abroad, 98818 overseas (NUM-4); None in France."""
    if iso2 in OVERSEAS:
        return OVERSEAS[iso2] + NO_TOWN
    return None if iso2 == "FR" else cog(iso2, on)


@cache
def names(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of all countries in a language, in its own order."""
    territories = Locale.parse(language).territories
    french = {row["iso2"]: row["name_fr"] for row in _rows()}
    named = [(code, str(territories.get(code) or french.get(code, code))) for code in codes()]
    return tuple(sorted(named, key=lambda pair: _plain(pair[1])))


@cache
def nationalities(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of what a passport or travel document may show as nationality, those of no country last."""
    found = tuple(pair for pair in names(language) if pair[0] not in WITHOUT_NATIONALS)
    return (*found, *((code, words.get(language, words["en"])) for code, words in NO_COUNTRY.items()))


def name(iso2: str, language: str) -> str:
    """A country's name in a language; what stands for it where there is none."""
    return NO_COUNTRY.get(iso2, {}).get(language) or dict(names(language)).get(iso2, iso2)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


@cache
def iso2_of(iso3: str) -> str | None:
    """The two letters of a country from the three of a passport; D is Germany there (ICAO 9303-3)."""
    if iso3 in ("D", "D<<"):
        return "DE"
    if iso3 in OF_NO_COUNTRY:
        return OF_NO_COUNTRY[iso3]
    return next((row["iso2"] for row in _rows() if row["iso3"] == iso3 and row["iso2"]), None)


@cache
def funds() -> tuple[Fund, ...]:
    """All local funds."""
    with (FOLDER / "cpam.csv").open(encoding="utf-8") as file:
        return tuple(
            Fund(
                row["code"],
                row["name"],
                row["department_code"],
                row["address"],
                row["postcode"],
                row["city"],
            )
            for row in csv.DictReader(file)
        )


def department(postcode: str) -> str:
    """The department of a postcode: two digits, three overseas, 2A and 2B in Corsica."""
    if postcode[:2] in ("97", "98"):
        return postcode[:3]
    if postcode[:2] == "20":
        return "2A" if postcode[:3] in ("200", "201") else "2B"
    return postcode[:2]


def funds_for(postcode: str) -> tuple[Fund, ...]:
    """The funds an address may belong to: one, or several to choose from (CSS R312-1)."""
    here = department(postcode)
    # Saint-Barthélemy and Saint-Martin are served from Guadeloupe
    here = "971" if here in ("977", "978") else here
    return tuple(fund for fund in funds() if fund.department == here)


# words of a town's name that say nothing of where it lies
OF_ANY_TOWN = frozenset({"le", "la", "les", "l", "d", "de", "du", "des", "sur", "sous", "en", "cedex", "saint", "cpam"})


def nearest_first(among: Sequence[Fund], town: str) -> tuple[Fund, ...]:
    """The funds; where the town is in the name or the city of exactly one of them, that one first."""
    words = _words(town)
    named = [fund for fund in among if words and words <= _words(f"{fund.name} {fund.city}")]
    return tuple(sorted(among, key=lambda fund: fund not in named)) if len(named) == 1 else tuple(among)


def _words(text: str) -> set[str]:
    return {*re.findall(r"[a-z]+", _plain(text))} - OF_ANY_TOWN


def fund(code: str) -> Fund | None:
    """A fund by its code."""
    return next((fund for fund in funds() if fund.code == code), None)
