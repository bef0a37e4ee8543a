"""A sheet and its photo are sent as one: once for each form, and nothing of what is not kept stays on disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from affilia.claims import operations, sheets
from affilia.claims.models import Claim
from affilia.documents import specimens
from affilia.documents.models import Document, Page
from affilia.documents.specimens import Specimen
from affilia.journal.operations import OtherBody
from affilia.people.models import Person
from tests.claims.test_operations import RPPS
from tests.claims.test_operations import salma as salma

WHO = Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fès", "MAR", "AB1234567")
ONE, OTHER = [("a.jpg", specimens.visa(WHO))], [("a.jpg", specimens.passport(WHO))]


def blobs() -> set[str]:
    return {path.name for path in (Path(settings.VAR) / "blobs").rglob("*") if path.is_file()}


def send(person: Person, at: datetime, photos: list[tuple[str, bytes]], key: str = "k", fee: int = 3000) -> str:
    line = sheets.NewLine("G", at.date(), fee)
    sheet = sheets.Sheet("Dr Fictif", RPPS, "", "S1/OPTAM", "own", True, (line,))
    return operations.send_sheet(key=key, person=person, sheet=sheet, photos=photos, by="student:x", at=at)


def test_the_same_form_is_one_sheet_and_one_photo(salma: Person, at: datetime) -> None:
    before = blobs()
    assert send(salma, at, ONE) == send(salma, at, ONE)
    assert (Claim.objects.count(), Document.objects.count()) == (1, 1)
    assert len(blobs() - before) == Page.objects.count() == 2


@pytest.mark.parametrize("told", [{"photos": OTHER}, {"photos": ONE, "fee": 3100}])
def test_a_form_sent_again_with_another_photo_is_another_form_and_keeps_nothing(
    salma: Person, at: datetime, told: dict[str, Any]
) -> None:
    send(salma, at, ONE)
    before = blobs()
    with pytest.raises(OtherBody):
        send(salma, at, **told)
    assert (blobs(), Document.objects.count()) == (before, 1)


def test_two_forms_with_one_photo_keep_it_once(salma: Person, at: datetime) -> None:
    send(salma, at, ONE, key="a")
    before = blobs()
    send(salma, at, ONE, key="b", fee=3100)
    assert (Claim.objects.count(), Document.objects.count(), blobs()) == (2, 1, before)


def test_a_sheet_that_cannot_be_kept_leaves_no_photo(
    salma: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**told: Any) -> None:
        raise OSError("the disk is full")

    before = blobs()
    monkeypatch.setattr(operations, "receive_sheet", broken)
    with pytest.raises(OSError, match="full"):
        send(salma, at, ONE)
    assert (blobs(), Document.objects.count()) == (before, 0)


def test_what_the_sheet_says_is_looked_at_before_its_photo(salma: Person, at: datetime) -> None:
    with pytest.raises(sheets.BadAmount):
        send(salma, at, [("a.jpg", b"text")], fee=0)
