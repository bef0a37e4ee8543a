"""Money that came back: its question ends when it can be paid again, and she is told."""

from __future__ import annotations

import pytest

from affilia.formats.bankanswer import Answer, Status
from affilia.journal.operations import MoveRefused
from affilia.payments import answers, operations, queries, returns
from affilia.payments.models import Payment
from affilia.people import operations as people
from affilia.people.models import Account, Person
from tests.payments.test_operations import AT, OTHER_IBAN, decided
from tests.payments.test_operations import salma as salma


@pytest.fixture
def returned(salma: Person, claire: Account, bruno: Account, request: pytest.FixtureRequest) -> Payment:
    """1900 that came back, for a closed account or the reason asked for."""
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    operations.mark_sent(order=order, at=AT)
    payment = order.payments.get()
    status = Status(payment.ref, False, AT.date(), getattr(request, "param", "AC04"))
    answers.take_answer(answer=Answer("A", order.ref, (status,)), at=AT)
    return Payment.objects.get(pk=payment.pk)


def waiting(person: Person) -> int:
    return person.tasks.filter(kind="payment_returned", state__in=("open", "taken")).count()


def test_a_return_is_settled_once_another_account_is_there(salma: Person, returned: Payment) -> None:
    with pytest.raises(returns.NoNewAccount):
        returns.settle_return(payment=returned, by="claire", at=AT)
    assert queries.returned_view(returned).comes_back
    people.replace_bank_account(person=salma, holder="X", number=OTHER_IBAN, by="test", at=AT)
    returns.settle_return(payment=returned, by="claire", at=AT)
    assert waiting(salma) == 0
    assert salma.messages.get(code="payment_again").data["amount"] == 1900
    assert queries.due_by_person(salma) == {salma.pk: 1900}
    with pytest.raises(MoveRefused):
        returns.settle_return(payment=returned, by="claire", at=AT)


@pytest.mark.parametrize("returned", ["MS03"], indirect=True)
def test_what_the_bank_returned_for_no_fault_of_the_account_may_go_there_again(
    salma: Person, returned: Payment
) -> None:
    returns.settle_return(payment=returned, by="claire", at=AT)
    assert waiting(salma) == 0


def test_a_payment_of_all_that_is_due_ends_the_question_by_itself(
    salma: Person, returned: Payment, claire: Account
) -> None:
    assert waiting(salma) == 1
    people.replace_bank_account(person=salma, holder="X", number=OTHER_IBAN, by="test", at=AT)
    operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert waiting(salma) == 0
