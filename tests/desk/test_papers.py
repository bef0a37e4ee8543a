"""Papers side by side: errors beside the field, the next paper of the same person, who decided, a RIB compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from affilia.bridges import keys
from affilia.documents.models import Check, Document
from affilia.documents.operations import about, record_readings
from affilia.documents.quality import Quality
from affilia.documents.reader import Paper, Seen
from affilia.law.clock import Happened, situation
from affilia.pages.templatetags.affilia_ui import as_said, at_the_desk
from affilia.people import operations as people
from affilia.people.models import Account
from affilia.registration import bank_details, queries
from affilia.registration import operations as registration
from affilia.registration.models import File
from affilia.registration.refusals import ground
from tests.claims.test_operations import salma as salma
from tests.registration.test_operations import file as file
from tests.world import complete, paper

Enter = Callable[[Account], Client]
IBAN = "FR7630006000011234567890189"


def test_a_missing_reason_is_told_beside_the_field_and_what_was_typed_is_kept(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    document = complete(file, at)[0]
    told = {"outcome": "ask", "words": "The stamp, please."}
    shown = signed_in(claire).post(f"/desk/documents/{document.ref}/check/", told).content.decode()
    assert 'id="field-id_reason"' in shown
    assert '<div class="field wrong" id="field-id_reason">' in shown
    assert "Choose a reason: the student must know what to send." in shown
    assert "The stamp, please." in shown
    assert "note ok" not in shown
    assert not Check.objects.exists()


def test_after_the_last_paper_nobody_elses_file_opens_by_itself(
    file: File, wei: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    one, *others = complete(file, at)
    File.objects.update(state="submitted")
    from affilia.casework.operations import open_task

    task = open_task(person=wei.person, kind="check_file", about="file:x", by="t", at=at)  # type: ignore[attr-defined]
    desk, here = signed_in(claire), f"/desk/documents/persons/{file.person.ref}/"
    for document in (one, *others):
        answer = desk.post(f"/desk/documents/{document.ref}/check/", {"outcome": "accept"}, follow=True)
        assert answer.redirect_chain[-1][0] == here
        assert "Accepted: " in answer.content.decode()
    shown = answer.content.decode()
    assert "No paper of this person waits for you." in shown
    assert f"/desk/tasks/{task.ref}/take/" in shown
    assert 'data-key="v"' not in shown


def test_the_history_says_who_decided_what_and_when(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    one, two, _three = complete(file, at)
    desk = signed_in(claire)
    desk.post(f"/desk/documents/{one.ref}/check/", {"outcome": "accept"})
    desk.post(f"/desk/documents/{two.ref}/check/", {"outcome": "ask", "reason": "cut", "words": "The top."})
    page = desk.get(f"/desk/documents/persons/{file.person.ref}/")
    told = [(one.what, one.who) for one in page.context["history"] if one.what]
    assert told == [("asked", "Claire"), ("checked", "Claire"), *[("received", "")] * 3]
    shown = page.content.decode()
    assert "“The top.”" in shown
    assert "DOC-01 " not in shown


def test_the_history_tells_the_whole_file_and_in_which_language_she_reads(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    registration.submit_file(file=file, by="student:x", at=at + timedelta(hours=1))
    registration.refuse_file(
        file=file, reason="covered_elsewhere", words="", by=claire.actor, at=at + timedelta(hours=2)
    )
    page = signed_in(claire).get(f"/desk/documents/persons/{file.person.ref}/")
    latest, sent, *earlier = page.context["history"]
    assert (latest.title, latest.who) == ("Registration refused", "Claire")
    assert latest.reason == str(ground("covered_elsewhere").why)  # type: ignore[union-attr]
    assert sent.title == "Registration sent"
    assert "Registration opened" in [one.title for one in earlier]
    assert "She reads in: English" in page.content.decode()


def test_what_was_declared_and_read_is_written_as_people_write_it() -> None:
    assert as_said("2004-02-03", "birth_date") == "3 February 2004"
    assert as_said("2004-02-31", "birth_date") == "2004-02-31"
    assert as_said("MAR", "nationality") == "Morocco"
    assert as_said("MA", "nationality") == "Morocco"
    assert as_said("F", "sex") == "Female"
    assert as_said("", "sex") == ""
    assert as_said("BENALI", "surname") == "BENALI"


def test_the_clock_speaks_of_the_file_to_a_caseworker_not_to_the_student(at: datetime) -> None:
    happened = Happened(at.date())
    assert "Send your" not in at_the_desk(situation(happened, at.date()))
    assert "The civil-status paper is due by 14 December 2026" in at_the_desk(situation(happened, at.date()))


def read(document: Document, at: datetime, **fields: str) -> None:
    document.key_wrapped = keys.wrap(keys.new_key(), about(document))
    document.save()
    Document.objects.filter(pk=document.pk).update(state="safe")
    seen = tuple(Seen(name, value, 0.9, 1, (0.0, 0.0, 1.0, 1.0)) for name, value in fields.items())
    quality = Quality(whole=True, sharp=True, lit=True, no_glare=True, upright=True, score=99)
    record_readings(document=document, read=Paper("rib", quality, None, seen), by="t", at=at)


def test_a_rib_is_compared_by_its_holder_and_the_account_given(file: File, at: datetime) -> None:
    readings = {"holder": "M. EL AMRANI AICHA", "iban": IBAN}
    File.objects.update(surname="El Amrani", given_names="Aicha")
    file.refresh_from_db()
    holder, iban = bank_details.compared(file, readings)
    assert (holder.agrees, iban.agrees, iban.declared) == ("same", "nothing", "")
    people.replace_bank_account(person=file.person, holder="Aicha El Amrani", number=IBAN, by="t", at=at)
    assert bank_details.compared(file, readings)[1].agrees == "same"
    other = {"holder": "Jean Martin", "iban": "FR7630004000031234567890143"}
    assert [row.agrees for row in bank_details.compared(file, other)] == ["different", "different"]


def test_an_accepted_rib_is_offered_to_the_student_as_her_account(
    file: File, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    document = paper(file.person, "DOC-06", at)
    read(document, at, holder="EL AMRANI", iban=IBAN)
    File.objects.update(state="submitted")
    desk, student = signed_in(claire), signed_in(aicha)
    shown = desk.get(f"/desk/documents/persons/{file.person.ref}/?paper=DOC-06").content.decode()
    assert "Account holder" in shown
    assert "FR76 3000 6000 0112 3456 7890 189" in shown
    assert "We can pay as soon as" in student.get("/care/").content.decode()
    desk.post(f"/desk/documents/{document.ref}/check/", {"outcome": "accept"})
    assert "Confirm my bank account" in student.get("/care/").content.decode()
    form = student.get("/bank-account/").content.decode()
    assert 'value="FR76 3000 6000 0112 3456 7890 189"' in form
    assert "Confirm this account" in form
    rows = {row.name: row.status for row in queries.overview(File.objects.get(), at.date()).permanent}
    assert rows["DOC-06"] == "confirm"
    assert "Accepted: confirm the account" in student.get("/file/").content.decode()
    student.post("/bank-account/", {"holder": f"{file.surname} {file.given_names}", "iban": IBAN})
    rows = {row.name: row.status for row in queries.overview(File.objects.get(), at.date()).permanent}
    assert rows["DOC-06"] == "done"
    assert bank_details.offered(file.person) is None
