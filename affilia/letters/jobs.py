"""Sending mails, by the worker: at least once, under one Message-ID."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation
from django_tasks import task

from affilia.bridges import mail as mail_bridge
from affilia.letters.models import Mail
from affilia.letters.texts import CLOSING, CODES, TEXTS


@task()
def send_mail(ref: str) -> None:
    """Send one mail of the outbox, unless it is sent."""
    mail = Mail.objects.get(ref=ref)
    if mail.sent_at:
        return
    mail_bridge.bridge().send(letter(mail))
    Mail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(sent_at=timezone.now(), data={})


@task()
def send_mails(*refs: str) -> None:
    """Send a lot of mails; those that are sent already are left."""
    for ref in refs:
        send_mail.call(ref)


def letter(mail: Mail) -> mail_bridge.Letter:
    """The mail in its reader's language."""
    text = TEXTS[mail.code]
    with translation.override(mail.language):
        words = str(text.mail).format(**mail.data)
        link = "" if mail.code in CODES else f"{settings.SITE}/status/\n\n"
        body = f"{words}\n\n{link}{CLOSING}\n"
        return mail_bridge.Letter(mail.ref, mail.to, str(text.subject), body, mail.language, mail.written_at)
