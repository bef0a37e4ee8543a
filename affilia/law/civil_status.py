"""Papers of civil status from abroad: which need a translation, which an apostille or legalisation (affiliation.md 3).

Neither is ever an automatic refusal: a translation is asked for by the law, a legalisation is advice or a
caseworker's request (DOC-L1). What our sources do not say is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from affilia.law.columns import _
from affilia.law.told import EEA_CH, FRENCH

REQUIRED, NOT_REQUIRED, ASK = "required", "not_required", "ask"
NONE, ADVICE = "none", "advice"
SOURCED, UNSOURCED = "sourced", "unsourced"
# DOC-T3: read without a translation by the funds, a list the operator may change
_READ = "fr sq hr cs da nl en fi de hu it lv lt no pl pt ro sk sl es sv tr"
LANGUAGES_READ = frozenset(_READ.split())
# the same languages as ISO 639-2 writes them, both ways where there are two; and the two Norwegians
_THREE_LETTERS = {
    "fr": "fra fre", "sq": "sqi alb", "hr": "hrv", "cs": "ces cze", "da": "dan", "nl": "nld dut", "en": "eng",
    "fi": "fin", "de": "deu ger", "hu": "hun", "it": "ita", "lv": "lav", "lt": "lit", "no": "nor nb nob nn nno",
    "pl": "pol", "pt": "por", "ro": "ron rum", "sk": "slk slo", "sl": "slv", "es": "spa", "sv": "swe", "tr": "tur",
}  # fmt: skip
ONE_NAME = {other: two for two, others in _THREE_LETTERS.items() for other in others.split()}
# the languages certificates are usually written in; a country that is not here: asked (general knowledge)
_WRITTEN = {
    "en": "US AU NZ NG GH KE UG ZM ZW GM SL LR JM TT SG PH BW NA MW BB BS GY BZ FJ PG GB",
    "en fr": "CA CM MU",
    "fr": "SN CI BJ TG BF ML NE GN GA CG CD CF BI HT MC",
    "es": "MX AR CO CL PE EC BO PY UY VE CU DO GT HN NI SV CR PA",
    "es fr pt": "GQ",
    "ca": "AD",
    "pt": "BR AO MZ CV GW ST",
    "tr": "TR",
    "sq": "AL XK",
    "ar fr": "MA DZ TN MR LB TD DJ KM",
    "mg fr": "MG",
    "hi en": "IN",
    "ur en": "PK",
    "bn en": "BD",
    "ar": "EG SA AE QA KW BH OM YE JO SY IQ LY SD PS",
    "zh": "CN TW",
    "zh en": "HK MO",
    "ja": "JP",
    "ko": "KR KP",
    "vi": "VN",
    "th": "TH",
    "km": "KH",
    "lo": "LA",
    "my": "MM",
    "ne": "NP",
    "si": "LK",
    "id": "ID",
    "ms en": "MY",
    "fa": "IR AF TJ",
    "ru": "RU BY KZ KG",
    "uk": "UA",
    "ka": "GE",
    "hy": "AM",
    "az": "AZ",
    "uz": "UZ TM",
    "mn": "MN",
    "he": "IL",
    "am": "ET",
    "ti": "ER",
    "so": "SO",
    "sr": "RS ME BA MK",
}
WRITTEN = {country: frozenset(words.split()) for words, countries in _WRITTEN.items() for country in countries.split()}
# DOC-T2: Campus France asks Greek and Bulgarian students for a translation, the law asks no European
ASKED_BY_CAMPUS_FRANCE = frozenset({"GR", "BG"})
# DOC-L2; then the bilateral agreements of DOC-L4 and Monaco (general knowledge: verify before use)
DISPENSED = EEA_CH | FRENCH | {"TR", "TN"}
_AGREED = "DZ MA BJ BF CM CF TD CG CI DJ EG GA MG ML MR NE SN TG BR VN MC"
DISPENSED_UNSOURCED = frozenset(_AGREED.split())
# DOC-L3: apostilles, since a day where the source tells one; then those of DOC-L4 and Andorra (general knowledge)
_APOSTILLE = "AR AU CL CO KR HK JP MX NZ RU UY"
_APOSTILLE_UNSOURCED = "US GB IN ZA IL UA GE AM KZ PE AD"
APOSTILLE = {**dict.fromkeys(_APOSTILLE.split(), date.min), "CA": date(2024, 1, 11)}
APOSTILLE_UNSOURCED = {
    **dict.fromkeys(_APOSTILLE_UNSOURCED.split(), date.min),
    "CN": date(2023, 11, 7), "PH": date(2019, 5, 14), "ID": date(2022, 6, 4), "SA": date(2022, 12, 7),
    "PK": date(2023, 3, 9), "BD": date(2025, 3, 30),
}  # fmt: skip

_TRANSLATED = {
    REQUIRED: _("With a translation by a sworn translator or a consulate: its language is not read by the funds."),
    NOT_REQUIRED: _("No translation is needed."),
    ASK: _(
        "A translation by a sworn translator or a consulate, unless the paper is in French or another language read."
    ),
}
APOSTILLE_HELPS = _("An apostille of your country helps: a caseworker may ask for it.")
LEGALISATION_HELPS = _("A legalisation by your country and the French consulate helps: a caseworker may ask for it.")


@dataclass(frozen=True)
class Origin:
    """Where a paper comes from, in which language, read on which day (else as the rules stand now).

    `multilingual`: it is, or comes with, the form in several languages of the EU or of the CIEC (DOC-T4);
    `campus_france`: the operator reads DOC-T2 as Campus France does.
    """

    country: str | None = None
    language: str | None = None
    on: date = date.max
    multilingual: bool = False
    campus_france: bool = False

    @property
    def languages(self) -> frozenset[str]:
        """The language told, by its usual two letters; else those its country usually writes in."""
        if self.language:
            told = self.language.strip().casefold()
            return frozenset({ONE_NAME.get(told, told)})
        return WRITTEN.get(self.country or "", frozenset())


def translation(origin: Origin) -> str:
    """Whether a translation is asked for: never of a paper of the EU, the EEA or Switzerland (CSS R114-7 I 2)."""
    doubtful = origin.campus_france and origin.country in ASKED_BY_CAMPUS_FRANCE
    if origin.multilingual or origin.country in FRENCH or (origin.country in EEA_CH and not doubtful):
        return NOT_REQUIRED
    written = origin.languages
    if doubtful and not written:
        return REQUIRED
    if not written or (written & LANGUAGES_READ and not written <= LANGUAGES_READ):
        return ASK
    return NOT_REQUIRED if written <= LANGUAGES_READ else REQUIRED


def translation_told(answer: str) -> str:
    """The answer as a sentence."""
    return _TRANSLATED[answer]


def legalisation(origin: Origin) -> str:
    """Whether an apostille or a legalisation is worth having: advice, never a condition."""
    return NONE if origin.country in DISPENSED or origin.country in DISPENSED_UNSOURCED else ADVICE


def legalisation_told(origin: Origin) -> str:
    """The advice as a sentence, by what holds on the day."""
    if origin.country in DISPENSED:
        return _("No legalisation is needed.")
    if origin.country in DISPENSED_UNSOURCED:
        return _(
            "As far as we know no legalisation is needed, but this was not verified: a caseworker may ask for one."
        )
    if _since(APOSTILLE, origin):
        return APOSTILLE_HELPS
    if _since(APOSTILLE_UNSOURCED, origin):
        return _("As far as we know, an apostille of your country helps; not verified: a caseworker may ask for it.")
    return LEGALISATION_HELPS


def _since(apostilles: dict[str, date], origin: Origin) -> bool:
    return origin.country in apostilles and apostilles[origin.country] <= origin.on


def status(origin: Origin) -> str:
    """How sure the two answers are: unsourced where a list of general knowledge gave one of them."""
    listed = origin.country in DISPENSED_UNSOURCED or _since(APOSTILLE_UNSOURCED, origin)
    european = origin.country in EEA_CH or origin.country in FRENCH
    guessed = not origin.language and not origin.multilingual and not european and bool(origin.languages)
    return UNSOURCED if listed or guessed else SOURCED
