"""The pages of the file: nothing is asked twice, what was done is seen, every error is told at once."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from affilia import portal
from affilia.claims import sheets
from affilia.documents import specimens
from affilia.formats import certificate_code
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


def test_where_a_department_has_several_funds_she_chooses_and_nothing_is_chosen_for_her(
    file: File, aicha: Account, signed_in: Enter
) -> None:
    File.objects.update(address="", postcode="", town="", fund="")
    student, told = signed_in(aicha), {"address": "1 rue Nationale", "postcode": "59000", "town": "Lille Cedex"}
    page = student.post("/file/address/", told).content.decode()
    assert "Your department has several funds. Choose yours, then save again." in page
    shown = page[page.index('name="fund"') :]
    assert shown.index('value=""') < shown.index('value="595"') < shown.index('value="594"')  # that of Lille first
    assert "selected" not in shown[: shown.index("</select>")].replace('<option value="" selected>', "")
    assert File.objects.get().postcode == ""
    assert student.post("/file/address/", {**told, "fund": "599"}).status_code == 302
    assert File.objects.get().fund == "599"


def test_the_only_fund_of_a_department_is_not_asked(file: File, aicha: Account, signed_in: Enter) -> None:
    told = {"address": "1 rue Bressigny", "postcode": "49000", "town": "Angers"}
    assert signed_in(aicha).post("/file/address/", told).status_code == 302
    assert File.objects.get().fund == "491"


def test_a_paper_handed_in_is_saved_too(file: File, aicha: Account, signed_in: Enter, at: datetime) -> None:
    before = File.objects.get().saved_at
    photo = SimpleUploadedFile("a.jpg", specimens.passport(SALMA), content_type="image/jpeg")
    assert signed_in(aicha).post("/documents/DOC-01/", {"photos": photo}).status_code == 302
    assert File.objects.get().saved_at > before + timedelta(days=1)


def test_empty_boxes_are_named_in_the_summary_and_days_have_a_fitting_example(
    file: File, aicha: Account, signed_in: Enter
) -> None:
    page = signed_in(aicha).post("/file/studies/", {"school": ""}).content.decode()
    assert "Fill in “School or university”." in page
    assert "When did you arrive in France? – Enter day, month and year, for example 14 9 2026." in page
    assert "2004" not in page


def test_an_empty_sheet_of_care_tells_no_day_of_birth(aicha: Account, signed_in: Enter) -> None:
    page = signed_in(aicha).post("/care/new/", {"professional": ""}).content.decode()
    assert "Day of the visit – Enter day, month and year, for example 14 10 2026." in page
    assert "Enter an amount, for example 30,00." in page


def every_form() -> list[type[forms.Form]]:
    """The forms of the student's pages."""
    for module in pkgutil.iter_modules(portal.__path__, "affilia.portal."):
        importlib.import_module(module.name)
    found = [*forms.Form.__subclasses__()]
    return [form for form in found if form.__module__.startswith(("affilia.portal", "affilia.pages"))]


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_no_empty_field_is_told_in_the_words_of_the_framework(form: type[forms.Form]) -> None:
    told = form({"nothing": ""})
    for field in told.visible_fields():
        assert "This field is required." not in field.errors, field.name


def test_a_day_to_come_and_a_text_file_are_told_together_with_the_amount(aicha: Account, signed_in: Enter) -> None:
    next_year = str(timezone.localdate().year + 1)
    told = {
        "code": "G", "professional": "Dr", "care_day_day": "1", "care_day_month": "2", "care_day_year": next_year, "fee": "x",
        "pathway": "own", "rpps": "123", "key": "k", "photos": SimpleUploadedFile("note.txt", b"only words"),
    }  # fmt: skip
    page = signed_in(aicha).post("/care/new/", told).content.decode()
    for words in (sheets.BadDay, sheets.BadProfessional):
        assert escape(str(words.sentence)) in page
    assert "Enter an amount, for example 30,00." in page
    assert "This file is something else." in page
    assert "<title>Problem: New care sheet" in page


def test_a_wrong_bank_account_is_told_though_the_holder_is_empty(aicha: Account, signed_in: Enter) -> None:
    page = signed_in(aicha).post("/bank-account/", {"holder": "", "iban": "FR76 0000"}).content.decode()
    assert "Enter the name on the account." in page
    assert "it is not a bank account number (IBAN)" in page
    assert "<title>Problem: Bank account" in page


@pytest.mark.parametrize(("code", "words"), [("AAAA", "typing mistake"), ("", "We do not know this code.")])
def test_a_wrong_code_is_an_error_of_its_field(client: Client, code: str, words: str) -> None:
    page = client.post("/v/", {"code": code or certificate_code.new_code()}).content.decode()
    assert words in page
    assert 'id="errors"' in page
    assert 'role="status"' not in page


def test_the_check_leaves_nothing_out(file: File, aicha: Account, signed_in: Enter) -> None:
    told = {
        "parent1_given_names": "Karim",
        "parent2_surname": "Bennis",
        "parent2_given_names": "Leïla",
        "other_nationality": "CA",
    }
    File.objects.update(studies_until="2027-06-30", **told)
    page = signed_in(aicha).get("/file/check/").content.decode()
    for words in ("Karim", "Bennis", "Leïla", "30 June 2027", "Canada", "CPAM de Maine-et-Loire", "Passport"):
        assert words in page, words
    File.objects.update(parent1_surname="", parents_unknown=True)
    assert "My papers show no parent" in signed_in(aicha).get("/file/check/").content.decode()
