"""The desk through its door: take and give back, check, refuse, certify, answer; each look told to the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from affilia.bridges import keys
from affilia.casework import operations as casework
from affilia.casework.models import Task
from affilia.claims import contests, sheets
from affilia.claims import operations as claims
from affilia.claims.models import Contest, Line
from affilia.coverage import doctors
from affilia.coverage import operations as coverage
from affilia.coverage.models import Doctor, Number
from affilia.documents.models import Check
from affilia.people import operations as people
from affilia.people.models import Account, Opening, Person
from affilia.registration.models import File
from tests.claims.test_operations import salma as salma
from tests.claims.test_operations import send
from tests.registration.test_operations import file as file
from tests.world import complete

Enter = Callable[[Account], Client]


def test_a_task_is_taken_by_one_and_given_back_by_her_only(
    aicha: Account, claire: Account, bruno: Account, signed_in: Enter, at: datetime
) -> None:
    task = casework.open_task(person=aicha.person, kind="register_rejected", about="line:x", by="t", at=at)  # type: ignore[attr-defined]
    first, second = signed_in(claire), signed_in(bruno)
    assert first.post(f"/desk/tasks/{task.ref}/take/").url.startswith("/desk/documents/persons/")
    assert second.post(f"/desk/tasks/{task.ref}/take/").url == "/desk/"
    assert "Give back" in first.get("/desk/").content.decode()
    assert second.post(f"/desk/tasks/{task.ref}/give-back/").status_code == 404
    assert first.post(f"/desk/tasks/{task.ref}/give-back/").url == "/desk/"
    found = Task.objects.get()
    assert (found.state, found.taken_by) == ("open", None)


def test_a_paper_turned_down_without_a_reason_keeps_the_page_and_writes_nothing(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    document = complete(file, at)[0]
    desk = signed_in(claire)
    answer = desk.post(f"/desk/documents/{document.ref}/check/", {"outcome": "ask"}, follow=True)
    assert "Choose a reason" in answer.content.decode()
    assert not Check.objects.exists()
    desk.post(f"/desk/documents/{document.ref}/check/", {"outcome": "ask", "reason": "cut", "words": "The top."})
    assert Check.objects.get().words == "The top."


def test_a_refused_file_is_told_and_another_can_be_opened(
    file: File, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    student, desk = signed_in(aicha), signed_in(claire)
    student.post("/file/check/", {"agreed": "on"})
    assert File.objects.get().state == "submitted"
    url, told = f"/desk/files/{file.person.ref}/refuse/", {"reason": "other_year:DOC-03", "words": "Of 2024."}
    shown = desk.post(url, {**told, "verb": "show"}).content.decode()
    assert "Nothing is refused yet" in shown
    assert File.objects.get().state == "submitted"
    assert "of this academic year" in shown
    answer = desk.post(url, {**told, "verb": "refuse"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/documents/persons/{file.person.ref}/"
    assert "The registration is refused. The student is told." in answer.content.decode()
    assert 'value="accept"' not in desk.get(f"/desk/documents/persons/{file.person.ref}/").content.decode()
    for page in ("/status/", "/file/", "/messages/"):
        read = student.get(page).content.decode()
        assert "Your registration was refused" in read
        assert "Enrolment certificate" in read
        assert "Of 2024." in read
        assert "49000 Angers" in read
    status = student.get("/status/").content.decode()
    assert "A caseworker looks at papers" not in status
    assert "/card/" not in status
    assert student.post("/file/").url == "/file/"
    assert [row.state for row in File.objects.order_by("pk")] == ["refused", "draft"]
    assert "Your registration was refused" not in student.get("/file/").content.decode()


def test_a_registration_is_not_refused_without_a_reason_that_somebody_chose(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    File.objects.update(state="submitted")
    desk, url = signed_in(claire), f"/desk/files/{file.person.ref}/refuse/"
    page = desk.get(url).content.decode()
    assert '<option value="" selected>' in page
    assert "You are not enrolled in a school" in page
    for verb in ("show", "refuse"):
        answer = desk.post(url, {"reason": "", "verb": verb}).content.decode()
        assert "Choose why the registration is refused." in answer
    assert desk.post(url, {"reason": "not_student", "words": "x", "verb": "change"}).status_code == 200
    assert File.objects.get().state == "submitted"
    desk.post(url, {"reason": "not_student", "verb": "refuse"})
    assert File.objects.get().refusal.rule == "CSS D160-2"
    again = desk.get(url, follow=True).content.decode()
    assert "no longer possible" in again


def test_a_number_is_certified_by_hand_once_there_is_one(
    aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    person, desk = aicha.person, signed_in(claire)  # type: ignore[attr-defined]
    url = f"/desk/coverage/numbers/{person.ref}/certify/"
    assert "no permanent number" in desk.post(url, follow=True).content.decode()
    Number.objects.create(
        person=person, kind="NIR", value_index="x", from_at=at,
        value_sealed=keys.seal_value("204039935099137", f"number:{person.ref}"),
    )  # fmt: skip
    desk.post(url)
    assert Number.objects.get().certified_at is not None


def test_the_register_is_asked_again_after_a_rejection(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    exchange = coverage.request_number(person=salma, asks="waiting", by="t", at=at)
    coverage.mark_sent(exchange=exchange, at=at)
    coverage.take_answer(exchange=exchange, answer=coverage.Answer(exchange.ref, "", "NAMES_DIFFER"), at=at)
    signed_in(claire).post(f"/desk/coverage/register/{salma.ref}/again/")
    assert [row.state for row in salma.exchanges.order_by("pk")] == ["rejected", "prepared"]
    assert not Task.objects.filter(kind="register_rejected", state="open").exists()


def test_a_doctors_form_is_recorded_not_for_a_day_to_come(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    doctor = doctors.declare_doctor(person=salma, name="Dr Fictif", number="10000001916", by="t", at=at)
    desk, url = signed_in(claire), f"/desk/coverage/doctors/{doctor.ref}/"
    day = {"from_day_day": "1", "from_day_month": "1"}
    assert "not in the future" in desk.post(url, {**day, "from_day_year": "2099"}).content.decode()
    assert desk.post(url, {**day, "from_day_year": "2026"}).url == "/desk/"
    assert Doctor.objects.get().from_day == date(2026, 1, 1)


def test_a_held_line_is_corrected_or_refused_at_the_bench(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    claim = send(salma, at, code="XYZ")
    claims.decide_person(person=salma, by="rule", at=at)
    desk, url = signed_in(claire), f"/desk/claims/{claim.ref}/"
    assert "We know no price" in desk.get(url).content.decode()
    ref = Line.objects.get().ref
    day = {"care_day_day": str(at.day), "care_day_month": str(at.month), "care_day_year": str(at.year), "line": ref}
    assert "Choose who you saw" in desk.post(url, {"code": "ZZZ", "fee": "30,00", **day}).content.decode()
    wrong = desk.post(url, {"verb": "refuse", "reason": "too_late", "line": ref}).content.decode()
    assert "does not refuse this line for that reason" in wrong
    assert desk.post(url, {"verb": "refuse", "reason": "incomplete", "line": ref}).url == url
    assert Line.objects.get().state == "decided"
    assert "both signatures" in desk.get(url).content.decode()


def test_an_objection_is_answered_with_words(salma: Person, claire: Account, signed_in: Enter, at: datetime) -> None:
    send(salma, at)
    decision = claims.decide_person(person=salma, by="rule", at=at)[0]
    contest = contests.contest_decision(decision=decision, words="No", by="student:x", at=at)
    desk, url = signed_in(claire), f"/desk/claims/contests/{contest.ref}/"
    assert desk.post(url, {"answer": "  "}).status_code == 200
    assert desk.post(url, {"answer": "We looked again."}).url == "/desk/"
    assert Contest.objects.get().answer == "We looked again."


def test_every_page_of_the_desk_that_shows_a_person_is_told_to_her(
    salma: Person, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    claim = send(salma, at)
    decision = claims.decide_person(person=salma, by="rule", at=at)[0]
    contest = contests.contest_decision(decision=decision, words="No", by="student:x", at=at)
    doctor = doctors.declare_doctor(person=salma, name="Dr Fictif", number="10000001916", by="t", at=at)
    desk = signed_in(claire)
    for url in (f"documents/persons/{salma.ref}/", f"claims/{claim.ref}/", f"claims/contests/{contest.ref}/",
                f"coverage/doctors/{doctor.ref}/", f"messages/{salma.ref}/"):  # fmt: skip
        assert desk.get(f"/desk/{url}").status_code == 200
        assert desk.get(f"/desk/{url}").status_code == 200
    assert sorted(Opening.objects.values_list("purpose", flat=True)) == [
        "claim",
        "contest",
        "doctor",
        "messages",
        "task",
    ]
    shown = signed_in(aicha).get("/profile/").content.decode()
    assert "to look at a care sheet" in shown
    assert "Claire" in shown


def test_words_of_the_desk_are_new_until_she_reads_them(
    aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    desk, student = signed_in(claire), signed_in(aicha)
    desk.post(f"/desk/messages/{aicha.person.ref}/", {"body": "Hello Aïcha", "key": "k"})  # type: ignore[attr-defined]
    File.objects.all().delete()
    assert "Hello Aïcha" in student.get("/messages/").content.decode()
    from affilia.letters.queries import unread

    assert unread(aicha.person) == 0  # type: ignore[attr-defined]


def test_the_desk_opens_with_digits_only(claire: Account, at: datetime) -> None:
    client = Client()
    client.force_login(claire)
    assert client.get("/desk/", follow=True).redirect_chain[-1][0] == "/desk/second-factor/set-up/"
    secret = client.session["totp_secret"]
    assert client.get("/desk/second-factor/qr.svg")["Content-Type"] == "image/svg+xml"
    assert client.post("/desk/second-factor/set-up/", {"token": "000000"}).status_code == 200
    assert client.post("/desk/second-factor/set-up/", {"token": pyotp.TOTP(secret).now()}).url == "/desk/"
    again = Client()
    again.force_login(claire)
    assert again.get("/desk/", follow=True).redirect_chain[-1][0] == "/desk/second-factor/"
    Account.objects.update(tokens=people.TOKENS_A_DAY, tokens_on=timezone.localdate())
    assert "Too many tries" in again.post("/desk/second-factor/", {"token": "123456"}).content.decode()
    Account.objects.update(tokens=0, totp_step=0)
    assert again.post("/desk/second-factor/", {"token": pyotp.TOTP(secret).now()}).url == "/desk/"


@pytest.mark.parametrize("ref", ["x", "aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_what_does_not_exist_is_not_found(claire: Account, signed_in: Enter, ref: str) -> None:
    desk = signed_in(claire)
    for url in (
        "tasks/{}/take/",
        "tasks/{}/give-back/",
        "documents/{}/check/",
        "files/{}/refuse/",
        "coverage/numbers/{}/certify/",
    ):
        assert desk.post(f"/desk/{url.format(ref)}").status_code == 404


def test_a_double_click_at_the_bench_does_not_settle_the_next_line(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    facts = {"professional": "Dr", "rpps": "10000001916", "specialty": "", "pathway": "own", "signed": True}
    lines = [sheets.NewLine("XYZ", at.date(), 3000), sheets.NewLine("ZYX", at.date(), 4000)]
    claim = claims.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    claims.decide_person(person=salma, by="rule", at=at)
    desk, url, first = signed_in(claire), f"/desk/claims/{claim.ref}/", Line.objects.order_by("position")[0]
    assert first.ref in desk.get(url).content.decode()
    for _click in range(2):
        assert desk.post(url, {"verb": "refuse", "reason": "incomplete", "line": first.ref}).url == url
    assert list(Line.objects.order_by("position").values_list("state", flat=True)) == ["decided", "held"]


def test_reasons_of_the_desk_are_words_and_no_codes(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    File.objects.update(state="submitted")
    desk = signed_in(claire)
    page = desk.get(f"/desk/documents/persons/{file.person.ref}/?paper=DOC-01").content.decode()
    assert "wrong_paper:" not in page
    assert "Another document." in page
    refusing = desk.get(f"/desk/files/{file.person.ref}/refuse/", headers={"accept-language": "fr"}).content.decode()
    assert "a page that is cut" not in refusing.lower()
    assert "cut: " not in refusing


def test_what_a_student_writes_waits_in_the_queue_until_it_is_answered(
    aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    student, desk = signed_in(aicha), signed_in(claire)
    student.post("/messages/", {"body": "I need more time", "key": "k1"})
    queue = desk.get("/desk/?view=message").content.decode()
    assert ("?view=message" in queue, "?view=card_back" in queue) == (True, False), "views of what waits, and no others"
    assert "?view=card_back" in desk.get("/desk/?view=card_back").content.decode()
    url = f"/desk/messages/{aicha.person.ref}/"  # type: ignore[attr-defined]
    assert url in queue
    desk.post(url, {"body": "Take a week", "key": "k2"})
    assert url not in desk.get("/desk/?view=message").content.decode()
    assert Task.objects.get().state == "done"


def test_the_own_words_of_a_caseworker_reach_the_message_and_the_card(
    file: File, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    document = complete(file, at)[2]
    File.objects.update(state="submitted")
    told = {"outcome": "ask", "reason": "cut", "words": "Please send the stamp in full."}
    signed_in(claire).post(f"/desk/documents/{document.ref}/check/", told)
    student = signed_in(aicha)
    for page in ("/messages/", "/status/", "/documents/DOC-03/"):
        assert "Please send the stamp in full." in student.get(page).content.decode()


def test_a_doctors_form_is_looked_for_once_she_says_she_sent_it(
    salma: Person, aicha: Account, wei: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    student, desk = signed_in(aicha), signed_in(claire)
    assert student.post("/doctor/sent/").status_code == 404
    doctor = doctors.declare_doctor(person=salma, name="Dr Fictif", number="10000001916", by="t", at=at)
    assert not Task.objects.filter(kind="doctor_paper").exists()
    # a form that came without her word is recorded from her file
    assert f"/desk/coverage/doctors/{doctor.ref}/" in desk.get(f"/desk/documents/persons/{salma.ref}/").content.decode()
    assert "I have sent the signed form" in student.get("/doctor/").content.decode()
    for _click in range(2):
        assert "we look for your form" in student.post("/doctor/sent/", follow=True).content.decode()
    assert Task.objects.filter(kind="doctor_paper", state="open").count() == 1
    assert "it is on its way" in student.get("/doctor/").content.decode()
    page = f"/desk/coverage/doctors/{doctor.ref}/"
    assert "It did not come" in desk.get(page).content.decode()
    desk.post(page, {"verb": "missed"})
    assert "It did not come" not in desk.get(page).content.decode()
    assert "it did not come" in student.get("/messages/").content.decode()
    assert "no longer possible" in desk.post(page, {"verb": "missed"}, follow=True).content.decode()
    student.post("/doctor/sent/")
    doctors.record_doctor(doctor=doctor, from_day=at.date(), by=claire.actor, at=at)
    assert {task.state for task in Task.objects.filter(kind="doctor_paper")} == {"done"}
    assert signed_in(wei).post("/doctor/sent/").status_code == 404
