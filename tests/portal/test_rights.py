"""What the student sees of her rights: where they end, what is left to do, what a certificate still says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from affilia.coverage import cards, doctors, endings, operations, queries
from affilia.coverage.models import Card, Certificate, Period
from affilia.documents.models import Document
from affilia.people.models import Account, Person
from affilia.portal.coverage import her_turn, timeline
from affilia.registration import queries as registration
from affilia.registration.models import File
from tests.coverage.test_operations import NIA, NIR, answered
from tests.coverage.test_operations import salma as salma

Enter = Callable[[Account], Client]


def test_who_leaves_reads_what_is_left_to_do_and_may_stay_after_all(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    student, today = signed_in(aicha), timezone.localdate()
    assert "there is nothing to send" in student.get("/leaving/").content.decode()
    day = {f"until_{name}": str(getattr(today, name)) for name in ("day", "month", "year")}
    assert "not before they began" in student.post("/leaving/", {**day, "until_year": "2020"}).content.decode()
    assert student.post("/leaving/", day).url == "/leaving/"
    assert Period.objects.get().last_day == today
    assert "I stay after all" in student.get("/leaving/").content.decode()
    assert "Your rights end on" in student.get("/status/").content.decode()
    student.post("/leaving/not/")
    assert Period.objects.get().last_day is None
    student.post("/leaving/not/")
    assert "End my rights on that day" in student.get("/leaving/").content.decode()


def test_who_changed_her_mind_often_is_told_to_write_to_us(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    student, today = signed_in(aicha), timezone.localdate()
    day = {f"until_{name}": str(getattr(today, name)) for name in ("day", "month", "year")}
    for _turn in range(endings.DEPARTURES):
        assert student.post("/leaving/", day).url == "/leaving/"
        student.post("/leaving/not/")
    assert "a caseworker records the day with you" in student.post("/leaving/", day).content.decode()
    assert Period.objects.get().last_day is None


def test_ended_rights_are_told_on_every_page_and_their_certificate_is_no_more_given_out(
    salma: Person, aicha: Account, signed_in: Enter, client: Client, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    yesterday = timezone.localdate() - timedelta(days=1)
    endings.end_period(period=Period.objects.get(), until=yesterday, reason="fraud", by="t", at=timezone.now())
    student = signed_in(aicha)
    for page in ("/status/", "/certificate/", "/leaving/"):
        text = student.get(page).content.decode()
        assert "Your rights ended on" in text
        assert "commission de recours amiable" in text
    assert student.get("/certificate/pdf/").status_code == 404
    assert student.get("/certificate/qr.svg").status_code == 404
    shown = client.post("/v/", {"code": Certificate.objects.get().code}).content.decode()
    assert "these rights ended on" in shown


def test_the_number_is_on_the_home_page_and_copied_without_spaces(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    page = signed_in(aicha).get("/status/").content.decode()
    assert "Temporary number (NIA)" in page
    shown = re.search('class="id copy">(.*?)</bdi>', page)
    assert shown is not None
    assert re.sub("<.*?>", "", shown[1]) == NIA


def test_what_was_told_of_a_doctor_stands_in_the_boxes_until_the_form_is_signed(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    student = signed_in(aicha)
    assert 'value="10000001917"' not in student.get("/doctor/").content.decode()
    student.post("/doctor/", {"name": "Dr Fictif", "rpps": "10000001917"})
    assert 'value="10000001917"' in student.get("/doctor/").content.decode()


def test_what_the_register_turned_down_is_told_at_home_until_it_is_asked_again(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    answered(salma, "final", at, code="NAMES_DIFFER")
    file = File.objects.create(person=salma, state="accepted", opened_at=at, saved_at=at, submitted_at=at)
    for row in registration.overview(file, at.date()).permanent:
        Document.objects.create(
            person=salma, paper=row.name, state="checked", size=1, key_wrapped=b"", received_at=at, sha256=row.name
        )
    student = signed_in(aicha)
    page = student.get("/status/").content.decode()
    assert page.count("the names differ from those it knows. A caseworker looks at it") == 2, (
        "on the card, and where the time line stands"
    )
    assert "Nothing to do" not in page
    operations.request_number(person=salma, asks="final", by="claire", at=at)
    assert "the names differ" not in student.get("/status/").content.decode()


@pytest.mark.parametrize(
    ("page", "offer"), [("/card/", "Order my carte Vitale"), ("/health-account/", "Open my personal account")]
)
def test_what_opens_with_the_certified_number_is_offered_from_that_day(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime, page: str, offer: str
) -> None:
    answered(salma, "waiting", at, NIA)
    student = signed_in(aicha)
    early = student.get(page).content.decode()
    assert "once your permanent number is certified" in early
    assert offer not in early
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    open_ = student.get(page).content.decode()
    assert "once your permanent number is certified" not in open_
    assert offer in open_


@pytest.mark.parametrize(
    ("page", "offer"), [("/card/", "Order my carte Vitale"), ("/health-account/", "Open my personal account")]
)
def test_nothing_opens_after_rights_ended_and_the_page_says_why(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime, page: str, offer: str
) -> None:
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    yesterday = timezone.localdate() - timedelta(days=1)
    endings.end_period(period=Period.objects.get(), until=yesterday, reason="other_law", by="t", at=timezone.now())
    student = signed_in(aicha)
    for text in (student.get(page).content.decode(), student.post(page).content.decode()):
        assert "The law of another country covers you now." in text
        assert "commission de recours amiable" in text
        assert offer not in text
    assert "Your rights are not open" in student.post(page).content.decode()


def test_a_card_that_is_ordered_is_not_yet_in_her_hands(
    salma: Person, aicha: Account, signed_in: Enter, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    answered(salma, "final", at, NIR)
    operations.certify_number(person=salma, by="register", at=at)
    cards.order_card(person=salma, by=aicha.actor, at=at)
    sent = SimpleNamespace(submitted_at=at)
    rail = timeline(sent, queries.coverage_of(salma))
    assert (rail[-1]["state"], rail[-1]["note"]) == ("now", "Your card is ordered. It takes about three weeks.")
    card = Card.objects.get()
    accepted = SimpleNamespace(state="accepted", permanent=())
    for move in ("make", "send"):
        cards.move_card(card=card, name=move, by="t", at=at)
    assert her_turn(accepted, queries.coverage_of(salma))["url"] == "/card/"  # type: ignore[arg-type]
    cards.move_card(card=card, name="activate", by="t", at=at)
    assert her_turn(accepted, queries.coverage_of(salma)) == {}  # type: ignore[arg-type]
    assert timeline(sent, queries.coverage_of(salma))[-1]["state"] == "done"


def test_a_declared_doctor_is_not_to_be_declared(salma: Person, aicha: Account, signed_in: Enter, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    student = signed_in(aicha)
    assert "Declare a médecin traitant" in student.get("/status/").content.decode()
    doctor = doctors.declare_doctor(person=salma, name="Dr", number="10000001916", by="t", at=at)
    assert "to be signed" in student.get("/status/").content.decode()
    doctors.record_doctor(doctor=doctor, from_day=at.date(), by="t", at=at)
    page = student.get("/status/").content.decode()
    assert "My médecin traitant (regular doctor)" in page
    assert "Declare a médecin traitant" not in page


def test_who_was_never_covered_has_nothing_to_end(aicha: Account, signed_in: Enter) -> None:
    assert "nothing to do" in signed_in(aicha).get("/leaving/").content.decode()
