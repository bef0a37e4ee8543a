"""Writes about papers: taking them in through the gate, what was read, what was decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.bridges import antivirus, keys
from affilia.documents import gate, vault
from affilia.documents.models import Check, Document, Page, Reading
from affilia.documents.reader import Paper
from affilia.documents.reasons import ANSWER_DAYS, CONTEST, REASONS
from affilia.documents.states import MOVES, STANDING
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.outbox import leave
from affilia.law import entitlement
from affilia.people import operations as people
from affilia.people.models import Person
from affilia.people.turns import TooManyTurns

CERTAIN = 10_000  # basis points
GATES, GATE_WAIT = BoundedSemaphore(2), 2.0  # a process; seconds


class GateRefused(Refusal):
    """The gate did not let a file through; nothing was stored."""

    code = "gate_refused"
    field = "photos"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
        self.sentence = gate.REASONS[reason]


class NothingSent(Refusal):
    """No file was chosen."""

    code = "nothing_sent"
    field = "photos"
    sentence = _("Take a photo or choose a file, then send it.")


class ReasonMissing(Refusal):
    """A paper cannot be turned down without a reason of the catalogue."""

    code = "reason_missing"
    field = "reason"
    sentence = _("Choose a reason: the student must know what to send.")


@dataclass(frozen=True)
class Incoming:
    """A paper that passed the gate, in memory: nothing of it is stored yet."""

    document: Document
    pages: tuple[tuple[Page, bytes], ...]
    key: bytes


def receive(*, person: Person, paper: str, files: Sequence[tuple[str, bytes]], by: str, at: datetime) -> Document:
    """Take a paper in: one document of all files' pages. Raises NothingSent, GateRefused; then nothing is stored."""
    incoming = let_in(person=person, paper=paper, files=files, at=at)
    with all_or_nothing(incoming):
        return keep_paper(incoming=incoming, by=by, at=at)


def let_in(*, person: Person, paper: str, files: Sequence[tuple[str, bytes]], at: datetime) -> Incoming:
    """The slow half, outside any transaction: the gate, then fresh pixels sealed. Raises NothingSent, GateRefused."""
    if not files:
        raise NothingSent
    with _turn(person, at):
        verdicts = [_let_through(name, data) for name, data in files]
    document = Document(
        person=person,
        paper=paper,
        file_name=gate.clean_name(files[0][0]),
        sha256=digest_of(files),
        size=sum(len(data) for _name, data in files),
        sanitised=any(verdict.verdict == "sanitise" for verdict in verdicts),
    )
    key = keys.new_key()
    document.key_wrapped = keys.wrap(key, about(document))
    pages = [page for verdict in verdicts for page in verdict.pages]
    rows = [Page(document=document, number=0, width=0, height=0)]
    rows += [
        Page(document=document, number=n, width=p.width, height=p.height, pixels=hashlib.sha256(p.jpeg).hexdigest())
        for n, p in enumerate(pages, 1)
    ]
    return Incoming(document, tuple(zip(rows, [_bundle(files), *(page.jpeg for page in pages)], strict=True)), key)


def digest_of(files: Sequence[tuple[str, bytes]]) -> str:
    """What tells the files of a paper from all others, whatever they are called."""
    return hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _name, data in files)).hexdigest()


@transaction.atomic
def keep_paper(*, incoming: Incoming, by: str, at: datetime) -> Document:
    """Store a paper's pages and rows, within `all_or_nothing`; the same paper sent twice is the first one."""
    document = incoming.document
    people.hold(document.person)
    twin = Document.objects.filter(person=document.person, paper=document.paper, sha256=document.sha256)
    if (found := twin.filter(state__in=STANDING).first()) is not None:
        return found  # a double click was faster
    _replace_older(document.person, document.paper, by, at)
    document.received_at = at
    document.save()
    for row, data in incoming.pages:
        # on disk before the rows that name it commit
        vault.store(row.ref, data, incoming.key, about(document))
        row.document = document
    Page.objects.bulk_create(row for row, _data in incoming.pages)
    journal.record(
        subject=document.subject, verb="documents.document.received", by=by, at=at, document=document.ref,
        paper=document.paper, pages=len(incoming.pages) - 1,
    )  # fmt: skip
    leave("documents.read_document", document.ref)
    return document


@contextmanager
def all_or_nothing(incoming: Incoming) -> Iterator[None]:
    """Around the transaction that keeps a paper: where its row was not made, its pages do not stay on disk."""
    try:
        yield
    except BaseException:
        # a commit whose answer was lost is one: what a row names is never removed
        if not Document.objects.filter(ref=incoming.document.ref).exists():
            for row, _data in incoming.pages:
                vault.remove(row.ref)
        raise


def about(document: Document) -> str:
    """What seals of this document are bound to."""
    return f"document:{document.ref}"


@contextmanager
def _turn(person: Person, at: datetime) -> Iterator[None]:
    """One account does not keep every gate busy."""
    try:
        turn = people.take_turn(person=person, at=at)
    except TooManyTurns as refusal:
        raise GateRefused("many_of_yours" if refusal.hourly else "one_of_yours") from refusal
    try:
        yield
    finally:
        people.end_turn(turn=turn, at=at)


def _let_through(name: str, data: bytes) -> gate.Verdict:
    # heavy files must not hold every thread of the pages: a few gates at once, the next is told to come again
    if not GATES.acquire(timeout=GATE_WAIT):
        raise GateRefused("busy")
    try:
        verdict = gate.examine(data, name, most_bytes=settings.DOCUMENT_BYTES)
    except gate.GateUnavailable as error:
        raise GateRefused("gate_unavailable") from error
    finally:
        GATES.release()
    if verdict.verdict == "refuse":
        raise GateRefused(verdict.reason or "unreadable")
    try:
        if antivirus.antivirus().found(data):
            raise GateRefused("virus")
    except antivirus.ScannerDown as error:
        raise GateRefused("gate_unavailable") from error
    return verdict


def _bundle(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The files as received, one behind the other with their lengths: kept for disputes, never served."""
    return b"".join(len(data).to_bytes(8, "big") + data for _name, data in files)


def _replace_older(person: Person, paper: str, by: str, at: datetime) -> None:
    """A newer paper takes the place of those still open; sheets and prescriptions stand beside one another."""
    if paper in ("FDS", "RX"):
        return
    for older in Document.objects.filter(person=person, paper=paper, state__in=MOVES["replace"][0]).order_by("pk"):
        journal.move(older, "replace", verb="documents.document.replaced", by=by, at=at, document=older.ref)


def begin_reading(*, document: Document, at: datetime) -> None:
    """Keep when the machine first tried, whatever becomes of it: what waits for a reading waits from then on."""
    Document.objects.filter(pk=document.pk, tried_at__isnull=True).update(tried_at=at)


@transaction.atomic
def record_readings(*, document: Document, read: Paper, by: str, at: datetime) -> None:
    """Keep what the machine saw, sealed; a second reading of the same paper changes nothing."""
    try:
        with transaction.atomic():
            journal.move(document, "read", verb="documents.document.read", by=by, at=at, document=document.ref)
    except journal.MoveRefused:
        return
    quality = {name: getattr(read.quality, name) for name in ("whole", "sharp", "lit", "no_glare", "upright", "score")}
    zone = {"zone": read.mrz is not None, "zone_valid": bool(read.mrz and read.mrz.valid)}
    Document.objects.filter(pk=document.pk).update(kind=read.kind or "", quality={**quality, **zone})
    key = keys.unwrap(document.key_wrapped, about(document))
    Reading.objects.bulk_create(
        Reading(
            document=document, field=seen.field, value_sealed=keys.seal(seen.value.encode(), key, about(document)),
            confidence=round(seen.confidence * CERTAIN), page=seen.page, box=list(seen.box), by=by, at=at,
        )
        for seen in read.seen
    )  # fmt: skip


@transaction.atomic
def accept_document(*, document: Document, by: str, at: datetime, seen: Mapping[str, str] | None = None) -> Check:
    """The paper is good. `seen`: what whoever accepts it reads there, surer than any machine. Raises MoveRefused."""
    journal.move(document, "accept", verb="documents.document.accepted", by=by, at=at, document=document.ref)
    if seen:
        key = keys.unwrap(document.key_wrapped, about(document))
        Reading.objects.bulk_create(
            Reading(
                document=document, field=name, value_sealed=keys.seal(value.encode(), key, about(document)),
                confidence=CERTAIN, page=1, by=by, at=at,
            )
            for name, value in seen.items()
        )  # fmt: skip
    return Check.objects.create(document=document, outcome="accept", by=by, at=at)


@transaction.atomic
def ask_better(*, document: Document, reason: str, words: str, by: str, at: datetime) -> Check:
    """Ask for a better paper, with a reason of the catalogue and a day. Raises ReasonMissing, MoveRefused."""
    if reason not in REASONS:
        raise ReasonMissing
    journal.move(document, "ask", verb="documents.document.asked", by=by, at=at, document=document.ref, reason=reason)
    return Check.objects.create(
        document=document, outcome="ask", reason=reason, words=words, rule=REASONS[reason].rule,
        answer_by=day_of(at) + timedelta(days=ANSWER_DAYS), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def refuse_document(*, document: Document, reason: str, words: str, by: str, at: datetime) -> Check:
    """Refuse a paper: reason, rule, deadline and way to contest. Raises ReasonMissing, MoveRefused."""
    if reason not in REASONS:
        raise ReasonMissing
    journal.move(
        document, "refuse", verb="documents.document.refused", by=by, at=at, document=document.ref, reason=reason
    )
    try:
        return Check.objects.create(
            document=document, outcome="refuse", reason=reason, words=words, rule=REASONS[reason].rule,
            answer_by=entitlement.contest_until(day_of(at)), contest=CONTEST, by=by, at=at,
        )  # fmt: skip
    except IntegrityError as error:
        raise ReasonMissing from error
