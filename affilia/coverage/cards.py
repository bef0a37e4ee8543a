"""Writes about what opens under a certified number: the carte Vitale on its way, the personal account."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.coverage import rights
from affilia.coverage.models import Card, HealthAccount, Number
from affilia.coverage.operations import NoRights
from affilia.coverage.states import CARDS_ALIVE
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.law import endings
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person

# what the person is told of a move
NOTICES = {"send": "card_sent", "come_back": "card_returned", "lose": "card_lost"}


class NotCertified(Refusal):
    """The number is not certified: no card, no account (NUM-9)."""

    code = "not_certified"
    sentence = _(
        "Not yet possible: your permanent number must be certified first (article R161-33-1). "
        "We write to you on that day; your certificate works meanwhile."
    )


class CardWorksOn(Refusal):
    """END-6: 45 days after the letter and after the six months."""

    code = "card_works_on"
    sentence = _("The card works until {until}: the law gives it 45 days more (article R114-10-1).")


def _certified(person: Person) -> None:
    if not Number.objects.filter(person=person, until_at__isnull=True, certified_at__isnull=False).exists():
        raise NotCertified


@transaction.atomic
def order_card(*, person: Person, by: str, at: datetime) -> Card:
    """Order the carte Vitale. Raises NotCertified, NoRights; one card at a time."""
    _certified(person)
    if rights.current_period(person, day_of(at)) is None:
        raise NoRights
    try:
        with transaction.atomic():
            card = Card.objects.create(person=person, ordered_at=at)
    except IntegrityError:
        return Card.objects.get(person=person, state__in=CARDS_ALIVE)
    journal.record(subject=person.subject, verb="coverage.card.ordered", by=by, at=at, card=card.ref)
    return card


@transaction.atomic
def move_card(*, card: Card, name: str, by: str, at: datetime) -> None:
    """Take a card through one move of its table: made, sent, received, lost, back by post. Raises MoveRefused."""
    assert name != "close", "close_card knows when"
    _move(card, name, by, at)
    if name in NOTICES:
        letters.notify(person=card.person, code=NOTICES[name], at=at)


@transaction.atomic
def close_card(*, card: Card, by: str, at: datetime) -> None:
    """She gave it back, or her rights are over. Raises CardWorksOn, MoveRefused."""
    people.hold(card.person)
    period = rights.last_period(card.person)
    if period and period.ended_for == endings.TITLE_ENDED and period.control_on and period.stay_until:
        until = endings.card_until(period.control_on, period.stay_until)
        if day_of(at) <= until:
            raise CardWorksOn(until=until)
    _move(card, "close", by, at)
    casework.finish_tasks(person=card.person, kind="card_back", about=f"card:{card.ref}", by=by, at=at)


def _move(card: Card, name: str, by: str, at: datetime) -> None:
    _sources, target = Card.MOVES[name]
    journal.move(card, name, verb=f"coverage.card.{target}", by=by, at=at, card=card.ref)
    Card.objects.filter(pk=card.pk).update(moved_at=at)


@transaction.atomic
def open_health_account(*, person: Person, by: str, at: datetime) -> HealthAccount:
    """Open the personal account; the one that is open stays. Raises NotCertified, NoRights."""
    _certified(person)
    people.hold(person)
    account = HealthAccount.objects.filter(person=person).first()
    if account:
        return account
    if rights.current_period(person, day_of(at)) is None:
        raise NoRights
    account = HealthAccount.objects.create(person=person, opened_at=at)
    journal.record(subject=person.subject, verb="coverage.health_account.opened", by=by, at=at)
    return account
