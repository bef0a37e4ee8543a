"""One-time codes: how long one lives, and how long it proves that she herself is at the keyboard."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from affilia.journal.errors import Refusal

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
PROOF_LIFE = timedelta(minutes=10)


class WrongCode(Refusal):
    """The code does not fit, is used, too old, or was tried too often: one answer for all."""

    code = "wrong_code"
    sentence = _("This code does not fit. Check the six digits, or ask for a new code.")
    field = "code"


class CodeNeeded(Refusal):
    """What an open session alone may not do."""

    code = "code_needed"
    sentence = _("Ask for a code first: we send it to your email, so that nobody else can change this.")


def proves(proved_at: datetime | None, at: datetime) -> bool:
    """Whether a code entered then still proves who is there."""
    return proved_at is not None and timedelta(0) <= at - proved_at <= PROOF_LIFE


def check_proof(*, proved_at: datetime | None, at: datetime) -> None:
    """Raises CodeNeeded."""
    if not proves(proved_at, at):
        raise CodeNeeded
