"""Mail through the operator's relay, the one AFFILIA_MAIL_RELAY names."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from affilia.bridges.mail import Letter


class RelayMail:
    """Hands mails to the relay; the same Message-ID lets it drop a repeated one."""

    def send(self, letter: Letter) -> None:
        """Send one mail; a relay that is down raises, and the job comes again."""
        headers = {
            "Message-ID": f"<{letter.reference}@{urlsplit(settings.SITE).hostname}>",
            "Content-Language": letter.language,
        }
        EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send()


def bridge() -> RelayMail:
    """The relay of the mail settings."""
    return RelayMail()
