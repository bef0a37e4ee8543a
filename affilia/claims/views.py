"""What the doors are shown of care sheets: frozen, with words in the language of who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StepView:
    """One step of a decision: a sentence, its article, its amount, whether a parameter behind it is derived, and the
    value with what it was made of: (name, value, unit)."""

    name: str
    sentence: str
    article: str
    amount: int | None
    status: str
    value: int
    unit: str
    inputs: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class OtherwiseView:
    """What one changed fact would give."""

    name: str
    sentence: str
    article: str
    amount: int


@dataclass(frozen=True)
class EarlierView:
    """A decision that another one took the place of, and what was said about it."""

    day: date
    paid: int
    contested: str
    answer: str


@dataclass(frozen=True)
class LineView:
    """A line and what was decided."""

    ref: str
    decision: str
    act: str
    code: str
    care_day: date
    fee: int
    state: str
    held_for: str
    paid: int
    left: int
    refused: str
    rule: str
    contest_by: date | None
    contest: str
    steps: tuple[StepView, ...]
    otherwise: tuple[OtherwiseView, ...]
    contested: str
    answer: str
    answer_until: date | None  # the answer may be taken to the commission until then
    earlier: tuple[EarlierView, ...]
    recover_from: date | None
    undeclared: bool  # less is paid: she spoke of her own doctor, and none was recorded on that day
    of_another: bool  # a doctor was recorded on that day, and the number on the sheet is another's


@dataclass(frozen=True)
class ClaimView:
    """A sheet as its owner and the desk see it."""

    ref: str
    person: str
    professional: str
    rpps: str
    pathway: str
    received_at: datetime
    pages: tuple[str, ...]
    sheet: str
    lines: tuple[LineView, ...]

    @property
    def fee(self) -> int:
        """What was paid to the professional."""
        return sum(line.fee for line in self.lines)

    @property
    def paid(self) -> int:
        """What the fund pays."""
        return sum(line.paid for line in self.lines)

    @property
    def state(self) -> str:
        """The sheet's state is that of its slowest line."""
        order = ("held", "received", "decided", "paid")
        return min((line.state for line in self.lines), key=order.index, default="received")
