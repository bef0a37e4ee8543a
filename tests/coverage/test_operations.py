"""Numbers as dated aliases of one person, certificates that replace one another, card and account only when certified."""

from __future__ import annotations

import importlib
import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from affilia.bridges import register, signature
from affilia.bridges.register import Answer
from affilia.coverage import cards, certificates, checking, doctors, jobs, operations, queries
from affilia.coverage.models import Certificate, Doctor, Exchange, Number, Period
from affilia.formats import certificate_code
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.people import operations as people
from affilia.people.models import Account, Identity, Person

NIA, NIR = "204039935099240", "204039935099337"


@pytest.fixture
def salma(aicha: Account, at: datetime) -> Person:
    """Accepted, her waiting number asked for."""
    person: Person = aicha.person  # type: ignore[attr-defined]
    people.record_identity(
        person=person, surname="El Amrani", given_names="Salma", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="test", by="test", at=at,
    )  # fmt: skip
    operations.open_period(person=person, fund="491", from_day=at.date(), basis="ORI-20", by="test", at=at)
    return person


def answered(person: Person, asks: str, at: datetime, number: str = "", code: str = "") -> Exchange:
    exchange = operations.request_number(person=person, asks=asks, by="test", at=at)
    operations.mark_sent(exchange=exchange, at=at)
    operations.take_answer(exchange=exchange, answer=Answer(exchange.ref, number, code), at=at)
    return exchange


def test_the_waiting_number_brings_a_temporary_certificate(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    assert [(n.kind, queries.opened(n)) for n in salma.numbers.all()] == [("NIA", NIA)]
    found = salma.certificates.get()
    assert (found.kind, found.from_day, found.until_day) == ("temporary", at.date(), date(2027, 8, 31))


def test_the_final_number_is_a_new_dated_alias_and_the_old_one_stays(salma: Person, at: datetime) -> None:
    later = at + timedelta(days=60)
    answered(salma, "waiting", at, NIA)
    answered(salma, "final", later, NIR)
    kinds = [(n.kind, n.from_at, n.until_at) for n in salma.numbers.order_by("pk")]
    assert kinds == [("NIA", at, later), ("NIR", later, None)]
    assert [c.kind for c in salma.certificates.filter(replaced_at=None)] == ["definitive"]
    assert salma.certificates.get(kind="temporary").replaced_at == later


def test_an_answer_is_booked_once(salma: Person, at: datetime) -> None:
    exchange = answered(salma, "waiting", at, NIA)
    with pytest.raises(MoveRefused):
        operations.take_answer(exchange=exchange, answer=Answer(exchange.ref, NIR, ""), at=at)
    assert salma.numbers.count() == 1


def test_a_rejection_says_why_to_the_person_and_to_a_caseworker(salma: Person, at: datetime) -> None:
    exchange = answered(salma, "waiting", at, code="BIRTH_PLACE_UNKNOWN")
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == ("rejected", "BIRTH_PLACE_UNKNOWN")
    assert salma.tasks.get().kind == "register_rejected"
    assert not salma.numbers.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(code="")


def test_one_number_names_one_person(salma: Person, wei: Account, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    other: Person = wei.person  # type: ignore[attr-defined]
    exchange = operations.request_number(person=other, asks="waiting", by="test", at=at)
    operations.mark_sent(exchange=exchange, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.take_answer(exchange=exchange, answer=Answer(exchange.ref, NIA, ""), at=at)


@pytest.mark.parametrize("verb", [cards.order_card, cards.open_health_account])
def test_card_and_account_open_only_when_certified(salma: Person, at: datetime, verb: Any) -> None:
    for step in (lambda: None, lambda: answered(salma, "waiting", at, NIA), lambda: answered(salma, "final", at, NIR)):
        step()
        with pytest.raises(cards.NotCertified):
            verb(person=salma, by="test", at=at)
    assert operations.certify_number(person=salma, by="register", at=at)
    assert not operations.certify_number(person=salma, by="register", at=at)
    first = verb(person=salma, by="test", at=at)
    assert verb(person=salma, by="test", at=at).pk == first.pk, "a double click is one card"


def test_a_waiting_number_can_never_be_certified(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    assert not operations.certify_number(person=salma, by="register", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.update(certified_at=at)


def test_a_code_is_genuine_then_replaced_and_an_unknown_one_looks_alike(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    code = salma.certificates.get().code
    found = checking.check_code(certificate_code.grouped(code).lower(), at.date())
    assert (found.word, found.initials, found.valid_today) == ("genuine", "S. E. A.", True)
    answered(salma, "final", at, NIR)
    assert checking.check_code(code, at.date()).word == "replaced"
    assert checking.check_code(certificate_code.new_code(), at.date()) == checking.CheckAnswer("unknown")
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert checking.check_code(wrong, at.date()) == checking.CheckAnswer("typo")


def test_a_code_of_an_older_release_is_found_with_a_2_typed_for_its_z(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    body = "K7Z29FDM4XTR8"
    code = body + certificate_code.check_character(body, certificate_code.OLDER, 31)
    Certificate.objects.update(code=code)
    for typed in (code, code.replace("Z", "2")):
        answer = checking.check_code(typed, at.date())
        assert (answer.word, answer.code) == ("genuine", code)


def test_a_certificate_of_rights_that_began_long_ago_can_be_made(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    Certificate.objects.update(from_day=date(1987, 9, 1))
    certificate = Certificate.objects.select_related("person__account").get()
    assert certificates.rendered(certificate, at=at).startswith(b"%PDF")
    assert certificate_code.decode(certificates.qr_text(certificate))[0].from_day == date(1987, 9, 1)


@pytest.mark.parametrize(
    ("birth", "written"), [("2004-02-03", "3 février 2004"), ("2004-02", "février 2004"), ("2004", "2004")]
)
def test_the_paper_writes_a_birth_in_french_whatever_is_known_of_it(
    salma: Person, at: datetime, birth: str, written: str
) -> None:
    Identity.objects.update(birth_date=birth)
    answered(salma, "waiting", at, NIA)
    rows = dict(certificates.text(Certificate.objects.select_related("person__account").get()).rows)
    assert rows["Date de naissance"] == written


def test_the_definitive_certificate_says_rights_since_their_first_day_and_is_valid_a_year_from_its_issue(
    salma: Person, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    late = datetime(2026, 11, 27, 8, tzinfo=UTC)
    answered(salma, "final", late, NIR)
    certificate = certificates_in_force(salma)
    assert (certificate.kind, certificate.from_day) == ("definitive", Period.objects.get().from_day)
    assert certificate.until_day == date(2027, 11, 26)
    rows = dict(certificates.text(certificate).rows)
    assert rows["Droits ouverts depuis le"] == "14 septembre 2026"
    assert rows["Attestation valable jusqu'au"] == "26 novembre 2027"
    told = checking.check_code(certificate.code, date(2026, 11, 27))
    assert (told.from_day, told.until_day, told.valid_today) == (date(2026, 9, 14), date(2027, 11, 26), True)
    square = certificate_code.decode(certificates.qr_text(certificate))[0]
    assert (square.from_day, square.until_day) == (date(2026, 9, 14), date(2027, 11, 26))


def certificates_in_force(person: Person) -> Certificate:
    return Certificate.objects.select_related("person__account").get(person=person, replaced_at__isnull=True)


@pytest.mark.parametrize("started_in", ["en", "fr", "ar"])
def test_the_courtesy_line_is_in_the_readers_language_whatever_the_service_was_started_in(
    salma: Person, aicha: Account, at: datetime, started_in: str
) -> None:
    answered(salma, "waiting", at, NIA)
    with translation.override(started_in):
        fresh = importlib.reload(certificates)
    lines = {}
    for language in ("en", "fr"):
        aicha.language = language
        aicha.save()
        certificate = Certificate.objects.select_related("person__account").get()
        lines[language] = fresh.text(certificate).courtesy
    assert lines == {"en": "Temporary certificate of rights", "fr": ""}, "in French the title says it already"


def test_the_pdf_is_sealed_once_and_says_what_the_rows_say(salma: Person, at: datetime) -> None:
    import page
    import pypdfium2
    import zxingcpp

    answered(salma, "waiting", at, NIA)
    certificate = Certificate.objects.select_related("person__account").get()
    pdf = certificates.rendered(certificate, at=at)
    certificate.refresh_from_db()
    assert certificates.rendered(certificate, at=at) == pdf, "kept, not made again"
    assert signature.signer().verify_pdf(pdf) == signature.SealVerdict(True, True)
    assert not signature.signer().verify_pdf(pdf.replace(b"/Title", b"/Tit1e", 1)).intact
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    assert "EL AMRANI Salma" in text
    assert "2 04 03 99 350 992 40" in text
    square = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())[0].text.partition("#")[2]
    statement, body, sign = certificate_code.decode(square)
    assert signature.genuine(body, sign, signature.signer().public)
    assert (statement.code, statement.name) == (certificate.code, "EL AMRANI Salma")
    assert NIA not in square
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        import tempfile

        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            assert page.validate_pdf(file.name, profile=profile).is_compliant


def test_two_renderers_at_once_leave_one_readable_certificate(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, "205129940199458")
    certificate = Certificate.objects.get()
    late = Certificate.objects.get()
    first = certificates.rendered(certificate, at=at)
    assert certificates.rendered(late, at=at) == first, "the one that came second gives what the first kept"
    assert certificates.rendered(Certificate.objects.get(), at=at) == first


def test_a_doctor_counts_from_the_signed_paper_and_a_new_one_takes_his_place(salma: Person, at: datetime) -> None:
    for number, day in (("10000001916", at.date()), ("10003879623", at.date() + timedelta(days=30))):
        doctor = doctors.declare_doctor(person=salma, name="Dr", number=number, by="test", at=at)
        doctors.record_doctor(doctor=doctor, from_day=day, by="claire", at=at + timedelta(days=30))
    assert queries.doctors_of(salma) == [
        (at.date(), at.date() + timedelta(days=30), "10000001916"),
        (at.date() + timedelta(days=30), None, "10003879623"),
    ]
    with pytest.raises(MoveRefused):
        doctors.record_doctor(doctor=doctor, from_day=at.date(), by="claire", at=at)


def recorded(person: Person, number: str, asked_at: datetime, day: date) -> None:
    """Two declarations asked for, then their forms recorded in the order of the calls."""
    doctor = Doctor.objects.create(person=person, name="Dr", rpps=number, asked_at=asked_at)
    doctors.record_doctor(doctor=doctor, from_day=day, by="claire", at=asked_at + timedelta(days=90))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_declarations_count_in_their_order_of_signature_however_they_come(
    salma: Person, at: datetime, order: tuple[int, ...]
) -> None:
    days = [at.date() + timedelta(days=30 * number) for number in range(3)]
    numbers = ["10000001916", "10003879623", "10000001999"]
    for place in order:
        recorded(salma, numbers[place], at, days[place])
    assert queries.doctors_of(salma) == list(zip(days, [*days[1:], None], numbers, strict=True))


def test_of_two_forms_signed_on_one_day_the_later_declaration_counts(salma: Person, at: datetime) -> None:
    recorded(salma, "10000001916", at, at.date())
    recorded(salma, "10003879623", at + timedelta(hours=1), at.date())
    assert queries.doctors_of(salma)[-1] == (at.date(), None, "10003879623")
    with pytest.raises(doctors.ReplacedThatDay):
        recorded(salma, "10000001999", at - timedelta(hours=1), at.date())
    assert Doctor.objects.filter(from_day=None).exists(), "nothing was written of it"


def test_the_database_takes_no_doctor_who_ends_before_he_begins(salma: Person, at: datetime) -> None:
    recorded(salma, "10000001916", at, at.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        Doctor.objects.update(until_day=at.date() - timedelta(days=1))


def test_ten_digits_are_no_doctor_and_a_doubtful_number_is_kept(salma: Person, at: datetime) -> None:
    with pytest.raises(doctors.BadRpps):
        doctors.declare_doctor(person=salma, name="Dr", number="1000000191", by="test", at=at)
    assert doctors.declare_doctor(person=salma, name="Dr", number="10000001917", by="test", at=at).rpps == "10000001917"


def test_no_event_holds_a_number(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    assert NIA not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_register_gives_each_person_another_number_and_one_request_one_answer(at: datetime, settings: Any) -> None:
    bridge = register.register()
    told = {
        "surname": "Haddad",
        "birth_date": "2004-06-10",
        "sex": "M",
        "birth_country": "LB",
        "birth_town": "Beyrouth",
    }
    for name in ("Karim", "Karam", "Karim"):
        for reference in (f"{name}-{id(told)}",):
            request = register.Request(reference=reference, asks="waiting", given_names=name, **told)
            bridge.send(request, at)
            bridge.send(request, at)
    answers = [bridge.answer(f"{name}-{id(told)}", at) for name in ("Karim", "Karam")]
    numbers = [answer.number for answer in answers if answer]
    assert len(set(numbers)) == 2
    assert all(number[:10] == "1040699205" for number in numbers), "twins differ by their order only (NUM-6)"


def test_an_answer_of_the_register_that_cannot_be_booked_stops_nobody(
    salma: Person, wei: Account, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first says nothing, neither number nor code; the second gives a number."""
    other: Person = wei.person  # type: ignore[attr-defined]
    asked = [operations.request_number(person=person, asks="waiting", by="t", at=at) for person in (salma, other)]
    for exchange in asked:
        operations.mark_sent(exchange=exchange, at=at)

    class Register:
        def answer(self, reference: str, at: datetime) -> Answer:
            return Answer(reference, "" if reference == asked[0].ref else NIA, "")

        def certified(self, number: str, at: datetime) -> bool:
            return False

    monkeypatch.setattr(register, "register", Register)
    assert jobs.collect(at=at) == 1
    assert [row.state for row in Exchange.objects.order_by("pk")] == ["sent", "accepted"]
