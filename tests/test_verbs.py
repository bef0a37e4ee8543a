"""Every verb is called once, on a world prepared for it, and the events it leaves are those named here (house 6)."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.db import connection

from affilia.bridges import keys
from affilia.bridges.register import Answer
from affilia.casework import operations as casework
from affilia.casework.models import Task
from affilia.claims import operations as claims
from affilia.claims import sheets
from affilia.claims.models import Contest, Decision, Line
from affilia.coverage import operations as coverage
from affilia.coverage.models import Certificate, Doctor, Exchange
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Document
from affilia.documents.quality import Quality
from affilia.documents.reader import Paper
from affilia.formats import bankanswer
from affilia.journal.models import Event
from affilia.letters import operations as letters
from affilia.payments import operations as payments
from affilia.payments.models import Order
from affilia.people import operations as people
from affilia.people.models import Account, Person
from affilia.people.roles import Role
from affilia.registration import operations as registration
from affilia.registration.identity import WHO
from affilia.registration.models import File
from tests.registration.test_operations import ANSWERS, SALMA, TOLD, accept, complete, paper, told_of

APPS = ["people", "documents", "letters", "casework", "coverage", "registration", "claims", "payments"]
IBAN, OTHER_IBAN, RPPS = "FR7630006000011234567890189", "FR7630001007941234567890185", "10000001916"
PHOTO = [("photo.jpg", specimens.visa(SALMA))]
KNOWN = {
    "surname": "El Amrani", "given_names": "Salma", "no_given_names": False, "birth_date": "2004-03-27", "sex": "F",
    "birth_country": "MA", "birth_town": "Fès", "nationality": "MA",
}  # fmt: skip


class World:
    """One student, two of the fund; each method brings her a step further."""

    def __init__(self, student: Account, claire: Account, bruno: Account, at: datetime) -> None:
        self.student, self.claire, self.bruno, self.at = student, claire, bruno, at
        self.person: Person = student.person  # type: ignore[attr-defined]

    def by(self, **told: Any) -> dict[str, Any]:
        """What most verbs take."""
        return {"by": "t", "at": self.at, **told}

    def hers(self, **told: Any) -> dict[str, Any]:
        return self.by(person=self.person, **told)

    def file(self) -> File:
        found = registration.open_file(told=TOLD, **self.hers())
        for step in registration.STEPS:
            registration.answer_step(file=found, step=step, answers=ANSWERS, **self.by())
        return found

    def sent(self) -> list[Document]:
        file = self.file()
        papers = complete(file, self.at)
        registration.submit_file(file=file, **self.by())
        return papers

    def accepted(self) -> list[Document]:
        papers = self.sent()
        accept(papers, self.at)
        return papers

    def exchange(self) -> Exchange:
        self.accepted()
        found = Exchange.objects.get()
        coverage.mark_sent(exchange=found, at=self.at)
        return found

    def numbered(self) -> None:
        found = self.exchange()
        coverage.take_answer(exchange=found, answer=Answer(found.ref, "2040399350990", ""), at=self.at)

    def final(self) -> None:
        """The final number, not certified yet."""
        self.numbered()
        accept([paper(self.person, name, self.at) for name in ("DOC-05", "DOC-07")], self.at)
        found = Exchange.objects.get(state="prepared")
        coverage.mark_sent(exchange=found, at=self.at)
        coverage.take_answer(exchange=found, answer=Answer(found.ref, "2040399350990", ""), at=self.at)

    def certified(self) -> None:
        self.final()
        coverage.certify_number(**self.hers())

    def rejected(self) -> Exchange:
        found = self.exchange()
        coverage.take_answer(exchange=found, answer=Answer(found.ref, "", "BIRTH_PLACE_UNKNOWN"), at=self.at)
        return found

    def document(self, name: str = "DOC-01", state: str = "read") -> Document:
        document = paper(self.person, name, self.at, state)
        document.key_wrapped = keys.wrap(keys.new_key(), documents.about(document))
        document.save()
        return document

    def doctor(self) -> Doctor:
        return coverage.declare_doctor(name="Dr Fictif", number=RPPS, **self.hers())

    def certificate(self) -> Certificate:
        self.numbered()
        return Certificate.objects.get(replaced_at=None)

    def sheet(self, code: str = "G") -> dict[str, Any]:
        if not self.person.periods.exists():
            self.accepted()
        lines = [sheets.NewLine(code, self.at.date(), 3000)]
        return self.hers(
            sheet=None, professional="Dr Fictif", rpps=RPPS, specialty="", sector="S1/OPTAM", pathway="own", signed=True,
            lines=lines,
        )  # fmt: skip

    def line(self) -> Line:
        claims.receive_sheet(**self.sheet())
        return Line.objects.get()

    def held(self) -> Line:
        claims.hold_line(line=self.line(), why="repeat", **self.by())
        return Line.objects.get()

    def decision(self) -> Decision:
        self.line()
        [found] = claims.decide_person(**self.hers())
        return found

    def contest(self) -> Contest:
        return claims.contest_decision(decision=self.decision(), words="No.", **self.by())

    def order(self, *moves: str) -> Order:
        self.decision()
        people.replace_bank_account(holder="Salma El Amrani", number=IBAN, **self.hers())
        found = payments.prepare_order(day=self.at.date(), account=self.claire, at=self.at)
        if "approve" in moves:
            payments.approve_order(order=found, account=self.bruno, at=self.at)
        if "send" in moves:
            payments.mark_sent(order=found, at=self.at)
        return found

    def answered(self) -> bankanswer.Answer:
        order = self.order("approve", "send")
        status = bankanswer.Status(order.payments.get().ref, True, self.at.date(), "")
        return bankanswer.Answer("A", order.ref, (status,))

    def task(self) -> Task:
        return casework.open_task(kind="message", about="person:x", **self.hers())

    def taken(self) -> Task:
        task = self.task()
        casework.take_task(task=task, account=self.claire, at=self.at)
        return task

    def code(self) -> dict[str, Any]:
        row, digits = people.ask_code(email=self.student.email, language="en", carried={}, at=self.at)
        return {"ref": row.ref, "code": digits, "at": self.at}

    def secret(self, account: Account, *, kept: bool) -> dict[str, Any]:
        secret = pyotp.random_base32()
        told = {"account": account, "token": pyotp.TOTP(secret).at(self.at), "at": self.at}
        if not kept:
            return {**told, "secret": secret}
        people.set_up_second_factor(secret=secret, **told)
        account.refresh_from_db()
        later = self.at + timedelta(minutes=1)
        return {"account": account, "token": pyotp.TOTP(secret).at(later), "at": later}

    def correction(self) -> dict[str, Any]:
        passport = self.accepted()[0]
        return self.hers(document=passport, told=told_of(self.person, birth_town="Fez"), reason="misread")

    def asked(self) -> dict[str, Any]:
        self.sent()
        return {"document": Document.objects.get(paper="DOC-03"), "outcome": "ask", "reason": "other_year", **self.by()}

    def waiting_final(self) -> dict[str, Any]:
        """Every paper accepted before the waiting number came."""
        found = self.exchange()
        accept([paper(self.person, name, self.at) for name in ("DOC-05", "DOC-07")], self.at)
        coverage.take_answer(exchange=found, answer=Answer(found.ref, "2040399350990", ""), at=self.at)
        return {"at": self.at}


# what leaves no event, and why
SILENT = {
    "people.ask_code": "nobody yet: an address that may be anybody's",
    "people.forget_codes": "the same",
    "people.take_turn": "a count of an hour, not a change",
    "people.end_turn": "the same",
    "documents.let_in": "the slow half of `receive`: its other half has the event",
    "letters.write_mail": "the notice it tells of has its event",
    "registration.accept_by_rule": "each paper it accepts has its own; here the operator does not allow it",
}
# only on PostgreSQL, where tests/claims/test_nation.py counts its events
ELSEWHERE = {"payments.decide_and_book"}
NOTICE, OPENED, FINISHED = "letters.notice.written", "casework.task.opened", "casework.task.finished"
CERTIFICATE = ["coverage.certificate.issued", NOTICE]

Prepared = Callable[[World], dict[str, Any]]
VERBS: dict[str, tuple[Prepared, list[str]]] = {
    "people.ask_code": (lambda w: {"email": "x@example.org", "language": "en", "carried": {}, "at": w.at}, []),
    "people.forget_codes": (lambda w: {"at": w.at}, []),
    "people.confirm_code": (lambda w: w.code(), ["people.account.signed_in"]),
    "people.prove_again": (lambda w: {"account": w.student, **w.code()}, ["people.account.proved"]),
    "people.create_staff": (
        lambda w: w.by(email="new@fund.example", name="New", role=Role.CASEWORKER, language="en"),
        ["people.account.created"],
    ),
    "people.set_up_second_factor": (lambda w: w.secret(w.claire, kept=False), ["people.second_factor.set_up"]),
    "people.confirm_second_factor": (lambda w: w.secret(w.claire, kept=True), ["people.second_factor.passed"]),
    "people.record_identity": (lambda w: w.hers(**KNOWN, source="t"), ["people.identity.recorded"]),
    "people.take_turn": (lambda w: {"person": w.person, "at": w.at}, []),
    "people.end_turn": (lambda w: {"turn": people.take_turn(person=w.person, at=w.at), "at": w.at}, []),
    "people.replace_bank_account": (lambda w: w.hers(holder="X", number=IBAN), ["people.bank_account.replaced"]),
    "people.end_account_of_another": (lambda w: _account_of_another(w), ["people.bank_account.ended"]),
    "people.log_opening": (
        lambda w: {"person": w.person, "account": w.claire, "purpose": "task", "at": w.at}, ["people.file.opened"],
    ),
    "people.choose_language": (
        lambda w: {"account": w.student, "language": "fr", "at": w.at}, ["people.language.chosen"],
    ),
    "documents.receive": (lambda w: w.hers(paper="DOC-02", files=PHOTO), ["documents.document.received"]),
    "documents.let_in": (lambda w: {"person": w.person, "paper": "DOC-02", "files": PHOTO, "at": w.at}, []),
    "documents.keep_paper": (
        lambda w: w.by(incoming=documents.let_in(person=w.person, paper="DOC-02", files=PHOTO, at=w.at)),
        ["documents.document.received"],
    ),
    "documents.record_readings": (
        lambda w: w.by(document=w.document(state="safe"), read=_nothing_read()), ["documents.document.read"],
    ),
    "documents.accept_document": (lambda w: w.by(document=w.document()), ["documents.document.accepted"]),
    "documents.ask_better": (
        lambda w: w.by(document=w.document(), reason="cut", words=""), ["documents.document.asked"],
    ),
    "documents.refuse_document": (
        lambda w: w.by(document=w.document(), reason="cut", words=""), ["documents.document.refused"],
    ),
    "letters.notify": (lambda w: {"person": w.person, "code": "file_received", "at": w.at}, [NOTICE]),
    "letters.write_message": (lambda w: w.hers(body="Hello", about="", key="k"), ["letters.message.written"]),
    "letters.write_mail": (
        lambda w: {"to": "x@example.org", "code": "message", "language": "en", "at": w.at}, [],
    ),
    "letters.mark_read": (lambda w: _unread(w), ["letters.thread.read"]),
    "casework.open_task": (lambda w: w.hers(kind="message", about="person:x"), [OPENED]),
    "casework.take_task": (lambda w: {"task": w.task(), "account": w.claire, "at": w.at}, ["casework.task.taken"]),
    "casework.give_back": (lambda w: w.by(task=w.taken()), ["casework.task.given_back"]),
    "casework.finish_tasks": (lambda w: w.hers(kind="message", about=w.task().about), [FINISHED]),
    "casework.drop_tasks": (lambda w: w.hers(kind="message", about=w.task().about), ["casework.task.dropped"]),
    "coverage.request_number": (lambda w: w.hers(asks="waiting"), ["coverage.number.requested"]),
    "coverage.mark_sent": (lambda w: _prepared_exchange(w), ["coverage.exchange.sent"]),
    "coverage.take_answer": (
        lambda w: _answer(w), ["coverage.exchange.accepted", "coverage.number.given", NOTICE, *CERTIFICATE],
    ),
    "coverage.certify_number": (lambda w: _then(w.final(), w.hers()), ["coverage.number.certified", NOTICE]),
    "coverage.open_period": (
        lambda w: w.hers(fund="491", from_day=w.at.date(), basis="ORI-20"), ["coverage.period.opened"],
    ),
    "coverage.issue_certificate": (lambda w: _then(w.numbered(), w.hers(kind="temporary")), CERTIFICATE),
    "coverage.keep_pdf": (
        lambda w: {"certificate": w.certificate(), "blob": "b", "wrapped": b"", "at": w.at},
        ["coverage.certificate.rendered"],
    ),
    "coverage.count_check": (lambda w: {"code": w.certificate().code, "at": w.at}, ["coverage.certificate.checked"]),
    "coverage.declare_doctor": (
        lambda w: w.hers(name="Dr Fictif", number=RPPS), ["coverage.doctor.declared", OPENED],
    ),
    "coverage.record_doctor": (
        lambda w: w.by(doctor=w.doctor(), from_day=w.at.date()), ["coverage.doctor.recorded", FINISHED, NOTICE],
    ),
    "coverage.order_card": (lambda w: _then(w.certified(), w.hers()), ["coverage.card.ordered"]),
    "coverage.open_health_account": (lambda w: _then(w.certified(), w.hers()), ["coverage.health_account.opened"]),
    "registration.open_file": (lambda w: w.hers(told=TOLD), ["registration.file.opened"]),
    "registration.answer_orientation": (lambda w: w.by(file=w.file(), told=TOLD), ["registration.file.oriented"]),
    "registration.answer_step": (
        lambda w: w.by(file=w.file(), step="phone", answers={"phone": "+33600000000"}), ["registration.file.answered"],
    ),
    "registration.submit_file": (lambda w: _complete(w), ["registration.file.submitted", OPENED, NOTICE]),
    "registration.hand_in_paper": (
        lambda w: _then(w.accepted(), w.hers(paper="DOC-05", files=PHOTO)), ["documents.document.received", OPENED],
    ),
    "registration.check_paper": (lambda w: w.asked(), ["documents.document.asked", NOTICE]),
    "registration.ask_final_numbers": (lambda w: w.waiting_final(), ["coverage.number.requested", NOTICE]),
    "registration.ask_register_again": (
        lambda w: _then(w.rejected(), w.hers()), ["coverage.number.requested", FINISHED],
    ),
    "registration.correct_identity": (lambda w: w.correction(), ["people.identity.recorded", NOTICE]),
    "registration.withdraw_file": (lambda w: w.by(file=w.file()), ["registration.file.withdrawn", NOTICE]),
    "registration.close_file": (
        lambda w: _then(w.accepted(), w.by(file=File.objects.get(), reason="left")),
        ["registration.file.closed", NOTICE],
    ),
    "registration.refuse_file": (
        lambda w: _then(w.sent(), w.by(file=File.objects.get(), reason="expired", words="", rule="CSS R111-3")),
        ["registration.file.refused", FINISHED, NOTICE],
    ),
    "registration.accept_by_rule": (lambda w: _then(w.sent(), {"at": w.at}), []),
    "registration.change_bank_account": (
        lambda w: w.hers(holder="X", number=IBAN, proved_at=w.at), ["people.bank_account.replaced", NOTICE],
    ),
    "registration.write_to_fund": (lambda w: w.hers(body="Hello", key="k"), ["letters.message.written", OPENED]),
    "registration.write_to_student": (
        lambda w: _then(registration.write_to_fund(body="Hello", key="k", **w.hers()), w.hers(body="Yes", key="l")),
        ["letters.message.written", FINISHED],
    ),
    "claims.receive_sheet": (lambda w: w.sheet(), ["claims.claim.received", NOTICE]),
    "claims.decide_person": (lambda w: _then(w.line(), w.hers()), ["claims.line.decided", NOTICE]),
    "claims.hold_line": (lambda w: w.by(line=w.line(), why="repeat"), ["claims.line.held", OPENED, NOTICE]),
    "claims.release_line": (
        lambda w: w.by(line=w.held(), code="G", care_day=w.at.date(), fee_cents=3000),
        ["claims.line.released", FINISHED],
    ),
    "claims.refuse_line": (
        lambda w: w.by(line=w.held(), reason="incomplete"), ["claims.line.decided", NOTICE, FINISHED],
    ),
    "claims.contest_decision": (
        lambda w: w.by(decision=w.decision(), words="No."), ["claims.decision.contested", OPENED, NOTICE],
    ),
    "claims.answer_contest": (
        lambda w: w.by(contest=w.contest(), answer="Yes."), ["claims.contest.answered", FINISHED, NOTICE],
    ),
    "payments.book_dues": (lambda w: _then(w.decision(), w.by()), ["payments.due.booked"]),
    "payments.prepare_order": (lambda w: _due(w), ["payments.due.booked", "payments.order.prepared"]),
    "payments.approve_order": (
        lambda w: {"order": w.order(), "account": w.bruno, "at": w.at}, ["payments.order.approved"],
    ),
    "payments.drop_order": (
        lambda w: {"order": w.order(), "account": w.claire, "at": w.at},
        ["payments.order.dropped", "payments.payment.dropped"],
    ),
    "payments.refuse_order": (
        lambda w: {"order": w.order("approve"), "why": "FF01", "at": w.at},
        ["payments.order.refused", "payments.payment.dropped"],
    ),
    "payments.mark_sent": (
        lambda w: {"order": w.order("approve"), "at": w.at}, ["payments.order.sent", "payments.payment.sent"],
    ),
    "payments.take_answer": (
        lambda w: {"answer": w.answered(), "at": w.at},
        ["payments.payment.settled", "claims.line.paid", NOTICE, "payments.order.settled"],
    ),
}  # fmt: skip


def _then(_prepared: object, told: dict[str, Any]) -> dict[str, Any]:
    return told


def _account_of_another(w: World) -> dict[str, Any]:
    people.replace_bank_account(holder="Bruno Stranger", number=IBAN, **w.hers())
    people.record_identity(**w.hers(**KNOWN, source="t"))
    return w.hers()


def _nothing_read() -> Paper:
    quality = Quality(whole=True, sharp=True, lit=True, no_glare=True, upright=True, score=100)
    return Paper(None, quality, None, ())


def _unread(w: World) -> dict[str, Any]:
    letters.notify(person=w.person, code="file_received", at=w.at)
    return w.hers()


def _prepared_exchange(w: World) -> dict[str, Any]:
    return {"exchange": coverage.request_number(asks="waiting", **w.hers()), "at": w.at}


def _answer(w: World) -> dict[str, Any]:
    found = w.exchange()
    return {"exchange": found, "answer": Answer(found.ref, "2040399350990", ""), "at": w.at}


def _complete(w: World) -> dict[str, Any]:
    file = w.file()
    complete(file, w.at)
    return w.by(file=file)


def _due(w: World) -> dict[str, Any]:
    w.decision()
    people.replace_bank_account(holder="Salma El Amrani", number=IBAN, **w.hers())
    return {"day": w.at.date(), "account": w.claire, "at": w.at}


def verbs() -> dict[str, Any]:
    """Every public function of an `operations.py` that is told when: by inspection, so that none is forgotten."""
    found = {}
    for app in APPS:
        module = importlib.import_module(f"affilia.{app}.operations")
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            if verb.__module__ == module.__name__ and not name.startswith("_"):
                parts = inspect.signature(verb).parameters
                if "at" in parts and parts["at"].kind == inspect.Parameter.KEYWORD_ONLY:
                    found[f"{app}.{name}"] = verb
    return found


def test_every_verb_has_its_entry_here() -> None:
    assert sorted(set(verbs()) - ELSEWHERE) == sorted(VERBS)
    assert sorted(name for name, (_prepare, events) in VERBS.items() if not events) == sorted(SILENT)


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_verb_leaves_its_event_and_those_of_the_verbs_it_is_made_of(
    name: str, aicha: Account, claire: Account, bruno: Account, at: datetime
) -> None:
    prepare, expected = VERBS[name]
    told = prepare(World(aicha, claire, bruno, at))
    last = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    verbs()[name](**told)
    assert list(Event.objects.filter(pk__gt=last).order_by("pk").values_list("verb", flat=True)) == expected


def test_a_verb_that_refuses_leaves_no_event(aicha: Account, claire: Account, bruno: Account, at: datetime) -> None:
    assert connection.in_atomic_block
    world = World(aicha, claire, bruno, at)
    passport = world.accepted()[0]
    events = Event.objects.count()
    with pytest.raises(documents.ReasonMissing):
        registration.close_file(file=File.objects.get(), reason="", **world.by())
    with pytest.raises(Exception, match="nothing_different"):
        told = {name: getattr(world.person.identities.get(), name) for name in WHO}
        registration.correct_identity(document=passport, told=told, reason="misread", **world.hers())
    assert Event.objects.count() == events
