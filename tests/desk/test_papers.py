"""Papers side by side: errors beside the field, the next paper of the same person, who decided, a RIB compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from affilia.bridges import keys
from affilia.coverage import stays
from affilia.coverage.models import Period
from affilia.documents.models import Check, Document
from affilia.documents.operations import about, record_readings
from affilia.documents.quality import Quality
from affilia.documents.reader import Paper, Seen
from affilia.journal.models import Event
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
from tests.world import accept, complete, paper

Enter = Callable[[Account], Client]
UNTIL = date(2027, 8, 31)
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
        told = {"outcome": "accept", **(boxes("until", UNTIL) if document.paper == "DOC-02" else {})}
        answer = desk.post(f"/desk/documents/{document.ref}/check/", told, follow=True)
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


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def sent(file: File, at: datetime) -> dict[str, Document]:
    """A file with its three papers, the passport and the enrolment accepted."""
    papers = {one.paper: one for one in complete(file, at)}
    File.objects.update(state="submitted")
    accept([papers["DOC-01"], papers["DOC-03"]], at)
    return papers


def test_a_title_is_accepted_with_its_last_day_and_the_end_of_rights_follows(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    title, desk = sent(file, at)["DOC-02"], signed_in(claire)
    check, here = f"/desk/documents/{title.ref}/check/", f"/desk/documents/persons/{file.person.ref}/?paper=DOC-02"
    assert "Last day printed on the title" in desk.get(here).content.decode()
    desk.post(check, {"outcome": "accept", **boxes("until", UNTIL)})
    period = Period.objects.get(person=file.person)
    assert period.stay_until == UNTIL
    assert Event.objects.get(verb="coverage.stay.recorded").actor == claire.actor
    shown = desk.get(f"/desk/coverage/rights/{file.person.ref}/").content.decode()
    assert "31 August 2027" in shown
    assert "29 February 2028" in shown, "the end of the sixth month after"
    stays.follow_stays(at=at + timedelta(days=1))
    assert Event.objects.filter(verb="coverage.stay.recorded").count() == 1


def test_the_last_day_of_a_title_is_filled_in_as_it_was_read_and_the_caseworkers_word_counts(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    title, desk = sent(file, at)["DOC-02"], signed_in(claire)
    read(title, at, expiry_date="2031-05-01")
    shown = desk.get(f"/desk/documents/persons/{file.person.ref}/?paper=DOC-02").content.decode()
    assert 'name="until_year" value="2031"' in shown
    desk.post(f"/desk/documents/{title.ref}/check/", {"outcome": "accept", **boxes("until", UNTIL)})
    assert Period.objects.get(person=file.person).stay_until == UNTIL


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ({}, "Enter the last day printed on the title"),
        (boxes("until", date(2026, 9, 1)), "Rights begin on 7 September 2026"),
        ({"until_day": "31", "until_month": "2", "until_year": "2027"}, "Enter a day that exists"),
        ({"until_day": "3x", "until_month": "2", "until_year": "27"}, "Enter a year with 4 digits"),
    ],
)
def test_a_title_without_a_day_that_can_be_is_not_accepted_and_nothing_is_lost(
    file: File, claire: Account, signed_in: Enter, at: datetime, day: dict[str, str], words: str
) -> None:
    title = sent(file, at)["DOC-02"]
    told = {"outcome": "accept", "words": "Thank you.", **day}
    shown = signed_in(claire).post(f"/desk/documents/{title.ref}/check/", told).content.decode()
    assert words in shown[shown.index('<div class="field wrong" id="field-id_until">') :]
    assert "Thank you." in shown
    for name, value in day.items():
        assert f'name="{name}" value="{value}"' in shown
    title.refresh_from_db()
    assert title.state == "read"
    assert not Period.objects.exists()


def test_a_title_that_is_turned_down_needs_no_day(file: File, claire: Account, signed_in: Enter, at: datetime) -> None:
    title = sent(file, at)["DOC-02"]
    told = {"outcome": "ask", "reason": "cut", "until_day": "x"}
    assert signed_in(claire).post(f"/desk/documents/{title.ref}/check/", told).status_code == 302


def test_only_the_proof_of_a_validated_visa_may_print_no_end(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    title, desk = sent(file, at)["DOC-02"], signed_in(claire)
    proof = paper(file.person, "DOC-07", at)
    lacks = {"outcome": "accept", "no_end": "on"}
    assert desk.post(f"/desk/documents/{title.ref}/check/", lacks).status_code == 200
    assert desk.post(f"/desk/documents/{proof.ref}/check/", lacks).status_code == 302


def test_a_european_is_not_asked_for_the_end_of_a_title(
    file: File, claire: Account, signed_in: Enter, at: datetime
) -> None:
    title, desk = sent(file, at)["DOC-02"], signed_in(claire)
    file.person.identities.update(nationality="ES")
    File.objects.update(nationality="ES")
    assert "Last day printed" not in desk.get(f"/desk/documents/persons/{file.person.ref}/").content.decode()
    assert desk.post(f"/desk/documents/{title.ref}/check/", {"outcome": "accept"}).status_code == 302


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


def test_an_accepted_rib_on_which_no_account_was_read_asks_her_to_type_it(
    file: File, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    complete(file, at)
    document = paper(file.person, "DOC-06", at)
    File.objects.update(state="submitted")
    student, asks = signed_in(aicha), "we could not read the IBAN on them"
    assert asks not in student.get("/bank-account/").content.decode()
    signed_in(claire).post(f"/desk/documents/{document.ref}/check/", {"outcome": "accept"})
    assert asks in student.get("/bank-account/").content.decode()


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
