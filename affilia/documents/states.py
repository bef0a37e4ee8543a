"""A document's life: fresh pixels of ours, read by the machine, then checked by a person or the rule."""

from __future__ import annotations

from enum import StrEnum


class DocumentState(StrEnum):
    """`safe`: our own pixels, stored; `asked`: a better paper is wanted; `replaced`: a newer one took its place."""

    SAFE = "safe"
    READ = "read"
    CHECKED = "checked"
    ASKED = "asked"
    REFUSED = "refused"
    REPLACED = "replaced"


S = DocumentState
# nobody has looked at it yet
WAITING = frozenset({S.SAFE, S.READ})
# handed in and not turned down
STANDING = WAITING | {S.CHECKED}
MOVES = {
    "read": (frozenset({S.SAFE}), S.READ),
    "accept": (WAITING, S.CHECKED),
    "ask": (WAITING, S.ASKED),
    "refuse": (WAITING, S.REFUSED),
    "replace": (WAITING | {S.ASKED, S.REFUSED}, S.REPLACED),
}
