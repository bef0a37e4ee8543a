"""What a file must be before it is sent: hers to send here, and whole; what is answered where it is not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from affilia.journal.errors import Refusal
from affilia.law import orientation
from affilia.registration import queries
from affilia.registration.models import File
from affilia.registration.steps import missing_answers


class NotForThisSite(Refusal):
    """Another route is hers: no file is sent here."""

    code = "not_for_this_site"
    sentence = _("By what you told us, you do not register here: {why}")


class SomethingMissing(Refusal):
    """Answers or papers of the first group are missing."""

    code = "something_missing"
    sentence = _("Some answers or documents of the first group are missing. The list shows which.")


def check_here(found: orientation.Orientation) -> None:
    """Raises NotForThisSite where the law sends her elsewhere."""
    if found.outcome in (orientation.DO_NOT, orientation.OTHER_FORM):
        raise NotForThisSite(why=str(found.sentence))


def check_whole(file: File, on: date) -> None:
    """Raises SomethingMissing."""
    if missing_answers(file) or queries.missing_papers(file, on):
        raise SomethingMissing
