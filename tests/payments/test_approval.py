"""What was prepared days ago is approved for today: the account she has now, a day that has not passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from affilia.bridges.bank.standin import FolderBank
from affilia.claims.models import Decision
from affilia.formats import pain001
from affilia.formats.bankanswer import Answer, Status
from affilia.payments import answers, dues, jobs, operations, queries
from affilia.payments.models import Order, Payment
from affilia.people import operations as people
from affilia.people.models import Account, Person
from tests.payments.test_dues import pay
from tests.payments.test_operations import AT, OTHER_IBAN, again, decided, with_account
from tests.payments.test_operations import salma as salma


@pytest.fixture
def other(db: None) -> Person:
    return with_account(Person.objects.create(created_at=AT))


@pytest.fixture
def order(salma: Person, other: Person, claire: Account) -> Order:
    for person in (salma, other):
        decided(person, 1900)
    return operations.prepare_order(day=AT.date(), account=claire, at=AT)


def changed(person: Person) -> None:
    people.replace_bank_account(person=person, holder="X", number=OTHER_IBAN, by="test", at=AT)


def test_a_payment_to_an_account_she_has_no_longer_is_taken_out_and_stays_due(
    order: Order, salma: Person, other: Person, claire: Account, bruno: Account
) -> None:
    changed(salma)
    out = operations.approve_order(order=order, account=bruno, at=AT)
    assert [payment.person for payment in out] == [salma]
    assert queries.due_by_person() == {salma.pk: 1900}
    xml = queries.order_xml(Order.objects.get())
    assert pain001.faults(xml) == []
    assert out[0].ref not in xml.decode()
    assert queries.order_view(Order.objects.get(), bruno).total == 1900
    renewed = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert renewed.payments.get().bank_account.until_at is None


def test_the_list_of_orders_counts_what_each_pays_and_asks_once_for_all(
    order: Order, salma: Person, claire: Account, bruno: Account, django_assert_num_queries: Any
) -> None:
    changed(salma)
    operations.approve_order(order=order, account=bruno, at=AT)
    again = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.drop_order(order=again, account=claire, at=AT)
    empty = Order.objects.create(day=AT.date(), number=99, prepared_by=claire, prepared_at=AT)
    with django_assert_num_queries(1):
        found = {view.ref: (view.payments, view.total) for view in queries.orders(bruno)}
    assert found == {order.ref: (1, 1900), again.ref: (1, 1900), empty.ref: (0, 0)}


def test_the_payments_of_an_order_are_named_in_one_statement(order: Order, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        named = [payment.who for payment in queries.payments_of(order)]
    assert len(named) == 2
    assert all(named)


def test_what_was_taken_out_is_not_sent_and_the_rest_is(
    order: Order, salma: Person, bruno: Account, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(salma)
    operations.approve_order(order=order, account=bruno, at=AT)
    monkeypatch.setattr(jobs, "bank", lambda: FolderBank(tmp_path))
    jobs.send_order.func(order.ref)
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["dropped", "sent"]
    status = Status(order.payments.get(state="sent").ref, True, AT.date())
    answers.take_answer(answer=Answer("A", order.ref, (status,)), at=AT)
    assert Order.objects.get().state == "settled"


def test_an_order_with_nothing_left_is_dropped(order: Order, salma: Person, other: Person, bruno: Account) -> None:
    changed(salma)
    changed(other)
    assert len(operations.approve_order(order=order, account=bruno, at=AT)) == 2
    order = Order.objects.get()
    assert (order.state, order.approved_by) == ("dropped", None)
    assert queries.balances() == {"care": -3800, "due": 3800, "transit": 0, "bank": 0}


def test_who_prepared_takes_nothing_out_either(order: Order, salma: Person, claire: Account) -> None:
    changed(salma)
    with pytest.raises(operations.SamePerson):
        operations.approve_order(order=order, account=claire, at=AT)
    assert set(Payment.objects.values_list("state", flat=True)) == {"prepared"}


@pytest.mark.parametrize(
    ("later", "day"),
    [(0, date(2026, 10, 20)), (3, date(2026, 10, 23)), (4, date(2026, 10, 26)), (66, date(2026, 12, 28))],
)
def test_the_day_is_the_next_banking_day_from_the_approval(order: Order, bruno: Account, later: int, day: date) -> None:
    operations.approve_order(order=order, account=bruno, at=AT + timedelta(days=later))
    order = Order.objects.get()
    assert order.day == day
    assert f"<ReqdExctnDt><Dt>{day}</Dt></ReqdExctnDt>" in queries.order_xml(order).decode()


def test_the_approver_is_told_who_was_taken_out(
    order: Order, salma: Person, bruno: Account, signed_in: Callable[[Account], Client]
) -> None:
    changed(salma)
    page = signed_in(bruno).post(f"/desk/payments/{order.ref}/decide/", {"verb": "approve"}, follow=True)
    assert f"Taken out of this order: {salma.ref}." in page.content.decode()


@pytest.mark.parametrize(("paid", "owed"), [(700, 700), (2500, 2500), (0, 0)])
def test_what_was_decided_again_since_it_was_prepared_is_taken_out(
    order: Order, salma: Person, bruno: Account, paid: int, owed: int
) -> None:
    again(
        Decision.objects.get(line__claim__person=salma), paid, (AT + timedelta(days=21)).date() if paid < 1900 else None
    )
    out = operations.approve_order(order=order, account=bruno, at=AT)
    assert [payment.person for payment in out] == [salma]
    dues.book_dues(by="worker", at=AT)
    assert queries.due_by_person(salma).get(salma.pk, 0) == owed


def test_a_name_put_right_takes_nothing_out(order: Order, salma: Person, bruno: Account) -> None:
    again(Decision.objects.get(line__claim__person=salma), 1900)
    assert operations.approve_order(order=order, account=bruno, at=AT) == []


def test_what_keeps_something_is_sent_although_still_less_waits_for_its_day(
    salma: Person, claire: Account, bruno: Account
) -> None:
    first = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    less = again(first, 700, (AT + timedelta(days=21)).date())
    later = AT + timedelta(days=21)
    dues.book_dues(by="worker", at=later)
    again(less, 500, (later + timedelta(days=21)).date())
    decided(salma, 3000)
    assert pay(salma, claire, bruno, later) == 1800
