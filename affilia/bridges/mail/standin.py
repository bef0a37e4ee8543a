"""Each mail is an `.eml` file under `var/mail/`, named by its reference: a mail sent twice is one file."""

from __future__ import annotations

import os
from email.message import EmailMessage
from email.utils import format_datetime

from affilia.bridges import place
from affilia.bridges.mail import Letter


class FolderMail:
    """Writes mails where the person at the laptop can open them."""

    def send(self, letter: Letter) -> None:
        """Write the file whole, then name it."""
        folder = place("mail")
        path = folder / f"{letter.written_at:%Y%m%d-%H%M%S}-{letter.reference}.eml"
        waiting = folder / f".{letter.reference}.{os.getpid()}"
        waiting.write_bytes(message(letter).as_bytes())
        waiting.replace(path)


def message(letter: Letter) -> EmailMessage:
    """The letter in the form of RFC 5322."""
    mail = EmailMessage()
    mail["From"] = "Affilia <no-reply@affilia.example>"
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = f"<{letter.reference}@affilia.example>"
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail


def bridge() -> FolderMail:
    """The folder `var/mail`."""
    return FolderMail()
