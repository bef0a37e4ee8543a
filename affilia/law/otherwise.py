"""What a line would give if one thing were different: the same law, run again with one fact changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from affilia.law.columns import WHOLE, _
from affilia.law.reimbursement import LineDecision, LineFacts, decide_lines


@dataclass(frozen=True)
class Change:
    """One thing that may be different: the facts that say so, its article, its sentence, the refusal it would lift."""

    name: str
    facts: Mapping[str, Any]
    cites: str
    says: str
    lifts: str = ""


@dataclass(frozen=True)
class Otherwise:
    """What a change would give: cents, fund and contract together."""

    name: str
    received: int
    article: str
    says: str

    @property
    def values(self) -> dict[str, tuple[int, str]]:
        """What the sentence's places are filled with."""
        return {"received": (self.received, "cents"), "contract": (WHOLE, "basis_points")}


@dataclass(frozen=True)
class Way:
    """The care path of a line with a declared doctor and without one; `declared`: which of the two is so."""

    declared: bool
    out_with_doctor: bool
    out_without_doctor: bool


WITH_DOCTOR = _("With a médecin traitant (regular doctor) you would receive {received}.")
WITHOUT_DOCTOR = _("Without a médecin traitant you would receive {received}.")
THROUGH_DOCTOR = _("Seen or sent by your médecin traitant (regular doctor), you would receive {received}.")
CHANGES = (
    Change("with_css", {"css": True}, "CSS L861-3", _("With the C2S (complementary cover) you would receive {received}.")),
    Change(
        "with_contract", {"contract_pays": True, "contract_percent": WHOLE}, "CSS L871-1, R871-1",
        _("With a private contract at {contract} of the official price you would receive {received}, both together."),
    ),
    Change(
        "in_full_cover", {"full_cover_reason": "long_illness"}, "CSS D160-4, R160-11",
        _("For care of a long illness covered in full (ALD) you would receive {received}."),
    ),
    Change(
        "within_rights", {"covered": True}, "CSS R161-8-1",
        _("With rights open on the day of care you would receive {received}."), lifts="not_covered",
    ),
    Change(
        "complete", {"complete": True}, "CSS R161-40, R161-43",
        _("With both signatures and the prescription you would receive {received}."), lifts="incomplete",
    ),
)  # fmt: skip


def path_changes(way: Way, *, out_of_path: bool) -> list[Change]:
    """What the doctor she has, or has not, changes: an emergency or care away from home is the same either way."""
    cites = "CSS L162-5-3, R160-6"
    if way.declared:
        found = [Change("without_doctor", {"out_of_path": way.out_without_doctor}, cites, WITHOUT_DOCTOR)]
    else:
        found = [Change("with_doctor", {"out_of_path": way.out_with_doctor}, cites, WITH_DOCTOR)]
    if out_of_path and (way.declared or way.out_with_doctor):
        found.append(Change("through_doctor", {"out_of_path": False}, cites, THROUGH_DOCTOR))
    return found


def otherwise(history: Sequence[LineFacts], place: int, paid: int, refused: str, way: Way) -> list[Otherwise]:
    """Each change of the line at a place that would give another amount than was `paid`. Raises NoLaw.

    `history`: the lines of one person in the order they count; those after the line change nothing of it.
    """
    possible = [*path_changes(way, out_of_path=history[place].out_of_path), *CHANGES]
    changes = [change for change in possible if change.lifts == refused]
    # everybody is a person of her own in one batch: the line and those before it, once for each change
    lines = [
        replace(one, person=number, **(change.facts if one is history[place] else {}))
        for number, change in enumerate(changes)
        for one in history[: place + 1]
    ]
    found = decide_lines(lines, told=False)[place :: place + 1]
    given = [_received(one, change) for one, change in zip(found, changes, strict=True)]
    return [
        Otherwise(change.name, received, change.cites, change.says)
        for change, received in zip(changes, given, strict=True)
        if received != paid
    ]


def _received(decision: LineDecision, change: Change) -> int:
    """What the fund pays, and the contract where it is what changes."""
    return decision.amounts["paid"] + (decision.amounts["contract_part"] if "contract_pays" in change.facts else 0)
