"""The desk and a payment that came back."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from affilia.casework.models import Task
from affilia.payments.models import Payment
from affilia.people import operations as people
from affilia.people.models import Account
from tests.payments.test_operations import AT, OTHER_IBAN
from tests.payments.test_operations import salma as salma
from tests.payments.test_returns import returned as returned

Enter = Callable[[Account], Client]


def test_a_payment_that_came_back_is_opened_from_the_queue_and_settled(
    returned: Payment, claire: Account, signed_in: Enter
) -> None:
    desk, task = signed_in(claire), Task.objects.get(kind="payment_returned")
    address = desk.post(f"/desk/tasks/{task.ref}/take/").url
    assert address == f"/desk/payments/returned/{returned.ref}/"
    assert "given no other account yet" in desk.get(address).content.decode()
    assert "would come back" in desk.post(address, follow=True).content.decode()
    people.replace_bank_account(person=returned.person, holder="X", number=OTHER_IBAN, by="test", at=AT)
    assert "Pay again with the next order" in desk.get(address).content.decode()
    assert desk.post(address).url == "/desk/"
    assert "This is settled." in desk.get(address).content.decode()
