"""What a proposal would change of the decisions taken: read, reckoned, nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.claims import facts
from affilia.law.columns import Columns
from affilia.law.facts import law
from affilia.law.heavy import heavy_by
from affilia.law.proposal import Proposal
from affilia.law.reimbursement import columns_of


@dataclass(frozen=True)
class Moved:
    """A line that would be paid otherwise, in cents."""

    line: str
    person: int
    before: int
    after: int


@dataclass(frozen=True)
class Impact:
    """How many lines and persons were looked at, and those that would change."""

    lines: int
    persons: int
    moved: tuple[Moved, ...]

    @property
    def persons_moved(self) -> int:
        """How many persons would see a difference."""
        return len({moved.person for moved in self.moved})

    @property
    def difference(self) -> int:
        """Cents more, or less, in all."""
        return sum(moved.after - moved.before for moved in self.moved)


def impact(proposal: Proposal, at: datetime | None = None) -> Impact:
    """Every decided line under the law as it is and under the proposal, with those that wait as if decided at an
    instant. Raises NoLaw, NoPrice, NoIdentity."""
    everybody = list(facts.told_of_everybody(at))
    if not everybody:
        return Impact(0, 0, ())
    refs, told, lines = zip(*everybody, strict=True)
    columns, book = columns_of(lines), proposal.book
    otherwise = {**columns, **_heavy(proposal, told)}
    before, after = law.evaluate(columns, "paid")["paid"], book.evaluate(otherwise, "paid")["paid"]
    moved = tuple(
        Moved(refs[row], lines[row].person, int(before[row]), int(after[row])) for row in (before != after).nonzero()[0]
    )
    return Impact(len(lines), len({line.person for line in lines}), moved)


def _heavy(proposal: Proposal, told: Sequence[facts.Told]) -> Columns:
    """Which acts are heavy is a fact of a line and a question to the law: asked again where the proposal answers it."""
    if not proposal.touches("is_heavy"):
        return {}
    heavy = heavy_by(proposal.book)
    return {"heavy_act": np.array([heavy(facts.price_of(line), line.care_day) for line in told])}
