"""Reads about papers; doors get frozen views of them and links to pictures."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from affilia.bridges import keys
from affilia.documents import vault
from affilia.documents.models import Check, Document, Page
from affilia.documents.reasons import REASONS, Reason
from affilia.journal.prepared import Prepared
from affilia.law.papers import PAPERS
from affilia.people.models import Account, Person
from affilia.people.queries import actors_named

LINK_SECONDS = 60
LINK = "picture-link"


# what can be read on papers, as people call it
READINGS = {
    "surname": gettext_lazy("Family name"),
    "given_names": gettext_lazy("Given names"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
    "number": gettext_lazy("Number of the paper"),
    "issuer": gettext_lazy("Issued by"),
    "expiry_date": gettext_lazy("Valid until"),
    "iban": gettext_lazy("IBAN"),
    "holder": gettext_lazy("Account holder"),
    "academic_year": gettext_lazy("Academic year"),
    "amount": gettext_lazy("Amount"),
    "care_day": gettext_lazy("Day of care"),
}


@dataclass(frozen=True)
class DocumentView:
    """A paper as pages show it."""

    ref: str
    paper: str
    title: str
    state: str
    kind: str
    file_name: str
    received_at: datetime
    pages: tuple[str, ...]
    quality: dict[str, Any]
    readings: dict[str, str] = field(default_factory=dict)
    reason: Reason | None = None
    words: str = ""
    answer_by: date | None = None
    rule: str = ""
    contest: str = ""


@dataclass(frozen=True)
class Happened:
    """Something happened to a paper: `what` in the words of its states; `who` settled it, or the rule did."""

    at: datetime
    title: str
    what: str
    who: str = ""
    by_rule: bool = False
    reason: str = ""
    words: str = ""


def document_for(account: Account, ref: str) -> Document | None:
    """A paper, for its owner or somebody of the fund; absence and refusal look the same."""
    rows = Document.objects.select_related("person")
    if not account.is_staff:
        rows = rows.filter(person__account=account)
    return rows.filter(ref=ref).first()


def latest(person: Person) -> dict[str, DocumentView]:
    """The latest paper of each sort a person sent."""
    rows = Document.objects.filter(person=person).order_by("received_at", "pk").prefetch_related("pages", "checks")
    return {row.paper: view(row, readings=False) for row in rows if row.state != "replaced"}


STATES = Prepared(
    Document,
    lambda person: Document.objects.filter(person=person).order_by("received_at", "pk").values_list("paper", "state"),
)


def states(person: int) -> dict[str, str]:
    """Where the latest paper of each sort of a person, by her key, stands: all that a task list needs."""
    return {paper: state for paper, state in STATES.tuples(person) if state != "replaced"}


def accepted(person: Person, papers: Sequence[str]) -> list[DocumentView]:
    """Papers of these sorts that a caseworker or the rule accepted, latest first."""
    rows = Document.objects.filter(person=person, paper__in=papers, state="checked").order_by("-received_at", "-pk")
    return [view(row, readings=False) for row in rows.prefetch_related("pages", "checks")]


def history(person: Person) -> list[Happened]:
    """All that happened to her papers, latest first: when each came, and who decided what."""
    rows = Document.objects.filter(person=person).order_by("received_at", "pk").prefetch_related("checks")
    named = actors_named([check.by for row in rows for check in row.checks.all()])
    found = [Happened(row.received_at, title(row.paper), "received") for row in rows]
    found += [_happened(row, check, named) for row in rows for check in row.checks.all()]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _happened(document: Document, check: Check, named: dict[str, str]) -> Happened:
    what = {"accept": "checked", "ask": "asked", "refuse": "refused"}[check.outcome]
    reason = REASONS.get(check.reason)
    return Happened(check.at, title(document.paper), what, named.get(check.by, ""), check.by == "rule",
                    str(reason.sent) if reason else "", check.words)  # fmt: skip


def title(paper: str) -> str:
    """What a paper is called, to be translated."""
    care = {"FDS": _("Care sheet (feuille de soins)"), "RX": _("Prescription"), "MT": _("Médecin traitant form")}
    return PAPERS[paper].title if paper in PAPERS else care.get(paper, paper)


def view(document: Document, *, readings: bool = True) -> DocumentView:
    """One paper; its readings are opened only where they are shown."""
    checks = list(document.checks.all())
    last: Check | None = checks[-1] if checks else None
    return DocumentView(
        ref=document.ref,
        paper=document.paper,
        title=title(document.paper),
        state=document.state,
        kind=document.kind,
        file_name=document.file_name,
        received_at=document.received_at,
        pages=tuple(page.ref for page in document.pages.all() if page.number),
        quality=document.quality,
        readings=readings_of(document) if readings else {},
        reason=REASONS.get(last.reason) if last else None,
        words=last.words if last else "",
        answer_by=last.answer_by if last else None,
        rule=last.rule if last else "",
        contest=last.contest if last else "",
    )


def readings_of(document: Document, *, sure: int = 0, fields: Collection[str] = ()) -> dict[str, str]:
    """What was read on a paper, opened: field to value; of these `fields`, and as `sure` as this in basis points.

    Of two readings of a field the surer one counts, then the later: what a caseworker read, not what a machine did.
    """
    rows = [row for row in document.readings.all() if row.confidence >= sure and (not fields or row.field in fields)]
    if not rows:
        return {}
    about = f"document:{document.ref}"
    key = keys.unwrap(document.key_wrapped, about)
    rows.sort(key=lambda row: (row.confidence, row.pk))
    return {row.field: keys.unseal(bytes(row.value_sealed), key, about).decode() for row in rows}


def pages_opened(document: Document) -> list[bytes]:
    """The pages' pixels, in order."""
    about = f"document:{document.ref}"
    key = keys.unwrap(document.key_wrapped, about)
    return [vault.fetch(page.ref, key, about) for page in document.pages.order_by("number") if page.number]


def picture_links(session: str, pages: Sequence[str], at: datetime) -> tuple[str, ...]:
    """Addresses of pictures on the documents' own origin, for this session and the next minute."""
    until = int(at.timestamp()) + LINK_SECONDS
    return tuple(f"{settings.DOCUMENTS_SITE}/d/{_token(session, page, until)}" for page in pages)


def _token(session: str, page: str, until: int) -> str:
    sealed = keys.seal(json.dumps([session, page, until]).encode(), _link_key(), LINK)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _link_key() -> bytes:
    return bytes.fromhex(keys.blind_index("key", LINK))


def picture(token: str, at: datetime) -> bytes | None:
    """The pixels a link names, while the link and its session live; else nothing."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        session, ref, until = json.loads(keys.unseal(raw, _link_key(), LINK))
    except (ValueError, keys.Unsealable):
        return None
    if at.timestamp() > until or not SessionStore(session_key=session).exists(session):
        return None
    page = Page.objects.select_related("document").filter(ref=ref, number__gt=0).first()
    if page is None:
        return None
    about = f"document:{page.document.ref}"
    return vault.fetch(page.ref, keys.unwrap(page.document.key_wrapped, about), about)


def files_named(refs: Collection[str]) -> set[str]:
    """Which of these files of the store are pages."""
    return set(Page.objects.filter(ref__in=refs).order_by().values_list("ref", flat=True))
