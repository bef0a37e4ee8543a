"""Eight at once: the same verb from eight connections has one effect, and the others are told so, on both databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F

from affilia.casework import operations as casework
from affilia.casework.models import Task
from affilia.claims import operations as claims
from affilia.claims import sheets
from affilia.claims.models import Claim, Decision
from affilia.claims.sheets import NewLine, Sheet
from affilia.coverage import operations as coverage
from affilia.coverage.models import Certificate, Exchange, Period
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Check, Document, Page
from affilia.documents.specimens import Specimen
from affilia.formats.bankanswer import Answer, Status
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.journal.models import Chain, Event, Root
from affilia.payments import answers, dues
from affilia.payments import operations as payments
from affilia.payments.models import Entry, Order, PaidDecision, Payment
from affilia.payments.queries import balances
from affilia.people import operations as people
from affilia.people.models import Account, BankAccount, Person
from affilia.registration import operations as registration
from affilia.registration.models import File
from tests.payments.test_operations import decided

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tables_may_be_emptied")]

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
HANDS = 8


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """Run the verbs together, each on a connection of its own: what each gave, or the refusal it met."""
    start = threading.Barrier(len(verbs))
    gave: list[Any] = []

    def run(verb: Callable[[], Any]) -> None:
        try:
            start.wait()
            gave.append(verb())
        except Exception as problem:
            gave.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = [found for found in gave if isinstance(found, Exception) and not isinstance(found, Refusal)]
    assert not broken, broken
    return gave


def done(gave: list[Any]) -> int:
    return sum(not isinstance(found, Refusal) for found in gave)


@pytest.fixture
def salma(aicha: Account) -> Person:
    """A student with euros due and an account to receive them."""
    person: Person = aicha.person  # type: ignore[attr-defined]
    people.replace_bank_account(person=person, holder="X", number="FR7630006000011234567890189", by="test", at=AT)
    decided(person, 1900)
    return person


@pytest.fixture
def others(db: None) -> list[Person]:
    """More students with euros due."""
    made = [Person.objects.create(created_at=AT) for _n in range(3)]
    for person in made:
        people.replace_bank_account(person=person, holder="X", number="FR7630006000011234567890189", by="test", at=AT)
        decided(person, 1900)
    return made


def chains_are_whole() -> None:
    """No two events took one place, whatever raced."""
    for chain in Chain.objects.all():
        places = list(
            Event.objects.filter(subject=chain.subject).order_by("sequence").values_list("sequence", flat=True)
        )
        assert places == list(range(1, chain.events + 1))


def test_eight_orders_prepared_at_once_pay_everybody_once(salma: Person, others: list[Person], claire: Account) -> None:
    gave = at_once(*[lambda: payments.prepare_order(day=AT.date(), account=claire, at=AT)] * HANDS)
    assert done(gave) == 1
    assert Payment.objects.count() == 1 + len(others)
    assert list(Order.objects.values_list("number", flat=True)) == [1]
    assert balances() == {"care": -7600, "due": 0, "transit": 7600, "bank": 0}
    chains_are_whole()


def test_orders_prepared_while_decisions_are_booked_pay_what_they_name(
    salma: Person, others: list[Person], claire: Account
) -> None:
    for person in [salma, *others]:
        decided(person, 500)
    books = [lambda: dues.book_dues(by="worker", at=AT)] * 4
    at_once(*books, *[lambda: payments.prepare_order(day=AT.date(), account=claire, at=AT)] * 4)
    for payment in Payment.objects.all():
        assert payment.amount_cents == sum(pays.decision.paid_cents for pays in payment.pays.all())
    assert Entry.objects.filter(decision__isnull=False).count() == Decision.objects.count()
    chains_are_whole()


def test_one_of_eight_approvals_counts_and_a_drop_beside_them_does_not_tear_it(
    salma: Person, claire: Account, bruno: Account, marc: Account
) -> None:
    order = payments.prepare_order(day=AT.date(), account=claire, at=AT)

    def approve(account: Account) -> Callable[[], None]:
        return lambda: payments.approve_order(order=Order.objects.get(pk=order.pk), account=account, at=AT)

    def drop() -> None:
        payments.drop_order(order=Order.objects.get(pk=order.pk), account=claire, at=AT)

    gave = at_once(*[approve(bruno), approve(marc)] * 3, drop, drop)
    assert done(gave) == 1
    found = Order.objects.get()
    assert (found.state == "approved") == (found.approved_by_id is not None)
    assert PaidDecision.objects.filter(alive=True).count() == (1 if found.state == "approved" else 0)
    chains_are_whole()


def test_the_answer_of_the_bank_is_booked_once_by_eight_workers(salma: Person, claire: Account, bruno: Account) -> None:
    order = payments.prepare_order(day=AT.date(), account=claire, at=AT)
    payments.approve_order(order=order, account=bruno, at=AT)
    payments.mark_sent(order=order, at=AT)
    answer = Answer("A", order.ref, (Status(order.payments.get().ref, True, AT.date(), ""),))
    gave = at_once(*[lambda: answers.take_answer(answer=answer, at=AT)] * HANDS)
    assert sorted(gave) == [0] * 7 + [1]
    assert balances() == {"care": -1900, "due": 0, "transit": 0, "bank": 1900}


def test_one_account_is_open_after_eight_changes(aicha: Account) -> None:
    ibans = ["FR7630006000011234567890189", "FR7630001007941234567890185"] * 4
    person = Person.objects.get(account=aicha)
    verbs = [lambda n=n: people.replace_bank_account(person=person, holder="X", number=n, by="t", at=AT) for n in ibans]  # type: ignore[misc]
    at_once(*verbs)
    assert BankAccount.objects.filter(person=person, until_at__isnull=True).count() == 1


def test_one_certificate_is_current_after_eight_are_issued(aicha: Account) -> None:
    person = Person.objects.get(account=aicha)
    coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 1), basis="test", by="t", at=AT)
    issue = lambda: coverage.issue_certificate(person=person, kind="temporary", by="t", at=AT)  # noqa: E731
    at_once(*[issue] * HANDS)
    assert Certificate.objects.filter(replaced_at__isnull=True, revoked_at__isnull=True).count() == 1
    chains_are_whole()


def test_one_request_to_the_register_runs_and_one_period_opens(aicha: Account) -> None:
    person = Person.objects.get(account=aicha)
    ask = lambda: coverage.request_number(person=person, asks="waiting", by="t", at=AT)  # noqa: E731
    begin = lambda: coverage.open_period(person=person, fund="491", from_day=AT.date(), basis="x", by="t", at=AT)  # noqa: E731
    at_once(*[ask, begin] * 4)
    assert (Exchange.objects.count(), Period.objects.count()) == (1, 1)
    chains_are_whole()


def test_one_file_is_opened(aicha: Account) -> None:
    person = Person.objects.get(account=aicha)
    at_once(*[lambda: registration.open_file(person=person, told={}, by=aicha.actor, at=AT)] * HANDS)
    assert File.objects.count() == 1
    chains_are_whole()


def test_a_paper_is_judged_once_by_eight_caseworkers(aicha: Account, claire: Account, bruno: Account) -> None:
    person = Person.objects.get(account=aicha)
    paper = Document.objects.create(
        person=person, paper="DOC-01", state="read", file_name="a", sha256="0" * 64, size=1, key_wrapped=b"", received_at=AT
    )  # fmt: skip

    def accept() -> None:
        documents.accept_document(document=Document.objects.get(pk=paper.pk), by=claire.actor, at=AT)

    def refuse() -> None:
        documents.ask_better(
            document=Document.objects.get(pk=paper.pk), reason="illegible", words="", by=bruno.actor, at=AT
        )

    gave = at_once(*[accept, refuse] * 4)
    assert done(gave) == 1
    assert Check.objects.count() == 1


def blobs() -> set[str]:
    return {path.name for path in (Path(settings.VAR) / "blobs").rglob("*") if path.is_file()}


WHO = Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fès", "MAR", "AB1234567")


def patient(call: Callable[[], Any]) -> Any:
    """Come again where the gate was full, of others' papers or of her own."""
    while True:
        try:
            return call()
        except documents.GateRefused as refusal:
            if refusal.reason not in ("busy", "one_of_yours"):
                raise
            time.sleep(0.1)


def test_one_paper_sent_eight_times_at_once_is_one_document_and_its_pages(aicha: Account) -> None:
    person, before, photo = Person.objects.get(account=aicha), blobs(), [("a.jpg", specimens.visa(WHO))]
    send = lambda: documents.receive(person=person, paper="DOC-01", files=photo, by="s", at=AT)  # noqa: E731
    gave = at_once(*[lambda: patient(send)] * HANDS)
    assert len({document.pk for document in gave}) == 1
    assert len(blobs() - before) == Page.objects.count() == 2


def test_one_form_sent_at_once_with_two_photos_is_one_sheet_and_one_photo(aicha: Account) -> None:
    person, before = Person.objects.get(account=aicha), blobs()
    coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 1), basis="test", by="t", at=AT)
    sheet = Sheet("Dr", "10000001916", "", "", "own", True, (NewLine("G", AT.date(), 3000),))
    photos = [[("a.jpg", specimens.visa(WHO))], [("a.jpg", specimens.passport(WHO))]] * 4

    def send(photo: list[tuple[str, bytes]]) -> Callable[[], Any]:
        one = lambda: claims.send_sheet(key="k", person=person, sheet=sheet, photos=photo, by="s", at=AT)  # noqa: E731
        return lambda: patient(one)

    gave = at_once(*[send(photo) for photo in photos])
    assert done(gave) == 4
    assert (Claim.objects.count(), Document.objects.count()) == (1, 1)
    assert len(blobs() - before) == Page.objects.count() == 2
    chains_are_whole()


def test_a_task_is_opened_once_and_taken_by_one(aicha: Account, claire: Account, bruno: Account) -> None:
    person = Person.objects.get(account=aicha)
    at_once(*[lambda: casework.open_task(person=person, kind="contest", about="x", by="t", at=AT)] * HANDS)
    task = Task.objects.get()

    def take(account: Account) -> Callable[[], None]:
        return lambda: casework.take_task(task=Task.objects.get(pk=task.pk), account=account, at=AT)

    assert done(at_once(*[take(claire), take(bruno)] * 4)) == 1
    chains_are_whole()


def test_the_lines_of_one_person_are_decided_once_by_eight_workers(aicha: Account) -> None:
    person = Person.objects.get(account=aicha)
    people.record_identity(
        person=person, surname="Essai", given_names="A", no_given_names=False, birth_date="2004", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="test", by="t", at=AT,
    )  # fmt: skip
    coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 1), basis="test", by="t", at=AT)
    for day in (1, 2, 3):
        claims.receive_sheet(
            person=person, sheet=None, professional="Dr", rpps="", specialty="", pathway="own", signed=True, by="t", at=AT,
            lines=[sheets.NewLine("G", date(2026, 10, day), 3000)],
        )  # fmt: skip
    at_once(*[lambda: claims.decide_person(person=Person.objects.get(pk=person.pk), by="rule", at=AT)] * HANDS)
    assert sorted(Decision.objects.values_list("order", flat=True)) == [1, 2, 3]
    chains_are_whole()


def test_eight_roots_signed_at_once_never_stand_upon_one(salma: Person) -> None:
    class Signer:
        key_id = "test"

        def sign(self, data: bytes) -> bytes:
            return b"x" * 8

    for _round in range(3):
        casework.open_task(person=salma, kind="contest", about=f"contest:{_round}", by="t", at=AT)
        gave = at_once(*[lambda: journal.sign_root(signer=Signer(), at=AT)] * HANDS)
        assert sum(found is not None for found in gave) == 1
    assert len(set(Root.objects.values_list("previous", flat=True))) == Root.objects.count() == 3
    assert not Chain.objects.exclude(events=F("rooted")).exists()


def test_three_papers_accepted_at_once_open_what_they_allow_once(aicha: Account, claire: Account) -> None:
    """Each check alone sees two papers missing; whoever comes last must see all three."""
    person = aicha.person  # type: ignore[attr-defined]
    for _round in range(3):
        File.objects.create(
            person=person, number=f"PK-{_round}", state="submitted", opened_at=AT, saved_at=AT, submitted_at=AT,
            route="ORI-20", surname="El Amrani", given_names="Salma", birth_date="2004-03-27", sex="F", birth_country="MA",
            birth_town="Fès", nationality="MA", fund="491", studies_from=AT.date(), orientation={"nationalities": ["MA"]},
        )  # fmt: skip
        sent = [
            Document.objects.create(
                person=person, paper=name, state="read", file_name="a", sha256=f"{_round}{name}".ljust(64, "0"), size=1,
                key_wrapped=b"", received_at=AT,
            )
            for name in ("DOC-01", "DOC-02", "DOC-03")
        ]  # fmt: skip
        verbs = [
            lambda pk=row.pk: registration.check_paper(  # type: ignore[misc]
                document=Document.objects.select_related("person").get(pk=pk), outcome="accept", by=claire.actor, at=AT
            )
            for row in sent
        ]
        assert done(at_once(*verbs)) == 3
        file = File.objects.get(number=f"PK-{_round}")
        assert file.state == "accepted"
        assert (person.identities.count(), Period.objects.count()) == (1, 1)
        File.objects.filter(pk=file.pk).update(state="closed")
        Document.objects.update(state="replaced")
    chains_are_whole()


def test_of_eight_uploads_at_once_few_are_opened(aicha: Account) -> None:
    person = aicha.person  # type: ignore[attr-defined]
    gave = at_once(*[lambda: people.take_turn(person=person, at=AT)] * HANDS)
    assert done(gave) == settings.UPLOADS_AT_ONCE
