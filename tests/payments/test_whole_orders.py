"""The bank speaks of a whole order: all of it comes back, or all of it is settled, each once."""

from __future__ import annotations

import pytest

from affilia.formats.bankanswer import Answer, Status
from affilia.payments import answers, operations
from affilia.payments.models import Order
from affilia.payments.queries import balances, due_by_person
from affilia.people.models import Account, Person
from tests.payments.test_operations import AT, decided, with_account
from tests.payments.test_operations import salma as salma

REFUSED = Status("", False, AT.date(), "FF01")


@pytest.fixture
def order(salma: Person, claire: Account, bruno: Account) -> Order:
    """Two payments, at the bank."""
    for person in (salma, with_account(Person.objects.create(created_at=AT))):
        decided(person, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    operations.mark_sent(order=order, at=AT)
    return order


def take(order: Order, whole: Status | None, *statuses: Status) -> int:
    return answers.take_answer(answer=Answer("A", order.ref, statuses, whole), at=AT)


def test_all_money_of_a_refused_order_is_owed_again_and_nobody_is_asked_for_another_account(
    order: Order, salma: Person, claire: Account
) -> None:
    assert [take(order, REFUSED) for _try in range(2)] == [2, 0]
    order.refresh_from_db()
    assert (order.state, {payment.state for payment in order.payments.all()}) == ("dropped", {"dropped"})
    assert balances() == {"care": -3800, "due": 3800, "transit": 0, "bank": 0}
    assert not salma.tasks.exists()
    assert not salma.messages.filter(code="payment_returned").exists()
    again = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert sum(payment.amount_cents for payment in again.payments.all()) == 3800


def test_a_payment_named_in_a_refused_order_is_told_for_its_own_reason(order: Order, salma: Person) -> None:
    hers = order.payments.get(person=salma)
    assert take(order, REFUSED, Status(hers.ref, False, AT.date(), "AC01")) == 2
    assert sorted(order.payments.values_list("state", flat=True)) == ["dropped", "returned"]
    order.refresh_from_db()
    assert order.state == "settled"
    assert salma.tasks.filter(kind="payment_returned").count() == 1
    assert due_by_person(salma) == {salma.pk: 1900}


def test_what_was_settled_before_stays_settled(order: Order, salma: Person) -> None:
    hers = order.payments.get(person=salma)
    take(order, None, Status(hers.ref, True, AT.date()))
    assert take(order, REFUSED) == 1
    assert balances() == {"care": -3800, "due": 1900, "transit": 0, "bank": 1900}


def test_a_whole_order_is_settled_at_once(order: Order) -> None:
    assert [take(order, Status("", True, AT.date())) for _try in range(2)] == [2, 0]
    order.refresh_from_db()
    assert (order.state, balances()["bank"]) == ("settled", 3800)


def test_a_refusal_waits_until_the_order_is_marked_as_sent(salma: Person, claire: Account, bruno: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    with pytest.raises(answers.UnknownOrder):
        take(order, REFUSED)
