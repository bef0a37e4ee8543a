"""The papers of a registration: what each is, for which step, by which article (affiliation.md 1.3, 1.4)."""

from __future__ import annotations

from dataclasses import dataclass

from affilia.law import civil_status
from affilia.law.columns import _

TEMPORARY, PERMANENT = "temporary", "permanent"


# papers of civil status, the only ones a translation or legalisation is a question of
FROM_ABROAD = ("DOC-05", "DOC-08")


@dataclass(frozen=True)
class Paper:
    """One paper: `group` tells whether the temporary certificate or the permanent number waits for it."""

    paper: str
    title: str
    hint: str
    group: str
    article: str
    required: bool = True


PAPERS = {
    paper.paper: paper
    for paper in (
        Paper(
            "DOC-01",
            _("Passport or national identity card"),
            _("The whole page with your picture, and the lines with chevrons (<<<) at the bottom."),
            TEMPORARY,
            "CSS R114-7",
        ),
        Paper(
            "DOC-02",
            _("Student visa or residence permit"),
            _("The page with the visa, or both sides of the card."),
            TEMPORARY,
            "CSS L115-6, R111-3; order of 10 May 2017",
        ),
        Paper(
            "DOC-03",
            _("Enrolment certificate (certificat de scolarité) of this academic year"),
            _("Your school gives it after enrolment. It shows your name and the year."),
            TEMPORARY,
            "CSS D160-2",
        ),
        Paper(
            "DOC-04",
            _("Proof of resources"),
            _("A grant, a bank statement or a letter of your parents: 615 € a month for the year."),
            TEMPORARY,
            "CSS L160-1; directive 2004/38/EC",
        ),
        Paper(
            "S1",
            _("Form S1 of your insurer at home"),
            _("The form that says your country pays for your care in France."),
            TEMPORARY,
            "Regulation (EC) 883/2004",
        ),
        Paper(
            "DOC-08",
            _("Authorisation of a parent"),
            _("Needed under 16, signed by a parent or legal guardian."),
            TEMPORARY,
            "CSS L160-2",
        ),
        Paper(
            "DOC-05",
            _("Birth certificate with your parents' names"),
            _("In its original language. Or: family book, marriage certificate, paper of a consulate."),
            PERMANENT,
            "CSS R114-7 I",
        ),
        Paper(
            "OFPRA",
            _("Civil-status certificate of OFPRA"),
            _("It replaces the papers of your country: ask nothing from its authorities."),
            PERMANENT,
            "CSS R114-8",
        ),
        Paper(
            "DOC-06",
            _("Bank details (RIB) in your name"),
            _("Only for payments: your number does not wait for it. An account in the euro payments area."),
            PERMANENT,
            "CSS L114-10-2-1",
            required=False,
        ),
        Paper(
            "DOC-07",
            _("Proof that your visa was validated, or your residence permit"),
            _("Within three months of your arrival."),
            PERMANENT,
            "Order of 10 May 2017",
        ),
    )
}
ROUTES = {
    "ORI-20": ("DOC-01", "DOC-02", "DOC-03", "DOC-05", "DOC-06", "DOC-07"),
    "ORI-13": ("DOC-01", "DOC-03", "DOC-04", "DOC-05", "DOC-06"),
    "ORI-12": ("DOC-01", "S1", "DOC-03", "DOC-05", "DOC-06"),
    "ORI-22": ("DOC-01", "DOC-02", "DOC-03", "OFPRA", "DOC-06"),
    **dict.fromkeys(("ORI-04", "ORI-05", "ORI-06", "ORI-07", "ORI-41"), ("DOC-01", "DOC-03", "DOC-05", "DOC-06")),
}
ROUTES["ORI-42"] = ROUTES["ORI-13"]

# a caseworker decides the route: who needs no residence title shows none (CSS R111-3)
WITHOUT_TITLE = ("DOC-01", "DOC-03", "DOC-05", "DOC-06")


def required(
    *, route: str, under_16: bool, needs_title: bool = True, visa_validation: str = "definitive"
) -> list[Paper]:
    """The papers of a route, in the order they are wanted; `visa_validation` says which step waits for DOC-07."""
    names = list(ROUTES.get(route, ROUTES["ORI-20"] if needs_title else WITHOUT_TITLE))
    if under_16:
        names.append("DOC-08")
    chosen = [PAPERS[name] for name in names]
    if visa_validation == TEMPORARY:
        chosen = [_moved(paper) if paper.paper == "DOC-07" else paper for paper in chosen]
    return sorted(chosen, key=lambda paper: paper.group == PERMANENT)


@dataclass(frozen=True)
class Asked:
    """A paper as it is asked of one person: translation and legalisation, with the sentences that say so."""

    paper: Paper
    translation: str
    legalisation: str
    sentences: tuple[str, ...]


def asked(wanted: list[Paper], issued_in: str | None, language: str | None) -> list[Asked]:
    """The papers of a person whose civil-status papers come from a country, in a language where it is known."""
    return [_asked(paper, issued_in, language) for paper in wanted]


def _asked(paper: Paper, issued_in: str | None, language: str | None) -> Asked:
    if paper.paper not in FROM_ABROAD:
        return Asked(paper, civil_status.NOT_REQUIRED, civil_status.NONE, (paper.hint,))
    translation = civil_status.translation(issued_in, language)
    told = (civil_status.translation_told(translation), civil_status.legalisation_told(issued_in))
    return Asked(paper, translation, civil_status.legalisation(issued_in), (paper.hint, *told))


def _moved(paper: Paper) -> Paper:
    return Paper(paper.paper, paper.title, paper.hint, TEMPORARY, paper.article)
