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
MOVES = {
    "read": (frozenset({S.SAFE}), S.READ),
    "accept": (frozenset({S.SAFE, S.READ}), S.CHECKED),
    "ask": (frozenset({S.SAFE, S.READ}), S.ASKED),
    "refuse": (frozenset({S.SAFE, S.READ}), S.REFUSED),
    "replace": (frozenset({S.SAFE, S.READ, S.ASKED, S.REFUSED}), S.REPLACED),
}
