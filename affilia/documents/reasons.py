"""Why a paper is not good enough: what was sent, what is needed, by which rule, for which papers (affiliation.md 1.7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ALL = ("DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-07", "DOC-08", "S1", "OFPRA")
CONTEST = "commission de recours amiable"
ANSWER_DAYS = 30


@dataclass(frozen=True)
class Reason:
    """One reason of the catalogue: two lines for the student, the rule, the papers it can be said of."""

    code: str
    sent: str | Promise
    needed: str | Promise
    rule: str
    papers: tuple[str, ...] = ALL


_TABLE = (
    Reason("illegible", _("a page we cannot read."), _("the same page, sharp and well lit."), "CSS R114-7 I"),
    Reason("cut", _("a page that is cut."), _("the whole page, its four corners visible."), "CSS R114-7 I"),
    Reason("wrong_paper", _("another document."), _("the document this page asks for."), "CSS R114-7 I"),
    Reason("other_name", _("a document in another name."), _("a document in your own name."), "CSS R114-7 I"),
    Reason(
        "expired",
        _("a document that has expired."),
        _("one that is valid today."),
        "CSS R111-3",
        ("DOC-01", "DOC-02", "DOC-07"),
    ),
    Reason(
        "other_year",
        _("a certificate of another year."),
        _("the one of this academic year."),
        "CSS D160-2",
        ("DOC-03",),
    ),
    Reason(
        "no_parents",
        _("a document without your parents' names."),
        _("a full copy, an extract with your parents, a family book or a paper of your consulate."),
        "CSS R114-7 I; DOC-10",
        ("DOC-05",),
    ),
    Reason(
        "no_translation",
        _("a document in a language we cannot read."),
        _("the same document with a translation by a sworn translator or your consulate."),
        "CSS R114-7 I 2; DOC-T1",
        ("DOC-05",),
    ),
    Reason(
        "translator",
        _("a translation that is not by a sworn translator."),
        _("a translation by a sworn translator (list of a French court of appeal) or by your consulate."),
        "CSS R114-7 I 2; DOC-T3",
        ("DOC-05",),
    ),
    Reason(
        "doubt",
        _("a document we are not sure about."),
        _("a copy with an apostille or legalisation, or one issued more recently."),
        "CSS R114-7 I; DOC-L1",
        ("DOC-05", "OFPRA"),
    ),
    Reason(
        "not_validated",
        _("a visa without the proof that you validated it."),
        _("the confirmation of the online validation."),
        "Order of 10 May 2017",
        ("DOC-02", "DOC-07"),
    ),
    Reason(
        "other_holder",
        _("bank details of somebody else."),
        _("bank details in your name."),
        "CSS L114-10-2-1",
        ("DOC-06",),
    ),
    Reason(
        "not_a_parent",
        _("an authorisation by somebody who is not your parent."),
        _("one signed by a parent or legal guardian."),
        "CSS L160-2",
        ("DOC-08",),
    ),
    Reason("screen", _("a photo of a screen."), _("a photo of the paper itself, or the PDF."), "CSS R114-7 I"),
)
REASONS = {reason.code: reason for reason in _TABLE}


def for_paper(paper: str) -> list[Reason]:
    """The reasons that can be said of a paper."""
    return [reason for reason in _TABLE if paper in reason.papers]
