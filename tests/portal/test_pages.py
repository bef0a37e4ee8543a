"""What pages say to whoever cannot see them: every form its own ids, hints and errors tied to what they are about."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from affilia.claims import operations as claims
from affilia.claims import sheets
from affilia.claims.models import Claim
from affilia.coverage import operations as coverage
from affilia.documents.models import Document
from affilia.payments import operations as orders
from affilia.people import operations as people
from affilia.people.models import Account, Person
from affilia.portal.registration_forms import BirthForm, SexForm
from tests import pages

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def sheet(aicha: Account) -> Claim:
    """A sheet of two lines, both decided."""
    person = Person.objects.get(account=aicha)
    people.record_identity(
        person=person, surname="Essai", given_names="A", no_given_names=False, birth_date="2004", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="test", by="t", at=AT,
    )  # fmt: skip
    coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 1), basis="test", by="t", at=AT)
    lines = [sheets.NewLine("G", date(2026, 10, day), 3000) for day in (1, 9)]
    found = claims.receive_sheet(
        person=person, sheet=None, professional="Dr", rpps="", specialty="", pathway="own", signed=True, by="t",
        at=AT, lines=lines,
    )  # fmt: skip
    claims.decide_person(person=person, by="rule", at=AT)
    return found


def test_each_line_of_a_sheet_has_an_objection_of_its_own(
    sheet: Claim, aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    page = signed_in(aicha).get(f"/care/{sheet.ref}/").content.decode()
    assert page.count("<textarea") == 2
    assert pages.faults(page) == []
    labels = re.findall(r'role="region" aria-label="([^"]+)"', page)
    assert len(set(labels)) == len(labels) == 2


def test_only_the_objection_that_was_sent_tells_its_error(
    sheet: Claim, aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(aicha)
    addresses = re.findall(r'action="(/care/decisions/[^"]+)"', client.get(f"/care/{sheet.ref}/").content.decode())
    answer = client.post(addresses[1], {"words": ""}).content.decode()
    assert answer.count("<details open>") == answer.count('id="errors"') == 1
    assert answer.index('id="errors"') > answer.index(addresses[1])
    assert re.search(r'<textarea[^>]*aria-invalid="true"', answer)


def test_where_the_money_is_stays_on_the_page_of_a_wrong_objection(
    sheet: Claim, aicha: Account, bruno: Account, signed_in: Callable[[Account], Client]
) -> None:
    person = Person.objects.get(account=aicha)
    people.replace_bank_account(
        person=person, holder="A Essai", number="FR7630006000011234567890189", by=aicha.actor, at=AT
    )
    orders.prepare_order(day=AT.date(), account=bruno, at=AT)
    client = signed_in(aicha)
    shown = client.get(f"/care/{sheet.ref}/").content.decode()
    assert "The payment is on its way." in shown
    (address, *_rest) = re.findall(r'action="(/care/decisions/[^"]+)"', shown)
    assert "The payment is on its way." in client.post(address, {"words": ""}).content.decode()


def test_what_is_kept_back_has_its_minus_sign_and_its_reason(
    sheet: Claim, aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    page = signed_in(aicha).get(f"/care/{sheet.ref}/").content.decode()
    amounts = re.findall(r'<td class="num"><bdi dir="ltr">(.*?)</bdi>', page)
    assert amounts[:6] == ["€30.00", "€21.00", "−€12.00", "€9.00", "−€2.00", "€7.00"]
    assert "No médecin traitant (regular doctor) was recorded for you on that day" in page


def test_a_paper_that_is_being_read_asks_to_look_and_does_not_reload(
    aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    Document.objects.create(
        person=Person.objects.get(account=aicha), paper="DOC-01", size=1, key_wrapped=b"", received_at=AT
    )
    page = signed_in(aicha).get("/documents/DOC-01/").content.decode()
    assert 'data-watch="/documents/DOC-01/"' in page
    assert '<a href="/documents/DOC-01/">See whether it has been read</a>' in page
    assert pages.faults(page) == []
    Document.objects.update(state="read")
    assert "data-watch" not in signed_in(aicha).get("/documents/DOC-01/").content.decode()


def test_the_hint_and_the_error_of_a_date_or_a_choice_are_of_its_whole_group() -> None:
    for form, name in ((BirthForm({"birth_date_year": "x"}), "birth_date"), (SexForm({}), "sex")):
        assert not form.is_valid()
        field = form[name]
        shown = str(render_to_string("ui/field.html", {"field": field, "why": ""}))
        (described,) = re.findall(r'<fieldset aria-describedby="([^"]+)"', shown)
        assert f"{field.auto_id}_error" in described.split()
        assert (f"{field.auto_id}_helptext" in described.split()) == bool(field.help_text)
        assert pages.faults(shown) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<p id="a"></p><p id="a"></p>', "id a stands 2 times"),
        ('<label for="a"></label>', "nothing has the id a"),
        ('<fieldset aria-describedby="a b"></fieldset><p id="a"></p>', "nothing has the id b"),
        ('<meta http-equiv="refresh" content="4">', "reloads itself"),
        ('<a href="#gone">x</a>', "nothing has the id gone"),
    ],
)
def test_the_harness_sees_what_it_should(page: str, fault: str) -> None:
    assert pages.faults(page) == [fault]


def test_a_number_of_a_doctor_that_does_not_fit_is_told_to_her_and_to_the_desk_and_kept(
    sheet: Claim, aicha: Account, claire: Account, signed_in: Callable[[Account], Client]
) -> None:
    warned = "This number has a digit that does not fit"
    student, desk = signed_in(aicha), signed_in(claire)
    for number, doubtful in (("10000001917", True), ("10000001916", False)):
        page = student.post(reverse("doctor"), {"name": "Dr Fictif", "rpps": number}, follow=True).content.decode()
        assert (warned in page) == doubtful
        doctor = sheet.person.doctors.get(rpps=number)
        page = desk.get(f"/desk/coverage/doctors/{doctor.ref}/").content.decode()
        assert (warned in page) == doubtful
        assert f"/desk/documents/persons/{sheet.person.ref}/" in page
