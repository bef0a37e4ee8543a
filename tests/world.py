"""One student, two of the fund: a world that each test brings as far as it needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pyotp

from affilia.bridges import keys
from affilia.bridges.register import Answer
from affilia.casework import operations as casework
from affilia.casework.models import Task
from affilia.claims import contests, sheets
from affilia.claims import operations as claims
from affilia.claims.models import Contest, Decision, Line
from affilia.coverage import cards, doctors, endings
from affilia.coverage import operations as coverage
from affilia.coverage.models import Card, Certificate, Doctor, Exchange, Period
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Document
from affilia.formats import bankanswer
from affilia.payments import answers
from affilia.payments import operations as payments
from affilia.payments.models import Order, Payment
from affilia.people import operations as people
from affilia.people.models import Account, Person
from affilia.registration import contests as refusals
from affilia.registration import operations as registration
from affilia.registration.identity import WHO
from affilia.registration.models import File, Refusal
from affilia.registration.steps import STEPS

NEW_YEARS_EVE = date(2026, 12, 31)
IBAN, OTHER_IBAN, RPPS = "FR7630006000011234567890189", "FR7630001007941234567890185", "10000001916"
TOLD = {
    "french_number": "none", "status": "student", "nationalities": ["MA"], "proof": "none", "stay_from": "2026-09-01",
    "stay_until": "2027-06-30",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "surname": "El Amrani", "given_names": "Salma", "birth_date": "2004-03-27", "birth_country": "MA", "birth_town": "Fès",
    "sex": "F", "nationality": "MA", "parent1_surname": "El Amrani", "phone": "+33612345678", "address": "1 rue X",
    "postcode": "49000", "town": "Angers", "fund": "491", "school": "U", "studies_from": date(2026, 9, 7),
    "arrived_on": date(2026, 9, 1),
}  # fmt: skip
SALMA = specimens.Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fès", "MAR", "AB1234567")
PHOTO = [("photo.jpg", specimens.visa(SALMA))]
KNOWN = {
    "surname": "El Amrani", "given_names": "Salma", "no_given_names": False, "birth_date": "2004-03-27", "sex": "F",
    "birth_country": "MA", "birth_town": "Fès", "nationality": "MA",
}  # fmt: skip


def paper(person: Person, name: str, at: datetime, state: str = "read") -> Document:
    found = Document(
        person=person,
        paper=name,
        state=state,
        file_name="a",
        sha256=name.ljust(64, "0"),
        size=1,
        received_at=at,
    )
    found.key_wrapped = keys.wrap(keys.new_key(), documents.about(found))
    found.save()
    return found


def complete(file: File, at: datetime) -> list[Document]:
    return [paper(file.person, name, at) for name in ("DOC-01", "DOC-02", "DOC-03")]


def accept(documents_: list[Document], at: datetime) -> None:
    for document in documents_:
        registration.check_paper(document=document, outcome="accept", by="claire", at=at)


def told_of(person: Person, **change: Any) -> dict[str, Any]:
    known = person.identities.first()
    return {**{name: getattr(known, name) for name in WHO}, **change}


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
        for step in STEPS:
            registration.answer_step(file=found, step=step, answers=ANSWERS, **self.by())
        return found

    def sent(self) -> list[Document]:
        file = self.file()
        papers = complete(file, self.at)
        registration.submit_file(file=file, **self.by())
        return papers

    def refused(self) -> Refusal:
        self.sent()
        return registration.refuse_file(file=File.objects.get(), reason="not_student", words="", **self.by())

    def objected(self) -> refusals.Contest:
        found = refusals.contest_refusal(refusal=self.refused(), words="No.", **self.by())
        assert found is not None, "in time"
        return found

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

    def period(self) -> Period:
        self.accepted()
        return Period.objects.get()

    def document(self, name: str = "DOC-01", state: str = "read") -> Document:
        return paper(self.person, name, self.at, state)

    def ended(self) -> Period:
        """Rights end this year, as the certificate says."""
        self.numbered()
        found = Period.objects.get()
        endings.end_period(period=found, until=NEW_YEARS_EVE, reason="other_law", **self.by())
        return found

    def card(self) -> Card:
        self.certified()
        return cards.order_card(**self.hers())

    def leaving(self) -> Card:
        found = self.card()
        endings.leave_france(on=self.at.date(), **self.hers())
        return found

    def doctor(self) -> Doctor:
        return doctors.declare_doctor(name="Dr Fictif", number=RPPS, **self.hers())

    def form_sent(self) -> Doctor:
        found = self.doctor()
        doctors.expect_doctor_form(doctor=found, **self.by())
        return found

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
        found = contests.contest_decision(decision=self.decision(), words="No.", **self.by())
        assert found is not None, "in time"
        return found

    def order(self, *moves: str) -> Order:
        self.decision()
        people.replace_bank_account(holder="Salma El Amrani", number=IBAN, **self.hers())
        found = payments.prepare_order(day=self.at.date(), account=self.claire, at=self.at)
        if "approve" in moves:
            payments.approve_order(order=found, account=self.bruno, at=self.at)
        if "send" in moves:
            payments.mark_sent(order=found, at=self.at)
        return found

    def answered(self, reason: str = "") -> bankanswer.Answer:
        order = self.order("approve", "send")
        status = bankanswer.Status(order.payments.get().ref, not reason, self.at.date(), reason)
        return bankanswer.Answer("A", order.ref, (status,))

    def returned(self) -> Payment:
        answers.take_answer(answer=self.answered("AC04"), at=self.at)
        people.replace_bank_account(holder="Salma El Amrani", number=OTHER_IBAN, **self.hers())
        return Payment.objects.get()

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
