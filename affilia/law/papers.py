"""The papers of a registration: what each is, for which step, by which article (affiliation.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from affilia.law import civil_status
from affilia.law.civil_status import Origin
from affilia.law.columns import _
from affilia.law.reader import parameters

TEMPORARY, PERMANENT = "temporary", "permanent"


# papers of civil status, the only ones a translation or legalisation is a question of
FROM_ABROAD = ("DOC-05", "DOC-08", "MARRIAGE")
# what shows the civil status of a person: an act of birth, or what the OFPRA gives for one
CIVIL_STATUS = ("DOC-05", "OFPRA")
# what a residence title may be (order of 10 May 2017; service-public.fr F13842)
TITLES = (
    _("Any of these shows lawful stay:"),
    _("A long-stay visa, once validated."),
    _("A residence permit: temporary, multi-year, talent, retiree or resident."),
    _("The card of a long-term EU resident, of a permanent resident, or of the family of a European."),
    _("An Algerian residence certificate, or the title of the Andorran convention."),
    _("The receipt of a renewal, or a provisional authorisation of stay."),
    _("The attestation of an asylum request, or the receipt “recognised refugee” or “subsidiary protection”."),
    _("A passport of Monaco with the consul's mention."),
    _(
        "You have none of these? Send a paper of a prefecture with your name that shows you are in its file of foreigners."
    ),
)
PARENTS_SHOWN = _("It must name your parents: an extract without them is not enough.")


@dataclass(frozen=True)
class Paper:
    """One paper: `group` tells whether the temporary certificate or the permanent number waits for it, `why` its place
    in the order, `besides` what else is said of it, `uses` the quantity its hint names."""

    paper: str
    title: str
    hint: str
    group: str
    article: str
    required: bool = True
    why: str = ""
    besides: tuple[str, ...] = ()
    uses: str = ""


PAPERS = {
    paper.paper: paper
    for paper in (
        Paper(
            "DOC-01",
            _("Passport or national identity card"),
            _("The whole page with your picture, and the lines with chevrons (<<<) at the bottom."),
            TEMPORARY,
            "CSS R114-7",
            why=_("First: the waiting number is given once the fund knows who you are."),
        ),
        Paper(
            "DOC-02",
            _("Student visa or residence permit"),
            _("The page with the visa, or both sides of the card."),
            TEMPORARY,
            "CSS L115-6, R111-3; order of 10 May 2017",
            why=_("With the first: your stay must be lawful on the day you ask."),
            besides=TITLES,
        ),
        Paper(
            "DOC-03",
            _("Enrolment certificate (certificat de scolarité) of this academic year"),
            _("Your school gives it after enrolment. It shows your name and the year."),
            TEMPORARY,
            "CSS D160-2",
            why=_("For the temporary certificate: who is enrolled here waits no three months."),
        ),
        Paper(
            "DOC-04",
            _("Proof of resources"),
            _("A grant, a bank statement or a letter of your parents: {student_resources_month} a month for the year."),
            TEMPORARY,
            "CSS L160-1; directive 2004/38/EC",
            why=_("For the temporary certificate: a European without a card shows means of their own."),
            uses="student_resources_month",
        ),
        Paper(
            "S1",
            _("Form S1 of your insurer at home"),
            _("The form that says your country pays for your care in France."),
            TEMPORARY,
            "Regulation (EC) 883/2004",
            why=_("For the temporary certificate: it says which country pays."),
        ),
        Paper(
            "DOC-08",
            _("Authorisation of a parent"),
            _("Needed under 16, signed by a parent or legal guardian."),
            TEMPORARY,
            "CSS L160-2",
            why=_("For the temporary certificate: under 16 a parent agrees."),
        ),
        Paper(
            "DOC-05",
            _("Birth certificate with your parents' names"),
            _("In its original language. Or: family book, marriage certificate, paper of a consulate."),
            PERMANENT,
            "CSS R114-7 I",
            why=_("For the permanent number: the register writes down your birth and your parents."),
            besides=(PARENTS_SHOWN,),
        ),
        Paper(
            "OFPRA",
            _("Civil-status certificate of OFPRA"),
            _("It replaces the papers of your country: ask nothing from its authorities."),
            PERMANENT,
            "CSS R114-8",
            why=_("For the permanent number: it stands for the papers of your country."),
        ),
        Paper(
            "DOC-06",
            _("Bank details (RIB) in your name"),
            _("Only for payments: your number does not wait for it. An account in the euro payments area."),
            PERMANENT,
            "CSS L114-10-2-1",
            required=False,
            why=_("At any time: no number waits for it, only payments do."),
        ),
        Paper(
            "DOC-07",
            _("Proof that your visa was validated, or your residence permit"),
            _("Within three months of your arrival."),
            PERMANENT,
            "Order of 10 May 2017",
            why=_("Last: a visa is validated after you arrived, and counts as a title from then."),
        ),
    )
}
ROUTES = {
    "ORI-20": ("DOC-01", "DOC-02", "DOC-03", "DOC-05", "DOC-06", "DOC-07"),
    "ORI-13": ("DOC-01", "DOC-03", "DOC-04", "DOC-05", "DOC-06"),
    "ORI-12": ("DOC-01", "S1", "DOC-03", "DOC-05", "DOC-06"),
    # who asks for asylum, or was granted it, is never sent to the authorities of their country (CSS R114-8)
    **dict.fromkeys(("ORI-22", "ORI-24"), ("DOC-01", "DOC-02", "DOC-03", "OFPRA", "DOC-06")),
    **dict.fromkeys(("ORI-04", "ORI-05", "ORI-06", "ORI-07", "ORI-41"), ("DOC-01", "DOC-03", "DOC-05", "DOC-06")),
}
ROUTES["ORI-42"] = ROUTES["ORI-13"]

# a caseworker decides the route: who needs no residence title shows none (CSS R111-3)
WITHOUT_TITLE = ("DOC-01", "DOC-03", "DOC-05", "DOC-06")


def required(
    *, route: str, under_16: bool, needs_title: bool = True, visa_validation: str = "definitive"
) -> list[Paper]:
    """The papers of a route, in the order they are wanted; `visa_validation` says which step waits for DOC-07."""
    names = list(names_of(route, needs_title=needs_title))
    if under_16:
        names.append("DOC-08")
    chosen = [PAPERS[name] for name in names]
    if visa_validation == TEMPORARY:
        chosen = [_moved(paper) if paper.paper == "DOC-07" else paper for paper in chosen]
    return sorted(chosen, key=lambda paper: paper.group == PERMANENT)


def names_of(route: str, *, needs_title: bool = True) -> tuple[str, ...]:
    """The names of the papers of a route; where a caseworker decides it, those of every student."""
    return ROUTES.get(route, ROUTES["ORI-20"] if needs_title else WITHOUT_TITLE)


@dataclass(frozen=True)
class Asked:
    """A paper as it is asked of one person: translation and legalisation, how sure they are, the sentences that say so,
    and the quantities these name: name to (value, unit)."""

    paper: Paper
    translation: str
    legalisation: str
    sentences: tuple[str, ...]
    status: str = civil_status.SOURCED
    values: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def asked(wanted: list[Paper], origin: Origin) -> list[Asked]:
    """The papers of a person whose civil-status papers have this origin. Raises NoLaw."""
    return [_asked(paper, origin) for paper in wanted]


def _asked(paper: Paper, origin: Origin) -> Asked:
    words = (paper.hint, *paper.besides)
    if paper.paper not in FROM_ABROAD:
        named = values(paper, origin.on)
        return Asked(paper, civil_status.NOT_REQUIRED, civil_status.NONE, words, values=named)
    translation = civil_status.translation(origin)
    told = (civil_status.translation_told(translation), civil_status.legalisation_told(origin))
    return Asked(paper, translation, civil_status.legalisation(origin), (*words, *told), civil_status.status(origin))


def values(paper: Paper, on: date) -> dict[str, tuple[int, str]]:
    """The quantity that the hint of a paper names, as it is worth on a day. Raises NoLaw."""
    return {paper.uses: worth(paper.uses, on)} if paper.uses else {}


def worth(name: str, on: date) -> tuple[int, str]:
    """What a quantity without categories is worth on a day, and its unit. Raises NoLaw."""
    found = next(parameter for parameter in parameters() if parameter.name == name)
    return found.on(on).value, found.unit


def _moved(paper: Paper) -> Paper:
    return replace(paper, group=TEMPORARY)
