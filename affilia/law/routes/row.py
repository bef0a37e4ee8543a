"""A row of the decision table of the orientation, and the words several rows share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from affilia.law.columns import _
from affilia.law.told import Facts

REGISTER, DO_NOT, OTHER_FORM, CASEWORKER = "register", "do_not_register", "other_form", "caseworker"


@dataclass(frozen=True)
class Choice:
    """What the operator may choose for a row in doubt."""

    outcome: str
    sentence: str
    source: str


@dataclass(frozen=True)
class Row:
    """One rule: when it holds, what it answers, in which words, by which article, read where."""

    row: str
    holds: Callable[[Facts], bool]
    outcome: str
    sentence: str
    article: str
    source: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    # facts that contradict one another, or a form that is missing: a person looks, and no route is named
    doubt: bool = False
    # quantities its dates are made of
    uses: tuple[str, ...] = ()


ASK = _("A caseworker will tell you what to do. Your case needs a person to look at it.")
CARD = "CSS L160-1; règlement (CE) n° 883/2004"
UPDATE = _("You already have a French number and a fund: you have nothing to register. Update your address and bank.")
FREE = _("You must register, and it is free: international students are covered from the start of their studies.")
FRENCH_FREE = _("You must register, and it is free. As you are French, no residence permit is asked.")
NUMBER_SINCE_BIRTH = _(
    "French and born in France, you have a number since your birth, even if you do not know it: you do not register "
    "here. Your fund, or that of your parents, tells it to you; if no fund covers you, send it form S1106."
)
EMBASSY = _("Families of embassy, consulate and international staff stay in their own scheme: you do not register.")
S1106 = _("You do not register here: send form S1106 with your papers to the fund (CPAM) of your address.")
OVERSEAS = _("Your cover follows you automatically: you have a number already, and nothing to register.")
CARD_COVERS = _(
    "You do not need to register. Your European card covers you to the end of the year: "
    "show it to the doctor, and send the care sheet to the fund of your address to be paid back."
)
