"""Papers of civil status from abroad: which need a translation, which an apostille or legalisation (affiliation.md 3).

Neither is ever an automatic refusal: a translation is asked for by the law, a legalisation is advice or a
caseworker's request (DOC-L1).
"""

from __future__ import annotations

from affilia.law.columns import _
from affilia.law.told import EEA_CH, FRENCH

REQUIRED, NOT_REQUIRED, ASK = "required", "not_required", "ask"
NONE, ADVICE = "none", "advice"
# DOC-T3: read without a translation by the funds, a list the operator may change
_READ = "fr sq hr cs da nl en fi de hu it lv lt no pl pt ro sk sl es sv tr"
LANGUAGES_READ = frozenset(_READ.split())
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
# DOC-L2, and the bilateral agreements of DOC-L4 (unsourced: verify before use)
DISPENSED = EEA_CH | FRENCH | {"TR", "TN"}
_AGREED = "DZ MA BJ BF CM CF TD CG CI DJ EG GA MG ML MR NE SN TG BR VN MC"
DISPENSED_UNSOURCED = frozenset(_AGREED.split())
# DOC-L3, and the same of DOC-L4
_APOSTILLE = "AR AU CL CO KR HK JP MX NZ RU UY CA US GB IN CN ZA IL UA GE AM KZ PE PH PK ID SA AD"
APOSTILLE = frozenset(_APOSTILLE.split())

_TRANSLATED = {
    REQUIRED: _("With a translation by a sworn translator or a consulate: its language is not read by the funds."),
    NOT_REQUIRED: _("No translation is needed."),
    ASK: _(
        "A translation by a sworn translator or a consulate, unless the paper is in French or another language read."
    ),
}


def translation(issued_in: str | None, language: str | None) -> str:
    """Whether a translation is asked for: never of a paper of the EU, the EEA or Switzerland (CSS R114-7 I 2)."""
    if issued_in in EEA_CH or issued_in in FRENCH:
        return NOT_REQUIRED
    written = frozenset({language}) if language else WRITTEN.get(issued_in or "", frozenset())
    if not written or (written & LANGUAGES_READ and not written <= LANGUAGES_READ):
        return ASK
    return NOT_REQUIRED if written <= LANGUAGES_READ else REQUIRED


def translation_told(answer: str) -> str:
    """The answer as a sentence."""
    return _TRANSLATED[answer]


def legalisation(issued_in: str | None) -> str:
    """Whether an apostille or a legalisation is worth having: advice, never a condition."""
    return NONE if issued_in in DISPENSED or issued_in in DISPENSED_UNSOURCED else ADVICE


def legalisation_told(issued_in: str | None) -> str:
    """The advice as a sentence."""
    if legalisation(issued_in) == NONE:
        return _("No legalisation is needed.")
    if issued_in in APOSTILLE:
        return _("An apostille of your country helps: a caseworker may ask for it.")
    return _("A legalisation by your country and the French consulate helps: a caseworker may ask for it.")
