"""A registration file's life, from draft to accepted. All else people see is computed."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class FileState(StrEnum):
    """`asked`: we wait for the student; `redirected`: another route is hers."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"
    CLOSED = "closed"


S = FileState
# a person has one file at most in these (the constraint `file_one_alive`)
ALIVE = frozenset({S.DRAFT, S.SUBMITTED, S.ASKED, S.ACCEPTED})
# what she may still change herself
EDITABLE = frozenset({S.DRAFT, S.ASKED})

MOVES = {
    "submit": (frozenset({S.DRAFT, S.ASKED}), S.SUBMITTED),
    "ask": (frozenset({S.SUBMITTED}), S.ASKED),
    "accept": (frozenset({S.SUBMITTED, S.ASKED}), S.ACCEPTED),
    "refuse": (frozenset({S.SUBMITTED, S.ASKED}), S.REFUSED),
    "withdraw": (frozenset({S.DRAFT, S.SUBMITTED, S.ASKED}), S.WITHDRAWN),
    "redirect": (frozenset({S.DRAFT, S.SUBMITTED, S.ASKED}), S.REDIRECTED),
    "close": (frozenset({S.DRAFT, S.ASKED, S.REFUSED, S.WITHDRAWN, S.REDIRECTED, S.ACCEPTED}), S.CLOSED),
}
# why a caseworker closes a file
CLOSINGS = {
    "asked_for": _("you asked us to close it."),
    "no_answer": _("we asked you for something and had no answer."),
    "twice": _("you are registered already, here or elsewhere."),
    "left": _("you have left France."),
    "settled": _("everything in it is done."),
}
