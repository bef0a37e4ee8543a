"""A way back to a person: found by what is known of her, for a purpose that is kept; and today's files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from affilia.bridges import keys
from affilia.coverage import operations as coverage
from affilia.coverage.models import Number
from affilia.journal.models import Event
from affilia.people.models import Account, Person
from affilia.registration import operations, search
from affilia.registration.models import File
from tests.claims.test_operations import salma as salma
from tests.registration.test_operations import file as file
from tests.world import complete

Enter = Callable[[Account], Client]
NIR = "204039935099137"


@pytest.fixture
def known(file: File, at: datetime) -> File:
    """A sent file of somebody nobody has identified yet."""
    complete(file, at)
    File.objects.update(state="submitted", birth_date="2004-03-27")
    file.refresh_from_db()
    return file


@pytest.mark.parametrize(
    "words",
    [
        "el amr", "El Amrani", "AMRANI", "Âmräni", "el-amr", "27/03/2004", "2004-03-27", "el amrani 27.3.2004", "aicha@",
        "aicha@example.org",
    ],
)  # fmt: skip
def test_a_person_is_found_by_what_is_known_of_her(known: File, wei: Account, claire: Account, words: str) -> None:
    assert [row.person for row in search.find(claire, words)] == [known.person.ref]


def test_a_person_is_found_by_her_numbers_and_references(known: File, claire: Account, at: datetime) -> None:
    person = known.person
    exchange = coverage.request_number(person=person, asks="waiting", by="t", at=at)
    index = keys.blind_index("number", NIR)
    Number.objects.create(person=person, kind="NIR", value_index=index, value_sealed=b"x", from_at=at)
    for words in (known.number, known.number[:6].lower(), person.ref, person.ref[:10], exchange.ref[:8], NIR,
                  "2 04 03 99 350 991 37"):  # fmt: skip
        assert [row.person for row in search.find(claire, words)] == [person.ref], words


@pytest.mark.parametrize("words", ["", "e", "el", "PK-", "@", "nobody", "01/01/1999", "299999999999999", "%", "___"])
def test_too_little_or_a_stranger_finds_nobody(known: File, claire: Account, words: str) -> None:
    assert search.find(claire, words) == []


def test_a_student_finds_nobody(known: File, aicha: Account) -> None:
    assert search.find(aicha, "El Amrani") == []


def test_a_search_says_what_for_and_is_kept_with_who_was_shown(known: File, claire: Account, signed_in: Enter) -> None:
    desk = signed_in(claire)
    page = desk.post("/desk/search/", {"words": "el amrani", "purpose": ""}).content.decode()
    assert "Say what you look for this person for." in page
    assert not Event.objects.filter(verb="people.person.searched").exists()
    page = desk.post("/desk/search/", {"words": "el amrani", "purpose": "messages"}).content.decode()
    assert f"/desk/documents/persons/{known.person.ref}/?why=messages" in page
    assert "27 March 2004" in page
    kept = Event.objects.get(verb="people.person.searched")
    assert (kept.actor, kept.subject) == (claire.actor, claire.subject)
    assert kept.data == {"purpose": "messages", "found": [known.person.ref]}
    assert "Nobody has this name" in desk.post("/desk/search/", {"words": "zzzz", "purpose": "task"}).content.decode()


def test_the_files_somebody_looked_at_today_are_listed_for_her_only(
    known: File, claire: Account, bruno: Account, signed_in: Enter
) -> None:
    desk, other = signed_in(claire), signed_in(bruno)
    assert "None yet." in desk.get("/desk/search/").content.decode()
    desk.get(f"/desk/documents/persons/{known.person.ref}/")
    assert "EL AMRANI" in desk.get("/desk/search/").content.decode()
    assert "EL AMRANI" not in other.get("/desk/search/").content.decode()


def test_the_register_page_names_the_person(salma: Person, claire: Account, signed_in: Enter, at: datetime) -> None:
    coverage.request_number(person=salma, asks="waiting", by="t", at=at)
    page = signed_in(claire).get("/desk/coverage/register/")
    assert page.context["rows"][0].who
    assert page.context["rows"][0].who in page.content.decode()


@pytest.mark.parametrize(
    ("surname", "words"),
    [
        ("Müller", ["muller", "mueller", "MÜLLER", "müll"]), ("O’Brien-Łódź", ["obrien", "o'brien", "lodz", "o’brien-ł"]),
        ("王", []), ("王小明", ["王小明", "王小明 27/03/2004"]), ("Benoît", ["benoit", "BENOI"]),
    ],
)  # fmt: skip
def test_a_name_is_found_as_its_letters_are_typed_anywhere(
    known: File, claire: Account, at: datetime, surname: str, words: list[str]
) -> None:
    File.objects.update(state="draft")
    answers = {"surname": surname, "given_names": "Salma"}
    operations.answer_step(file=known, step="name", answers=answers, by="t", at=at)
    for told in words:
        assert [row.person for row in search.find(claire, told)] == [known.person.ref], told
    assert search.find(claire, "benoitt") == search.find(claire, "llermu") == []
