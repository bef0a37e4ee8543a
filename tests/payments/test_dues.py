"""What is due: corrections enter their difference; what was paid too much is kept no sooner than it may be."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from affilia.claims import contests
from affilia.claims.models import Contest
from affilia.formats.bankanswer import Answer, Status
from affilia.payments import answers, dues, operations
from affilia.payments.queries import balances, due_by_person
from affilia.people.models import Account, Person
from tests.payments.test_operations import AT, again, decided
from tests.payments.test_operations import salma as salma


def pay(person: Person, one: Account, other: Account, at: datetime) -> int:
    """An order prepared, approved, sent and settled; what it paid her."""
    order = operations.prepare_order(day=at.date(), account=one, at=at)
    operations.approve_order(order=order, account=other, at=at)
    operations.mark_sent(order=order, at=at)
    payment = order.payments.get(person=person)
    answers.take_answer(answer=Answer("A", order.ref, (Status(payment.ref, True, at.date()),)), at=at)
    return payment.amount_cents


@pytest.mark.parametrize("paid_before", [True, False])
def test_you_are_right_moves_the_cents_of_the_difference_once(
    salma: Person, claire: Account, bruno: Account, paid_before: bool
) -> None:
    before = decided(salma, 700)
    got = pay(salma, claire, bruno, AT) if paid_before else 0
    again(before, 1900)
    got += pay(salma, claire, bruno, AT)
    assert got == 1900
    assert [dues.book_dues(by="worker", at=AT) for _try in range(2)] == [0, 0]
    assert balances() == {"care": -1900, "due": 0, "transit": 0, "bank": 1900}


def test_what_was_not_paid_yet_is_put_right_at_once(salma: Person) -> None:
    before = decided(salma, 1900)
    dues.book_dues(by="worker", at=AT)
    again(before, 700, (AT + timedelta(days=21)).date())
    assert dues.book_dues(by="worker", at=AT) == 1
    assert due_by_person(salma) == {salma.pk: 700}


def test_what_was_paid_too_much_is_kept_from_the_next_payment_after_its_day(
    salma: Person, claire: Account, bruno: Account
) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    day = (AT + timedelta(days=21)).date()
    again(before, 700, day)
    assert dues.book_dues(by="worker", at=AT + timedelta(days=20)) == 0
    assert dues.book_dues(by="worker", at=AT + timedelta(days=21)) == 1
    assert due_by_person(salma) == {salma.pk: -1200}
    decided(salma, 3000)
    assert pay(salma, claire, bruno, AT + timedelta(days=22)) == 1800
    assert balances() == {"care": -3700, "due": 0, "transit": 0, "bank": 3700}


def test_nothing_is_kept_while_an_objection_waits_for_an_answer(salma: Person, claire: Account, bruno: Account) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    later = AT + timedelta(days=60)
    found = again(before, 700, (AT + timedelta(days=21)).date())
    contest = Contest.objects.create(decision=found, words="No", at=AT, answer_by=AT.date())
    assert dues.book_dues(by="worker", at=later) == 0
    Contest.objects.filter(pk=contest.pk).update(answer="Yes", answered_at=later)
    assert dues.book_dues(by="worker", at=later) == 1


def test_an_objection_rejected_by_silence_keeps_nothing_waiting(salma: Person, claire: Account, bruno: Account) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    found = again(before, 700, (AT + timedelta(days=21)).date())
    later = AT + timedelta(days=90)
    Contest.objects.create(decision=found, words="No", at=AT, answer_by=(AT + timedelta(days=61)).date())
    assert dues.book_dues(by="worker", at=later) == 0
    contests.tell_silence(at=later)
    assert dues.book_dues(by="worker", at=later) == 1


def test_a_correction_to_nothing_takes_back_all_that_was_due(salma: Person) -> None:
    before = decided(salma, 1900)
    dues.book_dues(by="worker", at=AT)
    again(before, 0, AT.date())
    dues.book_dues(by="worker", at=AT)
    assert due_by_person(salma) == {}


def test_less_and_then_right_after_all_moves_no_cent(salma: Person, claire: Account, bruno: Account) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    less = again(before, 700, (AT + timedelta(days=21)).date())
    dues.book_dues(by="worker", at=AT)
    again(less, 1900)
    with pytest.raises(operations.NothingDue):
        operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert balances() == {"care": -1900, "due": 0, "transit": 0, "bank": 1900}


def test_what_was_given_and_taken_back_before_it_was_sent_is_not_sent(
    salma: Person, claire: Account, bruno: Account
) -> None:
    before = decided(salma, 700)
    pay(salma, claire, bruno, AT)
    more = again(before, 1900)
    dues.book_dues(by="worker", at=AT)
    again(more, 700, (AT + timedelta(days=21)).date())
    with pytest.raises(operations.NothingDue):
        operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert balances() == {"care": -700, "due": 0, "transit": 0, "bank": 700}


def test_of_what_is_not_hers_any_more_only_what_she_has_waits_for_its_day(
    salma: Person, claire: Account, bruno: Account
) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    more = again(before, 2500)
    dues.book_dues(by="worker", at=AT)
    again(more, 700, (AT + timedelta(days=21)).date())
    decided(salma, 3000)
    assert pay(salma, claire, bruno, AT) == 3000
    decided(salma, 2000)
    # 19.00 were sent and 7.00 hold: 12.00 are kept once they may be
    assert pay(salma, claire, bruno, AT + timedelta(days=21)) == 800
    assert balances() == {"care": -5700, "due": 0, "transit": 0, "bank": 5700}


def test_a_part_given_back_does_not_bring_the_rest_forward(salma: Person, claire: Account, bruno: Account) -> None:
    before = decided(salma, 1900)
    pay(salma, claire, bruno, AT)
    less = again(before, 700, (AT + timedelta(days=21)).date())
    again(less, 1500)
    assert dues.book_dues(by="worker", at=AT + timedelta(days=20)) == 0
    assert dues.book_dues(by="worker", at=AT + timedelta(days=21)) == 2
    assert due_by_person(salma) == {salma.pk: -400}
