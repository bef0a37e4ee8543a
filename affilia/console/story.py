"""One invented student, told from orientation to euros, through the operations of the service."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from affilia.bridges import signature
from affilia.claims import operations as claims
from affilia.claims import queries as claim_queries
from affilia.claims import sheets
from affilia.claims.views import ClaimView
from affilia.console.demo_people import STUDENT, account, guessed, invented, people_of_the_demo
from affilia.console.journal import rows as journal_rows
from affilia.console.work import Work
from affilia.coverage import cards, certificates, doctors
from affilia.coverage import jobs as coverage_jobs
from affilia.coverage import queries as coverage_queries
from affilia.documents import operations as documents
from affilia.documents import queries as document_queries
from affilia.documents import specimens
from affilia.formats import pain001
from affilia.formats.money import dotted
from affilia.journal import operations as journal
from affilia.journal import verify_journal
from affilia.law import orientation
from affilia.payments import jobs as payment_jobs
from affilia.payments import operations as payments
from affilia.payments import queries as payment_queries
from affilia.people import queries as people_queries
from affilia.registration import operations as registration
from affilia.registration.steps import missing_answers

if TYPE_CHECKING:
    from affilia.people.models import Account

# the stand-in register answers 20 seconds after it was asked and certifies 20 seconds later: nobody waits for it here
ANSWERED, CERTIFIED = timedelta(seconds=30), timedelta(seconds=60)


class Story:
    """The story of a seed, step by step; each step is told with whether it held."""

    def __init__(self, seed: int, email: str = STUDENT) -> None:
        self.seed, self.email = seed, email
        self.who, self.country, self.fee = invented(seed)
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.studies = date(self.today.year if self.today.month >= 9 else self.today.year - 1, 9, 1)
        self.steps: list[dict[str, object]] = []
        self.amounts: dict[str, int] = {}

    def tell(self, out: Path, *, until: int = 10) -> dict[str, object]:
        """Everything, in order; `until` stops after so many chapters."""
        chapters: list[tuple[str, Callable[[], bool]]] = [
            ("orientation", self.orientation),
            ("account", self.account),
            ("registration", self.registration),
            ("documents", self.documents),
            ("temporary number and certificate", self.temporary),
            ("definitive number", self.definitive),
            ("certified, card and account", self.certified),
            ("médecin traitant", self.doctor),
            ("claim", self.claim),
            ("payment", self.payment),
        ]
        self.out = out
        for name, chapter in chapters[:until]:
            self.steps.append({"name": name, "ok": chapter()})
        self.steps.append({"name": "journal", "ok": self.journal()})
        summary: dict[str, object] = {"seed": self.seed, "steps": self.steps, "amounts": self.amounts}
        (out / "summary.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False))
        return summary

    def work(self) -> None:
        """Let the worker do all that waits."""
        while Work().round():
            pass

    def orientation(self) -> bool:
        """Am I covered?"""
        self.told = {
            "french_number": "none", "status": "student", "nationalities": [self.country], "proof": "none",
            "stay_from": self.studies.isoformat(), "stay_until": (self.studies + timedelta(days=300)).isoformat(),
        }  # fmt: skip
        return orientation.orient({**self.told, "asked_on": self.today.isoformat()}).route == "ORI-20"

    def account(self) -> bool:
        """E-mail and one-time code, which a guess does not pass; the fund's people."""
        self.staff = [found for who, found in people_of_the_demo() if who != "student"]
        self.student: Account = people_queries.account_by_email(self.email) or account(self.email, self.now)
        self.person = people_queries.person_of(self.student)
        return not guessed(self.email, self.now)

    def registration(self) -> bool:
        """The file, step by step."""
        by, who = self.student.actor, self.who
        self.file = registration.open_file(person=self.person, told=self.told, by=by, at=self.now)
        answers: dict[str, dict[str, Any]] = {
            "name": {"surname": who.surname, "given_names": who.given_names},
            "birth": {"birth_date": who.birth_date},
            "birth-place": {"birth_country": self.country, "birth_town": who.birth_town},
            "sex": {"sex": who.sex},
            "nationality": {"nationality": self.country},
            "parents": {"parent1_surname": "Fictive", "parent1_given_names": "Ada"},
            "phone": {"phone": "+33612345678"},
            "address": {"address": "1 rue Imaginaire", "postcode": "49000", "town": "Angers", "fund": "491"},
            "studies": {"school": who.school, "studies_from": self.studies, "arrived_on": self.studies},
        }
        for step, values in answers.items():
            registration.answer_step(file=self.file, step=step, answers=values, by=by, at=self.now)
        return missing_answers(self.file) == []

    def documents(self) -> bool:
        """Photos through the gate, read by the worker; then the file is sent."""
        drawn = {"DOC-01": specimens.passport, "DOC-02": specimens.visa, "DOC-03": specimens.enrolment}
        for paper, draw in drawn.items():
            self.hand_in(paper, draw(self.who))
        self.work()
        registration.submit_file(file=self.file, by=self.student.actor, at=timezone.now())
        return document_queries.latest(self.person)["DOC-01"].quality.get("zone_valid") is True

    def hand_in(self, paper: str, picture: bytes) -> None:
        """One photo."""
        registration.hand_in_paper(
            person=self.person, paper=paper, files=[("photo.jpg", picture)], by=self.student.actor, at=timezone.now()
        )

    def accept(self, *papers: str) -> None:
        """The caseworker accepts papers."""
        by = self.staff[0].actor
        for paper in papers:
            view = document_queries.latest(self.person)[paper]
            document = document_queries.document_for(self.staff[0], view.ref)
            assert document is not None, "a paper just listed"
            registration.check_paper(document=document, outcome="accept", by=by, at=timezone.now())
        self.work()

    def save_certificate(self, name: str) -> bool:
        """The certificate in force, as a file; its seal must hold."""
        found = coverage_queries.current_certificate(self.person)
        if found is None:
            return False
        pdf = certificates.rendered(found, at=timezone.now())
        (self.out / name).write_bytes(pdf)
        verdict = signature.signer().verify_pdf(pdf)
        return verdict.intact and verdict.trusted

    def temporary(self) -> bool:
        """Identity, stay and enrolment accepted: number and certificate."""
        self.accept("DOC-01", "DOC-02", "DOC-03")
        return self.save_certificate("certificate-temporary.pdf")

    def definitive(self) -> bool:
        """The civil-status paper, the register and back; before certification no card."""
        self.hand_in("DOC-05", specimens.birth_certificate(self.who))
        self.hand_in("DOC-07", specimens.validation(self.who))
        self.work()
        self.accept("DOC-05", "DOC-07")
        coverage_jobs.collect(at=timezone.now() + ANSWERED)
        self.work()
        number = coverage_queries.coverage_of(self.person).number
        return number is not None and number.kind == "NIR" and self.save_certificate("certificate-definitive.pdf")

    def certified(self) -> bool:
        """No card before the register certifies; then card and account open."""
        if self.may_order():
            return False
        coverage_jobs.collect(at=timezone.now() + CERTIFIED)
        cards.order_card(person=self.person, by=self.student.actor, at=timezone.now())
        cards.open_health_account(person=self.person, by=self.student.actor, at=timezone.now())
        return coverage_queries.coverage_of(self.person).certified

    def may_order(self) -> bool:
        """Whether a card could be ordered now."""
        try:
            cards.order_card(person=self.person, by=self.student.actor, at=timezone.now())
        except cards.NotCertified:
            return False
        return True

    def doctor(self) -> bool:
        """Declared, signed on paper, recorded at the desk."""
        doctor = doctors.declare_doctor(
            person=self.person, name="Dr Fictif", number="10000001916", by=self.student.actor, at=timezone.now()
        )
        doctors.record_doctor(doctor=doctor, from_day=self.today, by=self.staff[0].actor, at=timezone.now())
        return coverage_queries.coverage_of(self.person).doctor is not None

    def claim(self) -> bool:
        """A care sheet, decided and explained."""
        picture = specimens.feuille_de_soins(
            self.who, day=self.today.strftime("%d/%m/%Y"), amount=dotted(self.fee).replace(".", ","), doctor="Dr Fictif"
        )
        sheet = documents.receive(
            person=self.person, paper="FDS", files=[("sheet.jpg", picture)], by=self.student.actor, at=timezone.now()
        )
        sent = claims.receive_sheet(
            person=self.person, sheet=sheet, professional="Dr Fictif", rpps="10000001916", specialty="",
            sector="S1/OPTAM", pathway="own", signed=True, lines=[sheets.NewLine("G", self.today, self.fee)],
            by=self.student.actor, at=timezone.now(),
        )  # fmt: skip
        self.work()
        view = claim_queries.claim_for(self.student, sent.ref, "en")
        assert view is not None, "her own sheet"
        self.amounts = {"fee": view.fee, "paid": view.paid, "left": view.fee - view.paid}
        self.explain(view)
        return view.state == "decided"

    def explain(self, view: ClaimView) -> None:
        """The explanation, for people and for machines."""
        steps = [step for line in view.lines for step in line.steps]
        text = [f"# {view.professional}, {view.lines[0].care_day.isoformat()}", ""]
        text += [f"- {step.sentence} ({step.article})" for step in steps]
        (self.out / "explanation.md").write_text("\n".join(text) + "\n")
        rows = [{"name": s.name, "sentence": s.sentence, "article": s.article, "cents": s.amount} for s in steps]
        (self.out / "explanation.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False))

    def payment(self) -> bool:
        """Prepared by one, approved by another, sent, settled."""
        registration.change_bank_account(
            person=self.person, holder=f"{self.who.given_names} {self.who.surname}", number=self.who.iban,
            proved_at=self.now, by=self.student.actor, at=timezone.now(),
        )  # fmt: skip
        order = payments.prepare_order(day=self.today, account=self.staff[0], at=timezone.now())
        payments.approve_order(order=order, account=self.staff[1], at=timezone.now())
        self.work()
        order.refresh_from_db()
        xml = payment_queries.order_xml(order)
        (self.out / "order.xml").write_bytes(xml)
        payment_jobs.take_answers(at=timezone.now())
        self.work()
        order.refresh_from_db()
        return pain001.faults(xml) == [] and order.state == "settled" and sum(payment_queries.balances().values()) == 0

    def journal(self) -> bool:
        """A signed root, an export, and the verifier beside it."""
        journal.sign_root(signer=signature.signer(), at=timezone.now())
        (self.out / "journal.jsonl").write_text("\n".join(journal_rows()) + "\n")
        shutil.copy(verify_journal.__file__, self.out / "verify_journal.py")
        return bool(verify_journal.verify(verify_journal.lines(str(self.out / "journal.jsonl")))["valid"])
