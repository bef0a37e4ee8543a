"""Money under retries, races, returns and two persons: every cent has an owner, nobody is paid twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from affilia.bridges.bank import BankRefused
from affilia.claims.models import Claim, Decision, Line
from affilia.formats import bankanswer
from affilia.formats.bankanswer import Answer, Status
from affilia.journal.operations import MoveRefused
from affilia.journal.refs import new_ref
from affilia.payments import answers, jobs, operations
from affilia.payments import dues as ledger
from affilia.payments.models import Entry, Order, PaidDecision, Payment
from affilia.payments.queries import balances, dues, paid
from affilia.people import operations as people
from affilia.people.models import Account, Person
from affilia.people.roles import Role

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR7630001007941234567890185"


def decided(person: Person, paid: int, at: datetime = AT) -> Decision:
    claim = Claim.objects.create(person=person, professional="Dr", specialty="", pathway="own", received_at=at)
    line = Line.objects.create(claim=claim, position=1, code="G", care_day=at.date(), fee_cents=9000, state="decided")
    return Decision.objects.create(
        line=line, fee_cents=9000, base_cents=9000, rate=7000, share_cents=max(paid, 0), increase_cents=0, flat_cents=0,
        paid_cents=paid, left_cents=9000 - paid, steps=[], law_digest="", order=1, decided_at=at, by="rule",
    )  # fmt: skip


def again(before: Decision, paid: int, recover_from: date | None = None) -> Decision:
    """Another decision of the same line."""
    found = Decision.objects.get(pk=before.pk)
    found.pk, found.ref, found.number, found.before_cents = None, new_ref(), before.number + 1, before.paid_cents
    found.paid_cents, found.left_cents, found.recover_from = paid, found.fee_cents - paid, None
    if recover_from:
        found.recover_from, found.contest_by, found.contest = recover_from, recover_from, "CRA"
    found.save(force_insert=True)
    return found


def with_account(person: Person) -> Person:
    people.replace_bank_account(person=person, holder="X", number=IBAN, by="test", at=AT)
    return person


@pytest.fixture
def salma(aicha: Account) -> Person:
    return with_account(aicha.person)  # type: ignore[attr-defined]


def test_a_decision_is_booked_once(salma: Person) -> None:
    decided(salma, 1900)
    assert [ledger.book_dues(by="worker", at=AT) for _try in range(3)] == [1, 0, 0]
    assert balances() == {"care": -1900, "due": 1900, "transit": 0, "bank": 0}


def test_who_prepared_an_order_cannot_approve_it(salma: Person, claire: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    with pytest.raises(operations.SamePerson):
        operations.approve_order(order=order, account=claire, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(approved_by=claire)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="sent")


def test_an_order_is_approved_once(salma: Person, claire: Account, bruno: Account, marc: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    with pytest.raises(MoveRefused):
        operations.approve_order(order=Order.objects.get(pk=order.pk), account=marc, at=AT)


def test_payments_changed_after_preparing_are_not_approved(salma: Person, claire: Account, bruno: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    Payment.objects.filter(order=order).update(amount_cents=999900)
    with pytest.raises(operations.OrderChanged):
        operations.approve_order(order=order, account=bruno, at=AT)


def test_nobody_without_an_account_is_paid_and_the_money_stays_due(aicha: Account, claire: Account) -> None:
    decided(aicha.person, 1900)  # type: ignore[attr-defined]
    with pytest.raises(operations.NothingDue):
        operations.prepare_order(day=AT.date(), account=claire, at=AT)
    ledger.book_dues(by="worker", at=AT)
    assert dues() == (0, 1900, 1)


def test_a_returned_payment_is_due_again_and_paid_to_another_account_only(
    salma: Person, claire: Account, bruno: Account
) -> None:
    decided(salma, 1900)
    for settled, number in ((False, 1), (True, 2)):
        if settled:
            with pytest.raises(operations.NothingDue):
                operations.prepare_order(day=AT.date(), account=claire, at=AT)
            people.replace_bank_account(person=salma, holder="X", number=OTHER_IBAN, by="test", at=AT)
        order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
        assert order.number == number
        operations.approve_order(order=order, account=bruno, at=AT)
        operations.mark_sent(order=order, at=AT)
        payment = order.payments.get()
        answer = Answer("A", order.ref, (Status(payment.ref, settled, AT.date(), "" if settled else "AC04"),))
        assert [answers.take_answer(answer=answer, at=AT) for _try in range(3)] == [1, 0, 0]
    assert balances() == {"care": -1900, "due": 0, "transit": 0, "bank": 1900}
    assert PaidDecision.objects.filter(alive=True).count() == 1


def test_a_debt_is_kept_from_the_next_payment(salma: Person, claire: Account) -> None:
    decided(salma, -200)
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert order.payments.get().amount_cents == 1700


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_ledger_only_grows(salma: Person, change: str) -> None:
    decided(salma, 1900)
    ledger.book_dues(by="worker", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(amount_cents=1) if change == "update" else Entry.objects.all().delete()


def test_an_order_of_many_takes_a_few_statements_a_payment(claire: Account) -> None:
    for _n in range(8):
        decided(with_account(Person.objects.create(created_at=AT)), 1900)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert len(seen) < 8 * 25


class Money(RuleBasedStateMachine):
    """Any history of decisions, orders, approvals, sendings and answers, with every repetition."""

    def __init__(self) -> None:
        super().__init__()
        self.history = transaction.atomic()
        self.history.__enter__()
        self.persons = [with_account(Person.objects.create(created_at=AT)) for _n in range(2)]
        make = Account.objects.create
        self.staff = [make(email=f"s{n}-{id(self)}@x.example", role=Role.CASEWORKER, created_at=AT) for n in range(2)]
        self.at = AT

    def teardown(self) -> None:
        """Each history is forgotten: the ledger only grows."""
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)

    @rule(who=st.integers(0, 1), paid=st.integers(-300, 5000))
    def decide(self, who: int, paid: int) -> None:
        decided(self.persons[who], paid)

    @rule(who=st.integers(0, 1), paid=st.integers(-300, 5000))
    def correct(self, who: int, paid: int) -> None:
        before = Decision.objects.filter(line__claim__person=self.persons[who]).order_by("-number", "pk").first()
        if before is not None and before.paid_cents != paid:
            again(before, paid)

    @rule(who=st.integers(0, 1), number=st.sampled_from([IBAN, OTHER_IBAN]))
    def change_account(self, who: int, number: str) -> None:
        people.replace_bank_account(person=self.persons[who], holder="X", number=number, by="t", at=self.at)

    @rule()
    def book(self) -> None:
        ledger.book_dues(by="worker", at=self.at)

    @rule(who=st.integers(0, 1))
    def prepare(self, who: int) -> None:
        try:
            operations.prepare_order(day=self.at.date(), account=self.staff[who], at=self.at)
        except operations.NothingDue:
            return

    @rule(who=st.integers(0, 1), verb=st.sampled_from(["approve", "drop"]))
    def settle_order(self, who: int, verb: str) -> None:
        for order in Order.objects.order_by("pk"):
            try:
                operation = operations.approve_order if verb == "approve" else operations.drop_order
                operation(order=order, account=self.staff[who], at=self.at)
            except (operations.SamePerson, MoveRefused):
                continue

    @rule()
    def send(self) -> None:
        for order in Order.objects.order_by("pk"):
            try:
                operations.mark_sent(order=order, at=self.at)
            except MoveRefused:
                continue

    @rule(settled=st.booleans())
    def answer_whole(self, settled: bool) -> None:
        whole = Status("", settled, self.at.date(), "" if settled else "FF01")
        for order in Order.objects.exclude(state__in=("prepared", "approved")).order_by("pk"):
            answers.take_answer(answer=Answer("A", order.ref, (), whole), at=self.at)

    @rule(settled=st.booleans())
    def answer(self, settled: bool) -> None:
        self.at += timedelta(days=1)
        for order in Order.objects.order_by("pk"):
            told = [
                Status(p.ref, settled, self.at.date(), "" if settled else "AC04") for p in order.payments.order_by("pk")
            ]
            answer = Answer("A", order.ref, tuple(told))
            if order.state in ("prepared", "approved"):
                with pytest.raises(answers.UnknownOrder):
                    answers.take_answer(answer=answer, at=self.at)
            else:
                answers.take_answer(answer=answer, at=self.at)

    @invariant()
    def every_cent_has_an_owner(self) -> None:
        total = balances()
        assert sum(total.values()) == 0
        booked = Decision.objects.filter(pk__in=Entry.objects.filter(decision__isnull=False).values("decision"))
        changes = booked.values_list("paid_cents", "before_cents")
        assert -total["care"] == sum(now - before for now, before in changes)
        paid = Payment.objects.filter(state="settled").values_list("amount_cents", flat=True)
        assert total["bank"] == sum(paid)

    @invariant()
    def nobody_is_paid_twice_and_never_by_one_person(self) -> None:
        alive = list(PaidDecision.objects.filter(alive=True).values_list("decision", flat=True))
        assert len(alive) == len(set(alive))
        for order in Order.objects.exclude(state__in=("prepared", "dropped")):
            assert order.approved_by_id not in (None, order.prepared_by_id)

    @invariant()
    def orders_are_numbered_without_gaps(self) -> None:
        numbers = list(Order.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


class TestMoney(TestCase):
    """The machine, each history in a transaction of its own."""

    def runTest(self) -> Any:
        """Run histories."""
        from hypothesis.stateful import run_state_machine_as_test

        options = hypothesis_settings(
            max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(Money, settings=options)


@pytest.mark.parametrize(("amount", "month", "choice", "prepared"), [
    (2799, 10, "pay", True), (2799, 10, "wait", False), (2800, 10, "wait", True), (2799, 12, "wait", True),
])  # fmt: skip
def test_a_small_sum_waits_to_december_where_the_fund_wants_it(
    salma: Person, claire: Account, settings: Any, amount: int, month: int, choice: str, prepared: bool
) -> None:
    settings.SMALL_SUMS = choice
    decided(salma, amount)
    day = AT.replace(month=month).date()
    if prepared:
        assert operations.prepare_order(day=day, account=claire, at=AT).payments.get().amount_cents == amount
    else:
        with pytest.raises(operations.NothingDue):
            operations.prepare_order(day=day, account=claire, at=AT)


def test_an_answer_that_cannot_be_booked_yet_comes_again_and_stops_nobody(
    salma: Person, claire: Account, bruno: Account, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One is no answer, one is of an unknown order, one of an order not marked as sent yet, one is good."""
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    payment = order.payments.get()
    good = bankanswer.write(Answer("A", order.ref, (Status(payment.ref, True, AT.date(), ""),)), AT)
    other = bankanswer.write(Answer("B", "x" * 26, (Status("p", True, AT.date(), ""),)), AT)
    waiting = {"a.xml": b"<x/>", "b.xml": other, "c.xml": good}

    class Bank:
        def answers(self, at: datetime) -> list[tuple[str, bytes]]:
            return sorted(waiting.items())

        def taken(self, name: str) -> None:
            del waiting[name]

    monkeypatch.setattr(jobs, "bank", Bank)
    assert jobs.take_answers(at=AT) == 0
    assert set(waiting) == {"a.xml", "b.xml", "c.xml"}
    operations.mark_sent(order=order, at=AT)
    assert jobs.take_answers(at=AT) == 1
    assert set(waiting) == {"a.xml", "b.xml"}
    assert "a.xml waits" in caplog.text
    assert balances()["bank"] == 1900


def test_a_payment_that_came_back_is_told_on_the_page_of_the_sheet(
    salma: Person, claire: Account, bruno: Account
) -> None:
    decision = decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    operations.mark_sent(order=order, at=AT)
    status = Status(order.payments.get().ref, False, AT.date(), "AC04")
    answers.take_answer(answer=Answer("A", order.ref, (status,)), at=AT)
    found = paid([decision.ref])
    assert found is not None
    assert found.state == "returned"


def test_an_order_the_bank_refuses_gives_its_money_back(
    salma: Person, claire: Account, bruno: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bank:
        def send(self, reference: str, xml: bytes, at: datetime) -> None:
            raise BankRefused("no")

    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    monkeypatch.setattr(jobs, "bank", Bank)
    jobs.send_order.func(order.ref)
    order.refresh_from_db()
    assert order.state == "dropped"
    assert balances()["due"] == 1900
    assert operations.prepare_order(day=AT.date(), account=claire, at=AT).payments.get().amount_cents == 1900


def test_a_closed_account_typed_again_is_still_closed(salma: Person, claire: Account, bruno: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    operations.mark_sent(order=order, at=AT)
    status = Status(order.payments.get().ref, False, AT.date(), "AC04")
    answers.take_answer(answer=Answer("A", order.ref, (status,)), at=AT)
    people.replace_bank_account(person=salma, holder="Y", number=IBAN, by="test", at=AT)
    with pytest.raises(operations.NothingDue):
        operations.prepare_order(day=AT.date(), account=claire, at=AT)


def test_money_that_comes_back_after_it_arrived_is_owed_again(salma: Person, claire: Account, bruno: Account) -> None:
    decided(salma, 1900)
    order = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    operations.approve_order(order=order, account=bruno, at=AT)
    operations.mark_sent(order=order, at=AT)
    ref = order.payments.get().ref
    told = [
        Answer("A", order.ref, (Status(ref, True, AT.date(), ""),)),
        Answer("B", order.ref, (Status(ref, False, AT.date(), "MS03"),)),
    ]
    assert [answers.take_answer(answer=one, at=AT) for one in (told[0], told[1], told[1])] == [1, 1, 0]
    assert balances() == {"care": -1900, "due": 1900, "transit": 0, "bank": 0}
    again = operations.prepare_order(day=AT.date(), account=claire, at=AT)
    assert again.payments.get().amount_cents == 1900
