"""The only writers of the journal: `record` an event, `move` a row from one state to another, `once` for retries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from affilia.journal.errors import Refusal
from affilia.journal.models import Attempt, Chain, Event, Root
from affilia.journal.verify_journal import canonical, event_hash, root_digest

# every write of the service waits for these two: asked in SQL, they hold the chain for half as long
NEXT = "UPDATE journal_chain SET events = events + 1 WHERE subject = %s RETURNING head, events"
HEAD = "UPDATE journal_chain SET head = %s WHERE subject = %s"


class MoveRefused(Refusal):
    """The row is not in a state from which this move is possible (any more)."""

    code = "move_refused"
    sentence = _("This was already done or is no longer possible. Open the page again to see where it stands.")


class OtherBody(Refusal):
    """A key came back with another content: the client is confused, nothing is written."""

    code = "other_body"
    sentence = _("This form was already sent with other answers. Open the page again before you send it.")


class Stateful(Protocol):
    """A row with a state, a table of moves and a subject in the journal."""

    pk: Any
    state: str
    MOVES: Any

    @property
    def subject(self) -> str: ...


class RootSigner(Protocol):
    """What signs a root: the signature bridge."""

    @property
    def key_id(self) -> str: ...
    def sign(self, data: bytes) -> bytes: ...


def record(*, subject: str, verb: str, by: str, at: datetime, law_digest: str = "", **data: Any) -> Event:
    """Append one event to the subject's chain; the caller's transaction holds row and event together."""
    with transaction.atomic(savepoint=False):
        previous, sequence = _next_in_chain(subject)
        fields = {
            "at": at.astimezone(UTC).isoformat(),
            "actor": by,
            "verb": verb,
            "subject": subject,
            "sequence": sequence,
            "data": data,
            "law_digest": law_digest,
            "previous": previous,
        }
        digest = event_hash(fields)
        with connection.cursor() as cursor:
            cursor.execute(HEAD, [digest, subject])
        return Event.objects.create(**{**fields, "at": at, "hash": digest})


def _next_in_chain(subject: str) -> tuple[str, int]:
    """Lock the chain by an update that tells its head: no two events take one place."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [subject])
        if (found := cursor.fetchone()) is None:
            Chain.objects.bulk_create([Chain(subject=subject)], ignore_conflicts=True)
            cursor.execute(NEXT, [subject])
            found = cursor.fetchone()
    head, sequence = found
    return str(head), int(sequence)


def move(row: Stateful, name: str, *, verb: str, by: str, at: datetime, **data: Any) -> Event:
    """Take the row through one move of its table: one conditional UPDATE, one event. Raises MoveRefused."""
    sources, target = row.MOVES[name]
    rows = type(row)._default_manager if isinstance(row, models.Model) else None
    assert rows is not None, "only rows of the database have states"
    with transaction.atomic():
        if not rows.filter(pk=row.pk, state__in=sources).update(state=target):
            raise MoveRefused
        row.state = target
        return record(subject=row.subject, verb=verb, by=by, at=at, **data)


def repeated(*, key: str, by: str, body: object) -> dict[str, Any]:
    """What a write with this key gave before, empty when it is new: costly preparations are not made twice.

    Raises OtherBody.
    """
    attempt = Attempt.objects.filter(key=key, actor=by).first()
    if attempt is None:
        return {}
    if attempt.body != hashlib.sha256(canonical(body)).hexdigest():
        raise OtherBody
    return dict(attempt.result)


@contextmanager
def once(*, key: str, by: str, body: object, at: datetime) -> Iterator[Attempt]:
    """Do a retriable write one time: fill `attempt.result`; a repeated key brings the first result back.

    The block must run its write only when `attempt.result` is empty.
    """
    digest = hashlib.sha256(canonical(body)).hexdigest()
    with transaction.atomic():
        attempt = _attempt(key=key, by=by, digest=digest, at=at)
        if attempt.body != digest:
            raise OtherBody
        yield attempt
        attempt.save(update_fields=["result"])


def _attempt(*, key: str, by: str, digest: str, at: datetime) -> Attempt:
    try:
        with transaction.atomic():
            return Attempt.objects.create(key=key, actor=by, body=digest, at=at)
    except IntegrityError:
        # the first attempt has committed: on PostgreSQL the insert above waited for it
        return Attempt.objects.get(key=key, actor=by)


def sign_root(*, signer: RootSigner, at: datetime) -> Root | None:
    """Sign the heads that moved since the last root, with all counts; None if none moved or another was faster."""
    try:
        return _signed(signer, at)
    except IntegrityError:
        return None  # a root upon the same root: that one covers what it could, the next takes the rest


def _signed(signer: RootSigner, at: datetime) -> Root | None:
    with transaction.atomic():
        last = Root.objects.order_by("-pk").first()
        heads = [
            [subject, events, head]
            for subject, events, head, rooted in _moved_heads()
            if _covered(subject, events, head, rooted)
        ]
        if not heads:
            return None
        fields = {
            "at": at.astimezone(UTC).isoformat(),
            "subjects": Chain.objects.filter(rooted__gt=0).count(),
            "events": Chain.objects.aggregate(total=Sum("rooted"))["total"],
            "heads": heads,
            "previous": last.digest if last else "",
        }
        digest = root_digest(fields)
        signature = signer.sign(digest.encode()).hex()
        return Root.objects.create(
            **{**fields, "at": at, "digest": digest, "signature": signature, "key_id": signer.key_id}
        )


def _moved_heads() -> list[tuple[str, int, str, int]]:
    moved = Chain.objects.exclude(events=F("rooted")).order_by("subject")
    return list(moved.values_list("subject", "events", "head", "rooted"))


def _covered(subject: str, events: int, digest: str, rooted: int) -> bool:
    """Mark a head as covered unless a writer or another root was there meanwhile: the next root takes that one."""
    same = Chain.objects.filter(subject=subject, events=events, head=digest, rooted=rooted)
    return bool(same.update(rooted=events))
