"""What a professional is, as far as the care path asks: told on the sheet, or said by the act itself."""

from __future__ import annotations

from datetime import date

from affilia.law.facts import SPECIALTIES
from affilia.law.tariffs import tariff

# the codes of the national list (SNDS IR_SPE_V) that the care path tells apart; any other is another specialist
CODES = {
    "general": ("1", "22", "23"),
    "gynaecology": ("7", "70", "77", "79"),
    "ophthalmology": ("15",),
    "psychiatry": ("17", "33", "75"),
    "stomatology": ("18",),
    "neurology": ("32",),
}
OF_CODE = {code: name for name, codes in CODES.items() for code in codes}
# what the tariff says of an act that only such a doctor bills; the rest says nothing
OF_TARIFF = {
    "general practice": "general",
    **{name: name for name in ("gynaecology", "ophthalmology", "psychiatry", "stomatology", "neurology")},
    **dict.fromkeys(
        ("cardiology", "dermatology", "endocrinology", "geriatrics", "paediatrics", "rehabilitation"), "other"
    ),
}


def named(told: str) -> str:
    """Our name of what is told: a name, or a code of the national list; empty where it says nothing."""
    plain = told.strip().lower()
    if plain in SPECIALTIES:
        return plain
    return OF_CODE.get(plain.lstrip("0"), "other") if plain.isdecimal() and int(plain) not in (0, 99) else ""


def specialty(told: str, of_tariff: str, on: date) -> str:
    """Of the professional who did an act: as told, else as its tariff says; empty where neither does."""
    if named(told):
        return named(told)
    # since neurologists have a code of their own, the shared one is a psychiatrist's
    shared = of_tariff == "psychiatry/neurology" and tariff("CS-NEU", "S1/OPTAM", on) is not None
    return "psychiatry" if shared else OF_TARIFF.get(of_tariff, "")
