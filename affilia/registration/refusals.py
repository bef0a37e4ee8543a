"""Why a registration is refused: what is so, what to do instead, the rule; and papers that stay not good enough."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from affilia.documents.queries import title
from affilia.documents.reasons import REASONS, for_paper


@dataclass(frozen=True)
class Ground:
    """One ground: two lines for the student and the rule; `paper`: the paper it is about, to be translated."""

    why: str | Promise
    instead: str | Promise
    rule: str
    paper: str = ""


# who is not registered by this way (affiliation.md: ORI rows and RGT-3)
GROUNDS = {
    "not_student": Ground(
        _("You are not enrolled in a school or university in France for this academic year."),
        _("Once you have lived in France for three months, ask your fund with form S1106 (article L160-5)."),
        "CSS D160-2",
    ),
    "covered_elsewhere": Ground(
        _("Another country covers your care: a European card, an S1 form or a convention."),
        _("Show its card or form to doctors. When that cover ends, open a new file: rights begin the day after."),
        "CSS R111-4",
    ),
    "short_stay": Ground(
        _("You stay in France for less than three months."),
        _("Use a European card or an insurance of your own for this stay."),
        "CSS D160-2",
    ),
    "no_title": Ground(
        _("Nothing you sent shows that you may stay in France."),
        _("When you have a visa, a permit or a receipt of the prefecture, open a new file."),
        "CSS R111-3",
    ),
    "other_scheme": Ground(
        _(
            "You belong to a scheme that excludes this registration: embassy, consulate, posted worker, foreign pension."
        ),
        _("Ask that scheme for proof of cover: it pays for your care in France."),
        "CSS L160-6",
    ),
    "came_for_care": Ground(
        _("You came to France to be treated."),
        _("Ask the hospital and the insurer of your country who pays for this care."),
        "CSS L160-6",
    ),
    "has_number": Ground(
        _("You have a French social-security number already."),
        _("Ask the fund of your address to open your rights again under it, with form S1106."),
        "CSS L160-5",
    ),
}


def ground(reason: str) -> Ground | None:
    """The ground of a code: one of the catalogue, or "other_year:DOC-03", what is wrong with which paper."""
    code, _colon, paper = reason.partition(":")
    if not paper:
        return GROUNDS.get(code) or _of_paper(code, "")
    return _of_paper(code, paper) if any(one.code == code for one in for_paper(paper)) else None


def _of_paper(code: str, paper: str) -> Ground | None:
    found = REASONS.get(code)
    return Ground(found.sent, found.needed, found.rule, title(paper) if paper else "") if found else None
