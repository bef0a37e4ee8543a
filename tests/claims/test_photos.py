"""A sheet is decided after its photo was read, and not where the photo says something else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from affilia.bridges import keys, ocr
from affilia.claims import doubts, operations
from affilia.claims.jobs import decide_person
from affilia.claims.models import Claim, Line
from affilia.claims.photos import CARE_SHEET, MOST_WAIT, persons_otherwise
from affilia.claims.sheets import NewLine
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Document, Reading
from affilia.people.models import Person
from tests.claims.test_operations import RPPS, paid
from tests.claims.test_operations import salma as salma
from tests.journeys.test_one_student_all_the_way import SALMA


def photo(person: Person, at: datetime, sure: int = 9_000, **read: str) -> Document:
    """A photo on which this was read; nothing: not read yet."""
    document = Document(person=person, paper="FDS", file_name="x.jpg", sha256="b" * 64, size=1, received_at=at)
    key = keys.new_key()
    document.key_wrapped = keys.wrap(key, documents.about(document))
    document.state, document.kind = ("read", CARE_SHEET) if read else ("safe", "")
    document.save()
    Reading.objects.bulk_create(
        Reading(
            document=document, field=name, value_sealed=keys.seal(value.encode(), key, documents.about(document)),
            confidence=sure, page=1, by="worker", at=at,
        )
        for name, value in read.items()
    )  # fmt: skip
    return document


def send(person: Person, sheet: Document, at: datetime, *fees: int, **told: Any) -> Claim:
    lines = [NewLine("G", told.get("day", at.date()), fee) for fee in fees]
    return operations.receive_sheet(
        person=person, sheet=sheet, professional=told.get("professional", "Dr Fictif"), rpps=told.get("rpps", RPPS),
        specialty="", pathway="own", signed=True, lines=lines, by="s", at=at, sector="S1/OPTAM",
    )  # fmt: skip


def held() -> set[str]:
    return set(Line.objects.filter(state="held").values_list("held_for", flat=True))


def test_another_amount_on_the_photo_waits_for_a_person_who_may_let_it_be(salma: Person, at: datetime) -> None:
    claim = send(salma, photo(salma, at, amount="3000"), at, 2500, 2500)
    assert paid(salma, at) == []
    assert held() == {doubts.NOT_AS_READ}
    for line in claim.lines.all():
        operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=2500, by="claire", at=at)
    assert len(paid(salma, at)) + Line.objects.filter(held_for=doubts.REPEAT).count() == 2


def test_another_day_on_the_photo_waits_for_a_person_and_the_birth_on_it_does_not(salma: Person, at: datetime) -> None:
    send(salma, photo(salma, at, care_day="2004-03-27", amount="3000"), at, 3000)
    assert paid(salma, at) == [700]
    Document.objects.update(sha256="c" * 64)
    send(salma, photo(salma, at, care_day="2026-01-02"), at, 3100, professional="Dr Autre", rpps="")
    assert paid(salma, at) == []
    assert held() == {doubts.NOT_AS_READ}


def test_what_the_reader_is_not_sure_of_or_reads_alike_does_not_wait(salma: Person, at: datetime) -> None:
    send(salma, photo(salma, at, sure=5_000, amount="9900"), at, 3000)
    assert paid(salma, at) == [700]


@pytest.mark.parametrize("kind", ["", "rib"])
def test_a_picture_of_nothing_and_another_paper_wait_for_a_person(salma: Person, at: datetime, kind: str) -> None:
    sheet = photo(salma, at)
    Document.objects.update(state="read", kind=kind)
    sheet.refresh_from_db()
    line = send(salma, sheet, at, 3000).lines.get()
    assert paid(salma, at) == []
    assert held() == {doubts.NO_SHEET}
    assert persons_otherwise(salma.pk, salma.pk) == set(), "it waits for a person already"
    operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=3000, by="claire", at=at)
    assert paid(salma, at) == [700]


def test_the_columns_leave_a_picture_of_nothing_to_a_person(salma: Person, at: datetime) -> None:
    send(salma, photo(salma, at, amount="3000"), at, 3000)
    assert persons_otherwise(salma.pk, salma.pk) == set()
    Document.objects.update(kind="")
    assert persons_otherwise(salma.pk, salma.pk) == {salma.pk}


def test_a_sheet_waits_until_its_photo_is_read_and_a_person_looks_where_no_machine_can(
    salma: Person, at: datetime
) -> None:
    sheet = photo(salma, at)
    send(salma, sheet, at, 3000)
    # however long the machine has not come to it yet
    assert paid(salma, at + timedelta(days=2)) == []
    assert Line.objects.get().state == "received"
    documents.begin_reading(document=sheet, at=at + timedelta(days=2))
    documents.begin_reading(document=sheet, at=at + timedelta(days=3))
    assert paid(salma, at + timedelta(days=2)) == []
    assert Line.objects.get().state == "received"
    assert paid(salma, at + timedelta(days=2) + MOST_WAIT) == []
    assert held() == {doubts.NO_SHEET}


class Broken:
    """A reader that fails."""

    def read(self, page: bytes) -> list[ocr.Line]:
        raise RuntimeError


def test_the_job_reads_before_it_decides_and_leaves_to_a_person_what_it_cannot_read(
    salma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    picture = specimens.feuille_de_soins(SALMA, day=f"{now:%d/%m/%Y}", amount="30,00", doctor="Dr Fictif")
    sheet = documents.receive(person=salma, paper="FDS", files=[("a.jpg", picture)], by="s", at=now)
    send(salma, sheet, now, 3000)
    with monkeypatch.context() as broken:
        broken.setattr("affilia.documents.jobs.ocr.ocr", Broken)
        with pytest.raises(RuntimeError):
            decide_person.func(salma.ref)
        assert Line.objects.get().state == "received"
    decide_person.func(salma.ref)
    sheet.refresh_from_db()
    assert (sheet.state, Line.objects.get().state) == ("read", "decided")
    monkeypatch.setattr("affilia.documents.jobs.ocr.ocr", Broken)
    picture = specimens.feuille_de_soins(SALMA, day=f"{now:%d/%m/%Y}", amount="31,00", doctor="Dr Autre")
    late = documents.receive(person=salma, paper="FDS", files=[("b.jpg", picture)], by="s", at=now)
    send(salma, late, now, 3100, professional="Dr Autre", rpps="")
    with pytest.raises(RuntimeError):
        decide_person.func(salma.ref)
    Document.objects.filter(pk=late.pk).update(tried_at=now - MOST_WAIT)
    decide_person.func(salma.ref)
    assert Line.objects.get(fee_cents=3100).held_for == doubts.NO_SHEET
