"""The carte Vitale goes from the order to her hands by the moves of its table; a lost one makes room for another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from affilia.casework.models import Task
from affilia.coverage import cards, controls, endings, operations, queries
from affilia.coverage.models import Card, HealthAccount, Number, Period
from affilia.coverage.states import CARD_MOVES, CARDS_ALIVE, CardState
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.law.endings import STAY
from affilia.letters.models import Message
from affilia.letters.queries import words
from affilia.people.models import Person
from tests.coverage.test_operations import NIA, NIR, answered
from tests.coverage.test_operations import salma as salma


@pytest.fixture
def card(salma: Person, at: datetime) -> Card:
    """Ordered under a certified number."""
    answered(salma, "waiting", at, NIA)
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    return cards.order_card(person=salma, by="t", at=at)


def step(card: Card, *names: str, at: datetime) -> None:
    for name in names:
        cards.move_card(card=card, name=name, by="t", at=at)


@pytest.mark.parametrize("state", CardState)
@pytest.mark.parametrize("name", [name for name in CARD_MOVES if name != "close"])
def test_a_card_moves_by_its_table_only(card: Card, at: datetime, state: CardState, name: str) -> None:
    Card.objects.update(state=state)
    card.refresh_from_db()
    sources, target = CARD_MOVES[name]
    if state in sources:
        step(card, name, at=at)
        assert Card.objects.get().state == target
        assert Event.objects.filter(verb=f"coverage.card.{target}").count() == 1
    else:
        with pytest.raises(MoveRefused):
            step(card, name, at=at)
        assert Card.objects.get().state == state


def test_the_student_sees_where_her_card_is_and_since_when(card: Card, salma: Person, at: datetime) -> None:
    later = at + timedelta(days=20)
    step(card, "make", "send", at=later)
    found = queries.coverage_of(salma).card
    assert found is not None
    assert (found.state, found.since, found.alive) == ("sent", later, True)
    assert Message.objects.filter(code="card_sent").exists()


@pytest.mark.parametrize(
    "names", [("make", "send", "lose"), ("make", "send", "activate", "lose"), ("make", "send", "come_back")]
)
def test_a_card_lost_or_brought_back_by_the_post_is_asked_for_again(
    card: Card, salma: Person, at: datetime, names: tuple[str, ...]
) -> None:
    step(card, *names, at=at)
    again = cards.order_card(person=salma, by="t", at=at)
    assert again.pk != card.pk
    found = queries.coverage_of(salma).card
    assert found is not None
    assert found.ref == again.ref


def test_no_two_cards_are_alive(card: Card, salma: Person, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(person=salma, ordered_at=at)
    assert {"ordered", "made", "sent", "active"} == set(CARDS_ALIVE)


def test_no_card_without_rights(salma: Person, at: datetime) -> None:
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    endings.end_period(period=Period.objects.get(), until=at.date(), reason="fraud", by="t", at=at)
    with pytest.raises(operations.NoRights):
        cards.order_card(person=salma, by="t", at=at + timedelta(days=1))


def test_no_personal_account_opens_without_rights_and_one_that_is_open_stays(salma: Person, at: datetime) -> None:
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    endings.end_period(period=Period.objects.get(), until=at.date(), reason="fraud", by="t", at=at)
    later = at + timedelta(days=1)
    with pytest.raises(operations.NoRights):
        cards.open_health_account(person=salma, by="t", at=later)
    assert not HealthAccount.objects.exists()
    opened = cards.open_health_account(person=salma, by="t", at=at)
    assert cards.open_health_account(person=salma, by="t", at=later) == opened


def test_who_leaves_is_told_where_to_send_the_card_and_the_desk_waits_for_it(
    card: Card, salma: Person, at: datetime
) -> None:
    """END-2, persona 25a."""
    endings.leave_france(person=salma, on=at.date(), by="student:s", at=at)
    message = Message.objects.get(code="left_with_card")
    assert "CPAM" in words(message.code, message.data)
    assert Task.objects.get(kind="card_back").state == "open"
    cards.close_card(card=card, by="t", at=at + timedelta(days=9))
    assert (Card.objects.get().state, Task.objects.get(kind="card_back").state) == ("closed", "done")


def test_the_question_about_the_card_goes_when_she_stays_after_all(card: Card, salma: Person, at: datetime) -> None:
    endings.leave_france(person=salma, on=at.date(), by="student:s", at=at)
    endings.stay_in_france(person=salma, by="student:s", at=at)
    assert not Task.objects.filter(kind="card_back", state="open").exists()


def test_a_card_works_on_45_days_after_rights_ended_with_the_title(card: Card, at: datetime) -> None:
    """END-6."""
    period = Period.objects.get()
    controls.record_stay(period=period, until=date(2028, 1, 31), by="t", at=at)
    controls.open_control(period=period, about=STAY, by="t", at=datetime(2028, 2, 1, 11, tzinfo=UTC))
    end = datetime(2028, 8, 1, 11, tzinfo=UTC)
    endings.end_period(period=period, until=date(2028, 7, 31), reason="title_ended", by="rule", at=end)
    with pytest.raises(cards.CardWorksOn):
        cards.close_card(card=card, by="t", at=datetime(2028, 9, 14, 11, tzinfo=UTC))
    cards.close_card(card=card, by="t", at=datetime(2028, 9, 15, 11, tzinfo=UTC))
    assert Number.objects.filter(until_at=None).exists()
