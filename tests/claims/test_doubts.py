"""The same photo or the same care again waits for a person, whoever sends it and however the name is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from affilia.claims import doubts, operations
from affilia.claims.models import Claim, Decision, Line
from affilia.claims.photos import CARE_SHEET
from affilia.claims.sheets import NewLine
from affilia.coverage import operations as coverage
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Document, Page
from affilia.people import operations as people
from affilia.people.models import Account, Person
from tests.claims.test_operations import RPPS, paid, send
from tests.claims.test_operations import salma as salma
from tests.registration.test_operations import SALMA


def photo(person: Person, at: datetime, sha256: str = "a" * 64) -> Document:
    return Document.objects.create(
        person=person,
        paper="FDS",
        file_name="x.jpg",
        sha256=sha256,
        size=1,
        key_wrapped=b"",
        received_at=at,
        state="read",
        kind=CARE_SHEET,
    )


def with_photo(person: Person, sheet: Document, at: datetime, **told: Any) -> Claim:
    line = NewLine("G", at.date(), told.pop("fee", 3000))
    facts = {"professional": "Dr Fictif", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, **told}
    return operations.receive_sheet(
        person=person, sheet=sheet, lines=[line], by="s", at=at, sector="S1/OPTAM", **facts
    )  # fmt: skip


@pytest.fixture
def other(wei: Account, at: datetime) -> Person:
    """Covered like Salma."""
    person: Person = wei.person  # type: ignore[attr-defined]
    people.record_identity(
        person=person, surname="Wang", given_names="Wei", no_given_names=False, birth_date="2003-01-01", sex="M",
        birth_country="CN", birth_town="Wuhan", nationality="CN", source="test", by="test", at=at,
    )  # fmt: skip
    coverage.open_period(person=person, fund="491", from_day=at.date(), basis="ORI-20", by="test", at=at)
    return person


def test_one_photo_pays_once_however_name_and_fee_are_typed(salma: Person, at: datetime) -> None:
    sheet = photo(salma, at)
    with_photo(salma, sheet, at)
    assert paid(salma, at) == [700]
    for fee, name in ((3100, "Dr Fictif"), (3200, "Dr Autre")):
        with_photo(salma, sheet, at, fee=fee, professional=name, rpps="")
    assert paid(salma, at) == []
    assert set(Line.objects.filter(state="held").values_list("held_for", flat=True)) == {"same_photo"}
    assert Decision.objects.count() == 1


def test_the_photo_of_another_student_waits_for_a_person_and_is_never_refused_by_itself(
    salma: Person, other: Person, at: datetime
) -> None:
    first = with_photo(salma, photo(salma, at), at)
    second = with_photo(other, photo(other, at), at, fee=3100, professional="Dr Autre")
    assert (paid(salma, at), paid(other, at)) == ([700], [])
    line = second.lines.get()
    assert line.held_for == "same_photo"
    assert doubts.same_photo(second.ref) == [first.ref]
    operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=3100, by="claire", at=at)
    assert paid(other, at) == [700]


def test_the_first_of_two_sheets_with_a_photo_waits_too_where_the_second_was_decided_before(
    salma: Person, other: Person, at: datetime
) -> None:
    first, second = with_photo(salma, photo(salma, at), at), with_photo(other, photo(other, at), at)
    Line.objects.filter(claim=second).update(checked_by="claire")
    assert (paid(other, at), paid(salma, at)) == ([700], [])
    assert first.lines.get().held_for == "same_photo"


def with_pages(person: Person, at: datetime, sha256: str, *pages: str) -> Document:
    sheet = photo(person, at, sha256 * 64)
    rows = [Page(document=sheet, number=n, width=1, height=1, pixels=one) for n, one in enumerate(["", *pages])]
    Page.objects.bulk_create(rows)
    return sheet


def test_a_page_that_came_before_is_the_same_photo_whatever_the_file_holds_beside_it(
    salma: Person, other: Person, at: datetime
) -> None:
    first = with_photo(salma, with_pages(salma, at, "a", "p1"), at)
    second = with_photo(other, with_pages(other, at, "b", "p2", "p1"), at, fee=3100, professional="Dr Autre")
    third = with_photo(other, with_pages(other, at, "c", "p3"), at, fee=3200, professional="Dr Tiers", rpps="")
    assert (paid(salma, at), paid(other, at)) == ([700], [700])
    assert (second.lines.get().held_for, third.lines.get().held_for) == ("same_photo", "")
    assert doubts.same_photo(second.ref) == [first.ref]


@pytest.mark.parametrize("beside", [b"\0", b"another file"])
def test_bytes_behind_a_picture_make_no_other_pixels(salma: Person, at: datetime, beside: bytes) -> None:
    raw = specimens.visa(SALMA)
    pages = [
        documents.receive(person=salma, paper="FDS", files=[("a.jpg", data)], by="s", at=at).pages.get(number=1).pixels
        for data in (raw, raw + beside)
    ]
    assert pages[0] == pages[1] != ""


@pytest.mark.parametrize(
    ("second", "held"),
    [
        ({"fee": 3100}, "same_visit"), ({"fee": 3100, "professional": "docteur FICTÍF", "rpps": ""}, "same_visit"),
        ({"fee": 3100, "professional": "Dr Autre", "rpps": ""}, ""), ({"fee": 2500, "code": "TCG"}, ""), ({}, "repeat"),
    ],
)  # fmt: skip
def test_the_same_visit_with_another_fee_waits_for_a_person_once(
    salma: Person, at: datetime, second: dict[str, Any], held: str
) -> None:
    send(salma, at, pathway="away")
    again = send(salma, at, **{"pathway": "away", **second})
    paid(salma, at)
    line = again.lines.get()
    assert line.held_for == held
    if held:
        operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=line.fee_cents, by="claire", at=at)
        assert paid(salma, at) == [1900]


def test_the_same_visit_after_a_sheet_sent_back_for_a_signature_is_no_doubt(salma: Person, at: datetime) -> None:
    send(salma, at, signed=False)
    assert paid(salma, at) == [0]
    send(salma, at, fee=3100)
    assert paid(salma, at) == [700]


def test_a_batch_leaves_to_a_person_what_another_sheet_tells_of(salma: Person, other: Person, at: datetime) -> None:
    with_photo(other, with_pages(other, at, "b", "p2", "p1"), at)
    everybody = (min(salma.pk, other.pk), max(salma.pk, other.pk))
    assert doubts.one_by_one(*everybody) == set()
    operations.hold_line(line=send(salma, at).lines.get(), why="repeat", by="t", at=at)
    assert doubts.one_by_one(*everybody) == set()
    send(salma, at, fee=3100)
    assert doubts.one_by_one(*everybody) == {salma.pk}
    with_photo(salma, with_pages(salma, at, "a", "p1"), at, professional="Dr Autre")
    assert doubts.one_by_one(*everybody) == {salma.pk, other.pk}
