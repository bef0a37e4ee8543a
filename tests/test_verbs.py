"""Every verb is called once, on a world prepared for it, and the events it leaves are those named here (house 6)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from affilia.bridges import keys
from affilia.bridges.register import Answer
from affilia.casework import operations as casework
from affilia.claims import operations as claims
from affilia.claims.models import Contest, Line
from affilia.claims.queries import read_of
from affilia.claims.sheets import NewLine, Sheet
from affilia.coverage import cards, controls
from affilia.coverage import operations as coverage
from affilia.coverage.models import Period
from affilia.coverage.revocations import revoke_certificate
from affilia.documents import operations as documents
from affilia.documents import vault
from affilia.documents.quality import Quality
from affilia.documents.reader import Paper
from affilia.journal.models import Event
from affilia.law.endings import RESIDENCE
from affilia.law.reimbursement import LineDecision
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Account
from affilia.people.roles import Role
from affilia.registration import operations as registration
from affilia.registration.identity import WHO
from affilia.registration.models import File
from tests.world import IBAN, KNOWN, NEW_YEARS_EVE, PHOTO, RPPS, TOLD, World, complete
from tests.writes import by_words, told_when, writes

# what leaves no event, and why
SILENT = {
    "people.ask_code": "nobody yet: an address that may be anybody's",
    "people.forget_codes": "the same",
    "people.take_turn": "a count of an hour, not a change",
    "people.end_turn": "the same",
    "documents.begin_reading": "a note of the machine: what it reads has its event",
    "documents.let_in": "the slow half of `receive`: its other half has the event",
    "letters.write_mail": "the notice it tells of has its event",
    "payments.back_to_due": "one entry of the ledger; the move of its payment, in the same verb, has the event",
    "registration.accept_by_rule": "each paper it accepts has its own; here the operator does not allow it",
}
# what is not called by keywords only: no door calls it, or a read that keeps what it made
INNER = {
    **dict.fromkeys(
        (
            "accept_paper",
            "after_check",
            "ask_again",
            "ask_final_number",
            "end_tasks",
            "follow",
            "look_again",
            "renew",
            "turn_down",
        ),
        "registration.consequences: parts of the verbs that met a paper or a file, within their transaction",
    ),
    "rendered": "a certificate's PDF: `keep_pdf` is the write in it",
}
POSTGRESQL = {"claims.decide_range", "payments.decide_and_book"}
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
    "people.log_search": (
        lambda w: {"account": w.claire, "purpose": "task", "found": [w.person.ref], "at": w.at}, ["people.person.searched"],
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
    "documents.begin_reading": (lambda w: {"document": w.document(state="safe"), "at": w.at}, []),
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
    "documents.sweep_store": (lambda w: _orphaned(w), ["documents.store.swept"]),
    "letters.notify": (lambda w: {"person": w.person, "code": "file_received", "at": w.at}, [NOTICE]),
    "letters.write_message": (lambda w: w.hers(body="Hello", about="", key="k"), ["letters.message.written"]),
    "letters.notify_all": (
        lambda w: {"persons": [w.person.pk], "code": "claims_decided", "subject": "batch:t", "at": w.at},
        ["letters.notices.written"],
    ),
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
        lambda w: _then(w.form_sent(), w.hers(name="Dr Autre", number=RPPS)), [FINISHED, "coverage.doctor.declared"],
    ),
    "coverage.expect_doctor_form": (lambda w: w.by(doctor=w.doctor()), ["coverage.doctor.form_sent", OPENED]),
    "coverage.miss_doctor_form": (
        lambda w: w.by(doctor=w.form_sent()), [FINISHED, "coverage.doctor.form_missed", NOTICE],
    ),
    "coverage.record_doctor": (
        lambda w: w.by(doctor=w.form_sent(), from_day=w.at.date()), ["coverage.doctor.recorded", FINISHED, NOTICE],
    ),
    "coverage.renew_certificate": (lambda w: _then(w.numbered(), w.hers()), CERTIFICATE),
    "coverage.shorten_certificate": (lambda w: _says_too_much(w), CERTIFICATE),
    "coverage.revoke_certificate": (
        lambda w: w.by(certificate=w.certificate(), reason="wrong"),
        ["coverage.certificate.revoked", NOTICE, *CERTIFICATE],
    ),
    "coverage.allow_certificates": (
        lambda w: _then(revoke_certificate(**w.by(certificate=w.certificate(), reason="false_paper")), w.hers()),
        ["coverage.certificate.allowed", FINISHED, NOTICE, *CERTIFICATE],
    ),
    "coverage.order_card": (lambda w: _then(w.certified(), w.hers()), ["coverage.card.ordered"]),
    "coverage.move_card": (
        lambda w: _then(cards.move_card(**(made := w.by(card=w.card(), name="make"))), {**made, "name": "send"}),
        ["coverage.card.sent", NOTICE],
    ),
    "coverage.close_card": (lambda w: w.by(card=w.leaving()), ["coverage.card.closed", FINISHED]),
    "coverage.open_health_account": (lambda w: _then(w.certified(), w.hers()), ["coverage.health_account.opened"]),
    "coverage.record_stay": (lambda w: _end_asked(w), ["coverage.stay.recorded", FINISHED]),
    "coverage.open_control": (
        lambda w: w.by(period=w.period(), about=RESIDENCE), ["coverage.control.opened", NOTICE],
    ),
    "coverage.settle_control": (
        lambda w: _then(controls.open_control(about=RESIDENCE, **(its := w.by(period=w.period()))), its),
        ["coverage.control.settled", NOTICE],
    ),
    "coverage.follow_title": (lambda w: _title_read(w), ["coverage.stay.recorded"]),
    "coverage.follow_stays": (lambda w: _title_over(w), ["coverage.control.opened", NOTICE]),
    "coverage.end_period": (
        lambda w: _then(w.numbered(), w.by(period=Period.objects.get(), until=NEW_YEARS_EVE, reason="other_law")),
        ["coverage.period.ended", *CERTIFICATE, NOTICE],
    ),
    "coverage.restore_period": (
        lambda w: w.by(period=w.ended()), ["coverage.period.restored", *CERTIFICATE, NOTICE],
    ),
    "coverage.leave_france": (
        lambda w: _then(w.card(), w.hers(on=w.at.date())), ["coverage.period.ended", *CERTIFICATE, OPENED, NOTICE],
    ),
    "coverage.stay_in_france": (
        lambda w: _then(w.leaving(), w.hers()), [FINISHED, "coverage.period.restored", *CERTIFICATE, NOTICE],
    ),
    "registration.contest_refusal": (
        lambda w: w.by(refusal=w.refused(), words="No."), ["registration.refusal.contested", OPENED, NOTICE],
    ),
    "registration.record_objection": (
        lambda w: w.by(refusal=w.refused(), words="No.", received_on=w.at.date()),
        ["registration.refusal.contested", OPENED, NOTICE],
    ),
    "registration.tell_silence": (
        lambda w: _then(w.objected(), {"at": w.at + timedelta(days=90)}),
        ["registration.contest.silent", OPENED, NOTICE],
    ),
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
        lambda w: _then(w.sent(), w.by(file=File.objects.get(), reason="not_student", words="")),
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
    "claims.send_sheet": (
        lambda w: _sheet(w), ["documents.document.received", "claims.claim.received", NOTICE],
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
    "claims.lodge": (
        lambda w: w.by(objection=_objection(w), verb="claims.decision.contested"),
        ["claims.decision.contested", OPENED, NOTICE],
    ),
    "claims.ask_late": (
        lambda w: w.hers(
            words="No.", code="contest_late", about="", of=w.decision().ref, until=w.at.date(), contest="x"
        ),
        ["letters.message.written", OPENED, NOTICE],
    ),
    "claims.tell_silences": (
        lambda w: {"late": [w.contest()], "at": w.at + timedelta(days=90)},
        ["claims.contest.silent", OPENED, NOTICE],
    ),
    "claims.answer_contest": (
        lambda w: w.by(contest=w.contest(), answer="Yes."), ["claims.contest.answered", FINISHED, NOTICE],
    ),
    "claims.uphold_decision": (
        lambda w: w.by(contest=w.contest(), because="The law."), ["claims.contest.answered", FINISHED, NOTICE],
    ),
    "claims.tell_silence": (
        lambda w: _then(w.contest(), {"at": w.at + timedelta(days=90)}), ["claims.contest.silent", OPENED, NOTICE],
    ),
    "claims.propose_correction": (
        lambda w: _then(w.decision(), w.by(line=Line.objects.get(), given=LineDecision({"paid": 0}, ""))), [OPENED],
    ),
    "claims.correct_decision": (
        lambda w: _read_anew(w), ["claims.line.corrected", NOTICE, "claims.contest.answered", FINISHED, NOTICE],
    ),
    "claims.keep_decision": (lambda w: _proposed(w), [FINISHED, "claims.decision.kept"]),
    "claims.decide_range": (lambda w: _range(w), ["claims.lines.decided", "letters.notices.written"]),
    "payments.decide_and_book": (
        lambda w: _range(w), ["claims.lines.decided", "letters.notices.written", "payments.dues.booked"],
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
    "payments.settle_return": (lambda w: w.by(payment=w.returned()), [FINISHED, NOTICE]),
    "payments.end_returns": (lambda w: _then(w.returned(), w.hers()), [FINISHED]),
    "payments.back_to_due": (
        lambda w: _then(w.order("approve", "send"), {"payment": w.person.payments.get(), "at": w.at}), [],
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


def _orphaned(w: World) -> dict[str, Any]:
    """A file no row names, written before the world's day."""
    vault.store("q" * 26, b"x", keys.new_key(), "document:none")
    folder = Path(settings.VAR) / "blobs" / "qq"
    os.utime(folder / ("q" * 26), (0, 0))
    return w.by(folders=["qq"], naming=[lambda refs: {ref for ref in refs if ref != "q" * 26}])


def _due(w: World) -> dict[str, Any]:
    w.decision()
    people.replace_bank_account(holder="Salma El Amrani", number=IBAN, **w.hers())
    return {"day": w.at.date(), "account": w.claire, "at": w.at}


def _says_too_much(w: World) -> dict[str, Any]:
    """Her certificate goes on after her rights: no verb leaves it so."""
    w.numbered()
    Period.objects.update(until_day=NEW_YEARS_EVE, ended_for="other_law", ended_at=w.at)
    return w.hers()


def _end_asked(w: World) -> dict[str, Any]:
    period = w.period()
    casework.open_task(kind="end_of_rights", about=f"period:{period.ref}", **w.hers())
    return w.by(period=period, until=date(2027, 9, 30))


def _title_over(w: World) -> dict[str, Any]:
    controls.record_stay(period=w.period(), until=date(2026, 9, 30), **w.by())
    return {"at": datetime(2026, 10, 1, 11, tzinfo=UTC)}


def _title_read(w: World) -> dict[str, Any]:
    w.period()
    documents.accept_document(document=w.document("DOC-07"), seen={"expiry_date": "2027-08-31"}, **w.by())
    return w.hers()


def _sheet(w: World) -> dict[str, Any]:
    w.accepted()
    lines = (NewLine("G", w.at.date(), 3000),)
    return w.hers(key="k", sheet=Sheet("Dr Fictif", RPPS, "", "", "own", True, lines), photos=PHOTO)


def _read_anew(w: World) -> dict[str, Any]:
    contest = w.contest()
    read = replace(read_of(contest.decision.line), pathway="away")
    return w.by(decision=contest.decision, read=read, because="You are right.")


def _proposed(w: World) -> dict[str, Any]:
    w.decision()
    line = Line.objects.get()
    claims.propose_correction(line=line, given=LineDecision({"paid": 0}, ""), **w.by())
    return w.by(line=line)


def _objection(w: World) -> Contest:
    return Contest(decision=w.decision(), words="No.", at=w.at, answer_by=w.at.date() + timedelta(days=60))


def _range(w: World) -> dict[str, Any]:
    w.line()
    return w.by(first=w.person.pk, last=w.person.pk)


def verbs() -> dict[str, Any]:
    """Every public function of a domain app that writes and is told when: by inspection, so that none is forgotten."""
    found = [(name, verb) for name, verb in told_when() if by_words(verb) and writes(verb)]
    assert len(found) == len(dict(found)), "two verbs of an app have one name"
    return dict(found)


def test_every_verb_has_its_entry_here() -> None:
    assert sorted(verbs()) == sorted(VERBS)
    assert sorted(name for name, (_prepare, events) in VERBS.items() if not events) == sorted(SILENT)


def test_what_writes_is_called_by_keywords_only_but_for_the_inside_of_verbs() -> None:
    loose = [verb for _name, verb in told_when() if writes(verb) and not by_words(verb)]
    assert sorted(verb.__name__ for verb in loose) == sorted(INNER)
    assert {verb.__module__ for verb in loose} == {"affilia.coverage.certificates", "affilia.registration.consequences"}


def test_inspection_tells_a_read_that_takes_at_from_a_write() -> None:
    reads = {name for name, found in told_when() if not writes(found)}
    assert reads == {
        "people.check_few", "people.check_proof", "people.check_turns", "people.proves", "claims.estimate_sheet",
        "claims.impact", "claims.stands_until", "claims.unread",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_verb_leaves_its_event_and_those_of_the_verbs_it_is_made_of(
    name: str, aicha: Account, claire: Account, bruno: Account, at: datetime
) -> None:
    if name in POSTGRESQL and connection.vendor != "postgresql":
        pytest.skip("the nation's batch is PostgreSQL's")
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
