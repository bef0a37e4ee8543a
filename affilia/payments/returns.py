"""Writes about money that came back: owed again at once, paid again to an account that takes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from affilia.casework import operations as casework
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.letters import operations as letters
from affilia.payments.models import Entry, PaidDecision, Payment
from affilia.people.models import BankAccount, Person
from affilia.people.queries import bank_account_of

WORDS = {"AC04": _("the account is closed."), "AC01": _("the account number is wrong.")}
OTHERWISE = _("your bank did not take it.")


class NoNewAccount(Refusal):
    """It would come back again."""

    code = "no_new_account"
    sentence = _(
        "The student has given no other account yet: this payment would come back. Write to the student, then wait."
    )


@transaction.atomic
def settle_return(*, payment: Payment, by: str, at: datetime) -> None:
    """A payment that came back can be paid again: the question is settled, and she is told where it goes.

    Raises NoNewAccount, MoveRefused.
    """
    account = bank_account_of(payment.person)
    if account is None or would_come_back(account):
        raise NoNewAccount
    if not _finish(payment, by, at):
        raise journal.MoveRefused
    letters.notify(
        person=payment.person, code="payment_again", at=at, amount=payment.amount_cents, account=account.iban_masked
    )


def goes_to_current_account(payment: Payment) -> bool:
    """Whether a prepared payment goes where she is paid now, to an account that takes it."""
    return payment.bank_account.until_at is None and not would_come_back(payment.bank_account)


def would_come_back(account: BankAccount) -> bool:
    """Whether a bank said of this very account that it is closed or wrong."""
    same = Payment.objects.filter(person=account.person, bank_account__iban_index=account.iban_index)
    return same.filter(state="returned", reason__in=WORDS).exists()


def end_returns(*, person: Person, by: str, at: datetime) -> None:
    """Another payment was prepared for all that is due to her: nothing is left to ask."""
    for payment in person.payments.filter(state="returned").order_by("pk"):
        _finish(payment, by, at)


def back_to_due(*, payment: Payment, at: datetime, where: str = "transit") -> None:
    """The money is owed again; the decisions it paid may be paid by another payment."""
    Entry.objects.create(
        debit=where, credit="due", amount_cents=payment.amount_cents, person=payment.person, payment=payment, at=at
    )
    PaidDecision.objects.filter(payment=payment).update(alive=False)


def _finish(payment: Payment, by: str, at: datetime) -> int:
    about = f"payment:{payment.ref}"
    return casework.finish_tasks(person=payment.person, kind="payment_returned", about=about, by=by, at=at)
