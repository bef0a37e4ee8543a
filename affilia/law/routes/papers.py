"""The papers of those who do not register on this site: for a form, a fund elsewhere, or to keep at hand.

The ids of affiliation.md 1.3 and 1.4 where there are any; DOC-09 is the form of a convention.
"""

from __future__ import annotations

from affilia.law.columns import _
from affilia.law.papers import PAPERS, PERMANENT, TEMPORARY, Paper

PROTOCOL = "protocole du 19 décembre 1998"
PART = _("Bring it to the fund (CPAM) of your address, with the other papers: without it there is no cover.")
AT_HAND = _("Keep it at hand: it shows which insurance covers you.")
FIRST_THE_FORM = _("First: the form says what you ask the fund for.")


def _form(title: str, article: str) -> Paper:
    return Paper("DOC-09", title, PART, TEMPORARY, article, why=FIRST_THE_FORM)


def _kept(paper: str, title: str, article: str) -> Paper:
    return Paper(paper, title, AT_HAND, TEMPORARY, article, why=AT_HAND)


SE401Q102 = _form(_("Form SE 401-Q-102 of the RAMQ"), PROTOCOL)
SE401Q104 = _form(_("Form SE 401-Q-104, completed by your school and the RAMQ"), PROTOCOL)
SE401Q106 = _form(_("Form SE 401-Q-106, completed by your university and stamped by the RAMQ"), PROTOCOL)
SE97506 = _form(_("Form SE 975-06 of the fund of Saint-Pierre-et-Miquelon (CPS)"), "CSS L160-2")
ANDORRAN = _form(_("The convention form of your Andorran fund (CASS)"), "CSS L160-1; convention with Andorra")
S1106 = Paper(
    "S1106",
    _("Form S1106 (cerfa 15763), to open rights"),
    _("Completed and signed, sent with the other papers to the fund (CPAM) of your address."),
    TEMPORARY,
    "CSS L160-1",
    why=FIRST_THE_FORM,
)
MAYBE_S1106 = Paper(
    "S1106",
    S1106.title,
    _("Only under a cooperation agreement between institutions, or when no other insurance covers you."),
    TEMPORARY,
    "CSS D160-2 II 5",
    required=False,
    why=FIRST_THE_FORM,
)
S3705 = Paper(
    "S3705",
    _("Form S3705 (cerfa 14445), to attach a child to a parent"),
    _("Completed and signed by the parent, sent to the parent's fund."),
    TEMPORARY,
    "CSS L160-2, R161-8",
    why=FIRST_THE_FORM,
)
CONTRACT = Paper(
    "CONTRACT",
    _("Your work contract or first payslip"),
    _("It shows from which day you are insured as an employee."),
    TEMPORARY,
    "CSS L111-2-2",
    why=_("With the form: your work is the reason for your cover."),
)
MARRIAGE = Paper(
    "MARRIAGE",
    _("Marriage certificate"),
    _("Or the proof of your partnership."),
    TEMPORARY,
    "CSS D160-2 II 3",
    why=_("With the form: who joins an insured person waits no three months."),
)
RESIDENCE = Paper(
    "RESIDENCE",
    _("Proof that you have lived in France for three months"),
    _("A lease, bills or an attestation of the person you live with."),
    TEMPORARY,
    "CSS D160-2 I",
    why=_("With the form: your rights open after three months of stay."),
)
CARD = _kept("EHIC", _("Your European card or its replacement certificate"), "CSS L160-1; règlement (CE) n° 883/2004")
INSURANCE = _kept("INSURANCE", _("Proof of your own insurance, translated into French"), "CSS D160-2")
SCHEME = _kept("SCHEME", _("Proof of the scheme that covers your family"), "CSS L160-6")
_TITLE, _WHO, _BIRTH, _BANK = (PAPERS[name] for name in ("DOC-02", "DOC-01", "DOC-05", "DOC-06"))

_WORKER = (S1106, _WHO, CONTRACT, _TITLE, _BIRTH, _BANK)
# by row; those who have nothing to show are not here
ELSEWHERE: dict[str, tuple[Paper, ...]] = {
    "ORI-03": (S1106, _WHO),
    "ORI-07": (S1106, _WHO, PAPERS["DOC-03"], _BANK),
    "ORI-08": (SE97506,),
    **dict.fromkeys(("ORI-10", "ORI-11", "ORI-14", "ORI-43"), (CARD,)),
    "ORI-15": (SE401Q106, _WHO, _BIRTH, _BANK),
    "ORI-16": (SE401Q102, _WHO),
    "ORI-17": (SE401Q104, _WHO, _BIRTH),
    "ORI-18": (ANDORRAN,),
    **dict.fromkeys(("ORI-19", "ORI-31"), (INSURANCE,)),
    "ORI-22": (S1106, _TITLE, PAPERS["OFPRA"], _BANK),
    "ORI-23": (S1106, _TITLE, RESIDENCE),
    "ORI-25": (S1106, _TITLE),
    **dict.fromkeys(("ORI-26", "ORI-27"), _WORKER),
    "ORI-29": (S1106, _WHO, _TITLE, RESIDENCE, _BIRTH, _BANK),
    "ORI-30": (INSURANCE, MAYBE_S1106),
    **dict.fromkeys(("ORI-32", "ORI-33"), (SCHEME,)),
    "ORI-37": (S1106, _WHO, _TITLE, MARRIAGE, _BIRTH, _BANK),
    "ORI-38": (S3705, _BIRTH),
    "ORI-40": (S1106, _WHO, _TITLE, RESIDENCE, _BIRTH, _BANK),
}


def elsewhere(row: str, *, needs_title: bool) -> list[Paper]:
    """The papers of a row that sends elsewhere, those of the permanent number last."""
    wanted = [paper for paper in ELSEWHERE.get(row, ()) if needs_title or paper is not _TITLE]
    return sorted(wanted, key=lambda paper: paper.group == PERMANENT)
