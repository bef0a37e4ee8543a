"""The shape of what we say."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Text:
    """A notice: `subject` of the mail (60 characters at most), first line of the mail, message in the thread."""

    subject: str | Promise
    mail: str | Promise
    message: str | Promise = ""


NEWS = _("There is news in your file. Sign in to read it.")
