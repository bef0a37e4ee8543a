"""The pages of the file: nothing is asked twice, what was done is seen, every error is told at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from affilia.documents import specimens
from affilia.people.models import Account
from affilia.registration.models import File
from tests.journeys.test_one_student_all_the_way import SALMA
from tests.registration.test_operations import file as file

pytestmark = pytest.mark.django_db
Enter = Callable[[Account], Client]


@pytest.fixture
def empty(file: File) -> File:
    """Opened after the orientation, nothing answered."""
    told = {"nationalities": ["MA", "CA"], "stay_from": "2026-09-14", "stay_until": "2027-06-30"}
    blank = {"nationality": "", "other_nationality": "", "arrived_on": None, "studies_from": None, "school": ""}
    File.objects.update(orientation=told, surname="", given_names="", **blank)
    file.refresh_from_db()
    return file


def test_what_the_orientation_was_told_is_not_asked_again(empty: File, aicha: Account, signed_in: Enter) -> None:
    student = signed_in(aicha)
    page = student.get("/file/nationality/").content.decode()
    assert '<option value="MA" selected>' in page
    assert '<option value="CA" selected>' in page
    studies = student.get("/file/studies/").content.decode()
    for part, value in (("day", "14"), ("month", "9"), ("year", "2026")):
        assert f'name="arrived_on_{part}" value="{value}"' in studies


def test_pages_about_the_person_count_as_started_and_lead_to_the_first_that_is_left(
    file: File, aicha: Account, signed_in: Enter
) -> None:
    File.objects.update(phone="", sex="")
    page = signed_in(aicha).get("/file/").content.decode()
    about = page[page.index("About you") - 60 : page.index("About you") + 120]
    assert "Started" in about
    assert 'href="/file/sex/"' in about


def test_a_paper_handed_in_is_saved_too(file: File, aicha: Account, signed_in: Enter, at: datetime) -> None:
    before = File.objects.get().saved_at
    photo = SimpleUploadedFile("a.jpg", specimens.passport(SALMA), content_type="image/jpeg")
    assert signed_in(aicha).post("/documents/DOC-01/", {"photos": photo}).status_code == 302
    assert File.objects.get().saved_at > before + timedelta(days=1)
