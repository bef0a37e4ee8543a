"""What anybody may learn of a certificate by its code: never who, only whether it holds today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from affilia.coverage import rights
from affilia.coverage.models import Certificate
from affilia.formats import certificate_code
from affilia.formats.days import day_of
from affilia.people.queries import identity_of


@dataclass(frozen=True)
class CheckAnswer:
    """What anybody may know of a code: genuine, ended, replaced, revoked, unknown or typo; initials and days only."""

    word: str
    code: str = ""
    initials: str = ""
    kind: str = ""
    from_day: date | None = None
    until_day: date | None = None
    issued_on: date | None = None
    since: date | None = None
    valid_today: bool = False


def check_code(text: str, on: date) -> CheckAnswer:
    """What a code is worth today."""
    meant = certificate_code.readings(text)
    certificate = Certificate.objects.filter(code__in=meant).select_related("person").first()
    if certificate is None:
        return CheckAnswer("unknown" if certificate_code.well_formed(certificate_code.cleaned(text)) else "typo")
    identity = identity_of(certificate.person)
    word, since = _standing(certificate, on)
    last = rights.last_day_of_rights(certificate.person, certificate.from_day)
    until = min(certificate.until_day, last or certificate.until_day)
    return CheckAnswer(
        word,
        code=certificate.code,
        initials=_initials(identity.given_names, identity.surname) if identity else "",
        kind=certificate.kind,
        from_day=certificate.from_day,
        until_day=until,
        issued_on=day_of(certificate.issued_at),
        since=since,
        valid_today=word == "genuine" and certificate.from_day <= on <= until,
    )


def _standing(certificate: Certificate, on: date) -> tuple[str, date | None]:
    """What became of a certificate, and since when: an end of rights counts as soon as its last day is over."""
    if certificate.revoked_at:
        return "revoked", day_of(certificate.revoked_at)
    last = rights.last_day_of_rights(certificate.person, certificate.from_day)
    if last and last < min(on, certificate.until_day):
        return "ended", last
    if certificate.replaced_at:
        return "replaced", day_of(certificate.replaced_at)
    return "genuine", None


def _initials(given: str, surname: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in f"{given} {surname}".split())
