"""What a correction of who she is must say before it is taken: read from an accepted paper, different, for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from affilia.coverage.models import Number
from affilia.documents.models import Document
from affilia.journal.errors import Refusal
from affilia.law.papers import CIVIL_STATUS
from affilia.people.models import Person
from affilia.people.queries import identity_of

WHO = (
    "surname", "given_names", "no_given_names", "birth_date", "sex", "birth_country", "birth_town", "nationality",
)  # fmt: skip
# papers that say who somebody is
PAPERS = ("DOC-01", "DOC-02", *CIVIL_STATUS)
REASONS = {
    "misread": _("it was first taken down differently from what the paper says."),
    "civil_status": _("your civil-status document says it differently from your passport."),
    "register": _("the national register knows it in this spelling."),
    "changed": _("it changed since, by an act of an authority."),
}


class NotAcceptedYet(Refusal):
    """Nobody was accepted yet: the file's answers are corrected instead."""

    code = "not_accepted_yet"
    sentence = _("Nobody has accepted yet who this person is: accept a passport, or ask for a better one.")


class CertifiedAlready(Refusal):
    """The register vouches for names and birth: it is asked first."""

    code = "certified_already"
    sentence = _("The national register has certified these names and this birth: they are corrected there first.")


class NothingDifferent(Refusal):
    """A correction that corrects nothing."""

    code = "nothing_different"
    sentence = _("This says what is known already. Change what is wrong.")


class NoPaper(Refusal):
    """A correction rests on an accepted paper of the person."""

    code = "no_paper"
    field = "document"
    sentence = _("Choose the accepted document this is read from.")


class NoReason(Refusal):
    """The person must be told why."""

    code = "no_reason"
    field = "reason"
    sentence = _("Choose why: the student is told.")


def check_correction(*, person: Person, document: Document, told: Mapping[str, Any], reason: str) -> None:
    """Raises NotAcceptedYet, CertifiedAlready, NothingDifferent, NoPaper, NoReason."""
    known = identity_of(person)
    if known is None:
        raise NotAcceptedYet
    if Number.objects.filter(person=person, until_at__isnull=True, certified_at__isnull=False).exists():
        raise CertifiedAlready
    if document.person_id != person.pk or document.paper not in PAPERS or document.state != "checked":
        raise NoPaper
    if reason not in REASONS:
        raise NoReason
    if all(getattr(known, name) == told[name] for name in WHO):
        raise NothingDifferent
