"""The decision table of the orientation: one row a rule of affiliation.md 2, in the order they are asked.

A row that the sources leave in doubt has `choices`: what the operator may decide instead, each with its source.
"""

from __future__ import annotations

from affilia.law.columns import _
from affilia.law.routes.elsewhere import ELSEWHERE
from affilia.law.routes.row import ASK, CASEWORKER, DO_NOT, OTHER_FORM, REGISTER, Choice, Row
from affilia.law.routes.studies import STUDIES

__all__ = ["ASK", "CASEWORKER", "DO_NOT", "NOTES", "OTHER_FORM", "REGISTER", "TABLE", "Choice", "Row"]

TABLE = (*ELSEWHERE, *STUDIES)

# never an answer of their own: said beside it
NOTES = (
    Row(
        "ORI-35",
        lambda f: f.age is not None and f.age < 16,
        REGISTER,
        _("Under 16, the authorisation of a parent or legal guardian is needed."),
        "CSS L160-2",
        "SEED-A, AMELI-L",
    ),
    Row(
        "ORI-36",
        lambda f: f.age is not None and 16 <= f.age < 18,
        REGISTER,
        _("At 16 or 17 you are insured in your own name; no authorisation of a parent is needed."),
        "CSS L160-2",
        "SP-F16622, SP-R48798",
    ),
    Row(
        "ORI-39",
        lambda f: f.told.get("works") is True,
        REGISTER,
        _("If you work while you study, you stay insured; as an employee, your job may become the reason."),
        "CSS L160-1, L111-2-2",
        "SP-F675-22",
    ),
)
