"""One student, through the doors: from "am I covered?" to euros on her account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from affilia.bridges import signature
from affilia.coverage import jobs as coverage_jobs
from affilia.documents import specimens
from affilia.documents.specimens import Specimen
from affilia.formats import pain001
from affilia.journal import verify_journal
from affilia.journal.operations import sign_root
from affilia.journal.queries import export
from affilia.payments.jobs import take_answers
from affilia.payments.models import Order
from affilia.payments.queries import order_xml
from affilia.people.models import Account, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tables_may_be_emptied")]
SALMA = Specimen(
    "El Amrani", "Salma Nour", "F", "2004-03-27", "Fès", "MAR", "AB1234567", parents=("Karim El Amrani", "Leïla Bennis")
)


def photo(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def day(on: date) -> dict[str, str]:
    return {"_day": str(on.day), "_month": str(on.month), "_year": str(on.year)}


def boxes(name: str, on: date) -> dict[str, str]:
    return {name + part: value for part, value in day(on).items()}


def latest_code() -> str:
    mails = sorted((Path(settings.VAR) / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    found = [code for path in mails for code in re.findall(r"\b(\d{6})\b", path.read_text().split("\n\n", 1)[1])]
    return found[-1]


def answers(client: Client, question: str, data: dict[str, str]) -> str:
    response = client.post(f"/orientation/{question}/", data)
    assert response.status_code == 302, response.content.decode()[-3000:]
    return response.url


def test_one_student_goes_all_the_way(
    claire: Account, bruno: Account, signed_in: Callable[[Account], Client], work: Callable[[], None]
) -> None:
    today = timezone.localdate()
    start = date(today.year, 9, 7) if today.month >= 9 else date(today.year - 1, 9, 7)
    client = Client()
    orientation(client, start, today)
    sign_in(client, work)
    fill(client, start)
    for paper, picture in (("DOC-01", specimens.passport), ("DOC-02", specimens.visa), ("DOC-03", specimens.enrolment)):
        assert client.post(f"/documents/{paper}/", {"photos": photo(picture(SALMA))}).status_code == 302
    work()
    assert "EL AMRANI" in client.get("/documents/DOC-01/").content.decode()
    response = client.post("/file/check/", {"agreed": "on"})
    assert (response.status_code, response.url) == (302, "/status/")
    person = Person.objects.get()

    desk = signed_in(claire)
    assert "EL AMRANI" in desk.get("/desk/").content.decode()
    ask_for_a_better_enrolment(client, desk, person, work)
    certificate(client, desk, person, work)
    definitive(client, desk, person, work)
    doctor(client, desk, work)
    care(client, desk, signed_in(bruno), person, work)
    verified()


def orientation(client: Client, start: date, today: date) -> None:
    assert answers(client, "french_number", {"french_number": "none"}) == "/orientation/status/"
    assert answers(client, "status", {"status": "student"}) == "/orientation/nationalities/"
    assert answers(client, "nationalities", {"nationality": "MA"}) == "/orientation/proof/"
    assert answers(client, "proof", {"proof": "none"}) == "/orientation/stay_from/"
    stay = {**boxes("stay_from", start), **boxes("stay_until", date(today.year + 1, 6, 30))}
    assert answers(client, "stay_from", stay) == "/orientation/organisation_family/"
    assert answers(client, "organisation_family", {"organisation_family": "no"}) == "/orientation/answer/"
    page = client.get("/orientation/answer/").content.decode()
    assert "You must register" in page
    assert "ORI-20" in page


def sign_in(client: Client, work: Callable[[], None]) -> None:
    response = client.post("/sign-in/", {"email": "salma@example.org"})
    work()
    assert client.post(response.url, {"code": "000000"}).status_code == 200
    assert client.post(response.url, {"code": latest_code()}).url == "/file/"
    assert client.post("/file/").url == "/file/"


def fill(client: Client, start: date) -> None:
    steps = {
        "name": {"surname": "El Amrani", "given_names": "Salma Nour"},
        "birth": {"birth_date_day": "27", "birth_date_month": "3", "birth_date_year": "2004"},
        "birth-place": {"birth_country": "MA", "birth_town": "Fès"},
        "sex": {"sex": "F"},
        "nationality": {"nationality": "MA"},
        "parents": {"parent1_surname": "El Amrani", "parent1_given_names": "Karim"},
        "phone": {"phone": "06 12 34 56 78"},
        "address": {"address": "1 rue Imaginaire", "postcode": "49000", "town": "Angers"},
        "studies": {"school": "Université imaginaire", **boxes("studies_from", start), **boxes("arrived_on", start)},
    }
    for step, data in steps.items():
        response = client.post(f"/file/{step}/", data)
        assert response.status_code == 302, (step, response.content.decode()[-2500:])


def check(desk: Client, person: Person, paper: str, **told: str) -> None:
    document = person.documents.filter(paper=paper).exclude(state="replaced").get()
    shown = desk.get(f"/desk/documents/persons/{person.ref}/?paper={paper}").content.decode()
    told = {**dict(re.findall(r'name="(until_[a-z]+)" value="([0-9]+)"', shown)), **told}  # as the page fills it
    assert desk.post(f"/desk/documents/{document.ref}/check/", {"outcome": "accept", **told}).status_code == 302


def ask_for_a_better_enrolment(client: Client, desk: Client, person: Person, work: Callable[[], None]) -> None:
    assert "Salma" in desk.get(f"/desk/documents/persons/{person.ref}/?paper=DOC-01").content.decode()
    check(desk, person, "DOC-01")
    check(desk, person, "DOC-02")
    check(desk, person, "DOC-03", outcome="ask", reason="other_year")
    work()
    page = client.get("/status/").content.decode()
    assert "a certificate of another year" in page
    assert client.get("/certificate/pdf/").status_code == 404
    assert client.post("/documents/DOC-03/", {"photos": photo(specimens.rib(SALMA))}).status_code == 302
    assert person.numbers.get().kind == "NIA"


def certificate(client: Client, desk: Client, person: Person, work: Callable[[], None]) -> None:
    check(desk, person, "DOC-03")
    work()
    found = client.get("/certificate/pdf/")
    assert found.status_code == 200
    seal = signature.signer().verify_pdf(found.content)
    assert (seal.intact, seal.trusted) == (True, True)
    code = person.certificates.get().code
    assert "Genuine" in client.post("/v/", {"code": code}).content.decode()
    assert "number must be certified first" in client.post("/card/").content.decode()
    status = client.get("/status/").content.decode()
    assert "Your permanent number waits for it." in status
    assert "/documents/DOC-05/" in status


def definitive(client: Client, desk: Client, person: Person, work: Callable[[], None]) -> None:
    client.post("/documents/DOC-05/", {"photos": photo(specimens.birth_certificate(SALMA))})
    client.post("/documents/DOC-07/", {"photos": photo(specimens.validation(SALMA))})
    work()
    check(desk, person, "DOC-05")
    check(desk, person, "DOC-07", no_end="on")
    work()
    later = timezone.now() + timezone.timedelta(hours=1)
    coverage_jobs.collect(at=later)
    assert [number.kind for number in person.numbers.order_by("pk")] == ["NIA", "NIR"]
    assert [item.kind for item in person.certificates.filter(replaced_at=None)] == ["definitive"]
    coverage_jobs.collect(at=later + timezone.timedelta(hours=1))
    assert "Your number is certified: you can order it now." in client.get("/status/").content.decode()
    assert client.post("/card/").status_code == 302
    assert client.post("/health-account/").status_code == 302


def doctor(client: Client, desk: Client, work: Callable[[], None]) -> None:
    assert client.post("/doctor/", {"name": "Dr Fictif", "rpps": "123"}).status_code == 200
    assert client.post("/doctor/", {"name": "Dr Fictif", "rpps": "10000001916"}).status_code == 302
    assert client.get("/doctor/pdf/").content.startswith(b"%PDF")
    from affilia.coverage.models import Doctor

    today = timezone.localdate()
    assert desk.post(f"/desk/coverage/doctors/{Doctor.objects.get().ref}/", boxes("from_day", today)).status_code == 302


def care(client: Client, desk: Client, second: Client, person: Person, work: Callable[[], None]) -> None:
    today = timezone.localdate()
    sheet = {
        "code": "G", "professional": "Dr Fictif", "rpps": "10000001916", "fee": "30,00", "pathway": "own",
        "signed": "on", "key": "k1", **boxes("care_day", today),
    }  # fmt: skip
    picture = specimens.feuille_de_soins(SALMA, day=f"{today:%d/%m/%Y}", amount="30,00", doctor="Dr Fictif")
    sent = client.post("/care/new/", {**sheet, "photos": photo(picture)})
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    assert client.post("/care/new/", {**sheet, "photos": photo(picture)}).url == sent.url, "a double click is one sheet"
    work()
    page = client.get(sent.url).content.decode()
    assert "€19.00" in page
    assert "R160-5" in page
    assert client.post("/bank-account/", {"holder": "Salma", "iban": "FR7630006000011234567890188"}).status_code == 200
    assert client.post("/bank-account/", {"holder": "Salma El Amrani", "iban": specimens_iban()}).status_code == 302
    order = desk.post("/desk/payments/").url
    desk.post(f"{order}decide/", {"verb": "approve"})
    assert "prepared" in desk.get(order).content.decode(), "one person alone approves nothing"
    second.post(f"{order}decide/", {"verb": "approve"})
    work()
    assert pain001.faults(order_xml(Order.objects.get())) == []
    assert second.get(f"{order}order.xml").status_code == 404, "no page hands out the accounts of a whole order"
    take_answers(at=timezone.now())
    page = client.get(sent.url).content.decode()
    assert "paid on" in page


def specimens_iban() -> str:
    return SALMA.iban


def verified() -> None:
    signer = signature.signer()
    sign_root(signer=signer, at=timezone.now())
    key = {"kind": "key", "key_id": signer.key_id, "public": signer.public}
    verdict = verify_journal.verify([key, *export()])
    assert verdict["valid"], verdict
    assert verdict["events"] > 40
