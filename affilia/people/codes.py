"""One-time codes: who may ask for how many, how long one lives, how long it proves that she herself is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from affilia.journal.errors import Refusal
from affilia.people.models import SignInCode

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
PROOF_LIFE = timedelta(minutes=10)


# an hour: mails to one address asked by browsers it does not know; those asked for it from one network
TO_ONE_ADDRESS, TO_ONE_FROM_A_NETWORK = 12, 4
# an hour: from one browser, whatever the address; from one network, where a whole campus may sit on its first day
FROM_A_BROWSER, FROM_A_NETWORK = 6, 1200
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Asker:
    """Who asks, as keyed hashes; `known`: a browser that signed in to the address before, which no stranger has."""

    network: str = ""
    browser: str = ""
    known: bool = False


NOBODY = Asker()


class TooManyCodes(Refusal):
    """Too many codes were asked, for one address or by one asker."""

    code = "too_many_codes"
    sentence = _("Many codes were asked for. Wait an hour, or use a browser in which you signed in before.")
    field = "email"


class WrongCode(Refusal):
    """The code does not fit, is used, too old, or was tried too often: one answer for all."""

    code = "wrong_code"
    sentence = _("This code does not fit. Check the six digits, or ask for a new code.")
    field = "code"


class WrongToken(Refusal):
    """The second factor does not fit, or was used before."""

    code = "wrong_token"
    sentence = _("These six digits do not fit. Wait for the next ones in your app and enter them.")
    field = "token"


class TooManyTokens(Refusal):
    """Somebody guesses at a second factor."""

    code = "too_many_tokens"
    sentence = _("Too many tries today. Try again tomorrow, or ask your operator to set your second factor anew.")
    field = "token"


class CodeNeeded(Refusal):
    """What an open session alone may not do."""

    code = "code_needed"
    sentence = _("Ask for a code first: we send it to your email, so that nobody else can change this.")


def check_few(*, email: str, asker: Asker, at: datetime) -> None:
    """Raises TooManyCodes. A browser she used before counts alone: strangers can use up nothing of it."""
    asked = SignInCode.objects.filter(sent_at__gt=at - HOUR)
    mine = asked.filter(browser=asker.browser, known=asker.known) if asker.browser else asked.none()
    if mine.count() >= FROM_A_BROWSER:
        raise TooManyCodes
    if asker.known:
        return
    here = asked.filter(network=asker.network, known=False)
    if asker.network and here.count() >= FROM_A_NETWORK:
        raise TooManyCodes
    there = asked.filter(email=email, known=False)
    if there.count() >= TO_ONE_ADDRESS or here.filter(email=email).count() >= TO_ONE_FROM_A_NETWORK:
        raise TooManyCodes


def proves(proved_at: datetime | None, at: datetime) -> bool:
    """Whether a code entered then still proves who is there."""
    return proved_at is not None and timedelta(0) <= at - proved_at <= PROOF_LIFE


def check_proof(*, proved_at: datetime | None, at: datetime) -> None:
    """Raises CodeNeeded."""
    if not proves(proved_at, at):
        raise CodeNeeded
