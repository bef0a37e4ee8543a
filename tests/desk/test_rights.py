"""Rights at the desk: ended with a reason, asked about first where the law wants it, lifted; the card on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from affilia.coverage import cards, controls, endings, operations
from affilia.coverage.models import Card, Certificate, Period
from affilia.people.models import Account, Opening, Person
from tests.coverage.test_operations import NIA, NIR, answered
from tests.coverage.test_operations import salma as salma

Enter = Callable[[Account], Client]


def day(form: str, on: date) -> dict[str, str]:
    return {f"{form}-until_{name}": str(getattr(on, name)) for name in ("day", "month", "year")}


def test_rights_are_ended_and_lifted_at_the_desk(salma: Person, claire: Account, signed_in: Enter) -> None:
    desk, url, today = signed_in(claire), f"/desk/coverage/rights/{salma.ref}/", timezone.localdate()
    told = {"verb": "end", "end-reason": "other_law", **day("end", today)}
    assert desk.post(url, told).url == url
    assert Period.objects.get().last_day == today
    assert "The law of another country covers you now." in desk.get(url).content.decode()
    assert desk.post(url, {"verb": "restore"}).url == url
    assert Period.objects.get().last_day is None
    assert Opening.objects.filter(person=salma).exists()


def test_what_the_law_forbids_is_told_beside_the_form(salma: Person, claire: Account, signed_in: Enter) -> None:
    desk, url, today = signed_in(claire), f"/desk/coverage/rights/{salma.ref}/", timezone.localdate()
    answer = desk.post(url, {"verb": "end", "end-reason": "no_residence", **day("end", today)})
    assert "must ask by letter first" in answer.content.decode()
    desk.post(url, {"verb": "ask"})
    assert Period.objects.get().control_about == "residence"
    assert "already done" in desk.post(url, {"verb": "ask"}, follow=True).content.decode()
    desk.post(url, {"verb": "settle"})
    assert desk.post(url, {"verb": "stay", **day("stay", date(2026, 9, 30))}).url == url
    assert "31 March 2027" in desk.get(url).content.decode()
    assert Period.objects.get().until_day is None


def test_a_departure_to_come_hides_nothing_the_fund_may_ask(
    salma: Person, claire: Account, signed_in: Enter, at: datetime
) -> None:
    desk, url, today = signed_in(claire), f"/desk/coverage/rights/{salma.ref}/", timezone.localdate()
    endings.leave_france(person=salma, on=today + timedelta(days=90), by="student:s", at=timezone.now())
    page = desk.get(url).content.decode()
    for offer in ("Lift the end", "Ask whether the person still lives in France", "Record a title to stay"):
        assert offer in page
    desk.post(url, {"verb": "ask"})
    assert "The answer is good" in desk.get(url).content.decode()
    Period.objects.update(ended_for="other_law")
    assert "Record a title to stay" not in desk.get(url).content.decode()


def test_an_order_to_leave_is_ended_at_the_desk_with_the_day_it_became_final(
    salma: Person, claire: Account, signed_in: Enter
) -> None:
    desk, url, today = signed_in(claire), f"/desk/coverage/rights/{salma.ref}/", timezone.localdate()
    told = {"verb": "end", "end-reason": "removal", **day("end", today)}
    assert "Enter the day the order to leave became final" in desk.post(url, told).content.decode()
    final = today - timedelta(days=70)
    told |= {f"end-removal_final_on_{name}": str(getattr(final, name)) for name in ("day", "month", "year")}
    assert desk.post(url, told).url == url
    assert Period.objects.get().ended_for == "removal"


def test_a_floor_is_told_as_people_write_days(salma: Person, claire: Account, signed_in: Enter, at: datetime) -> None:
    desk, url = signed_in(claire), f"/desk/coverage/rights/{salma.ref}/"
    controls.record_stay(period=Period.objects.get(), until=timezone.localdate(), by="t", at=at)
    controls.open_control(period=Period.objects.get(), about="stay", by="t", at=at)
    answer = desk.post(url, {"verb": "end", "end-reason": "title_ended", **day("end", timezone.localdate())})
    text = answer.content.decode()
    assert "The law keeps these rights open until" in text
    assert "-0" not in text.partition("keeps these rights open until")[2][:20]


def test_the_card_is_moved_on_at_the_desk_and_seen_by_the_student(
    salma: Person, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    card = cards.order_card(person=salma, by="t", at=at)
    desk, student, url = signed_in(claire), signed_in(aicha), f"/desk/coverage/cards/{card.ref}/move/"
    for name, seen in (("make", "Your card is made"), ("send", "Your card is in the post")):
        assert desk.post(url, {"move": name}).url == f"/desk/coverage/rights/{salma.ref}/"
        assert seen in student.get("/card/").content.decode()
    student.post("/card/moved/", {"move": "make"})
    assert Card.objects.get().state == "sent", "what is the desk's is not hers"
    student.post("/card/moved/", {"move": "activate"})
    assert "You have your card" in student.get("/card/").content.decode()
    student.post("/card/moved/", {"move": "lose"})
    assert "Ask for another card" in student.get("/card/").content.decode()
    student.post("/card/")
    assert [row.state for row in Card.objects.order_by("pk")] == ["lost", "ordered"]
    assert "already done" in desk.post(url, {"move": "send"}, follow=True).content.decode()


def test_a_certificate_is_taken_back_at_the_desk_with_a_reason(
    salma: Person, claire: Account, signed_in: Enter, client: Client, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    old, desk = Certificate.objects.get(), signed_in(claire)
    url = f"/desk/coverage/certificates/{old.ref}/revoke/"
    assert "Choose why" in desk.post(url, {"reason": "because"}, follow=True).content.decode()
    assert desk.post(url, {"reason": "wrong"}).url == f"/desk/coverage/rights/{salma.ref}/"
    assert "revoked this certificate on" in client.post("/v/", {"code": old.code}).content.decode()
    page = desk.get(f"/desk/coverage/rights/{salma.ref}/").content.decode()
    assert "taken back" in page
    assert "in force" in page


def test_after_a_false_paper_the_desk_and_the_student_read_why_no_certificate_comes(
    salma: Person, aicha: Account, claire: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    desk, student, url = signed_in(claire), signed_in(aicha), f"/desk/coverage/rights/{salma.ref}/"
    desk.post(f"/desk/coverage/certificates/{Certificate.objects.get().ref}/revoke/", {"reason": "false_paper"})
    assert f'href="{url}"' in desk.get("/desk/?view=false_paper").content.decode()
    assert "No certificate is made until somebody decides" in desk.get(url).content.decode()
    for page in ("/certificate/", "/status/"):
        text = student.get(page).content.decode()
        assert "It rests on a false identity or a false paper." in text
        assert "commission de recours amiable" in text
    assert desk.post(url, {"verb": "allow"}).url == url
    assert "Certificates allowed again" in desk.get(f"/desk/documents/persons/{salma.ref}/").content.decode()
    assert "No certificate is made until somebody decides" not in desk.get(url).content.decode()
    assert "false paper" not in student.get("/certificate/").content.decode()
    assert Certificate.objects.filter(revoked_at=None).count() == 1
    assert "already done" in desk.post(url, {"verb": "allow"}, follow=True).content.decode()
