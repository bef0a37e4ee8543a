"""The file: saved step by step, sent when complete, accepted by its papers, refused with all a refusal must say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from affilia.bridges import keys
from affilia.bridges.register import Answer
from affilia.coverage import operations as coverage
from affilia.coverage import rights
from affilia.coverage.certificates import qr_text
from affilia.coverage.models import Exchange, Number
from affilia.coverage.queries import register_request
from affilia.documents import operations as documents
from affilia.documents import specimens
from affilia.documents.models import Check, Document, Reading
from affilia.formats import certificate_code
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused, move
from affilia.letters.models import Message
from affilia.people.models import Account, Person
from affilia.portal.registration_forms import FORMS
from affilia.registration import consequences, identity, operations, queries, sending
from affilia.registration.models import File, Refusal
from affilia.registration.states import MOVES, FileState
from tests.world import ANSWERS, SALMA, TOLD, accept, complete, paper, told_of


@pytest.fixture
def file(aicha: Account, at: datetime) -> File:
    """All answered, nothing sent."""
    found = operations.open_file(person=aicha.person, told=TOLD, by=aicha.actor, at=at)  # type: ignore[attr-defined]
    for step in operations.STEPS:
        operations.answer_step(file=found, step=step, answers=ANSWERS, by=aicha.actor, at=at)
    return found


@pytest.mark.parametrize(("state", "name"), list(product(FileState, MOVES)))
def test_every_state_allows_exactly_the_moves_of_the_table(
    file: File, at: datetime, state: FileState, name: str
) -> None:
    File.objects.filter(pk=file.pk).update(state=state)
    file.refresh_from_db()
    sources, target = MOVES[name]
    events = Event.objects.count()
    if state in sources:
        move(file, name, verb="test.moved", by="x", at=at)
        assert File.objects.get().state == target
    else:
        with pytest.raises(MoveRefused):
            move(file, name, verb="test.moved", by="x", at=at)
        assert (File.objects.get().state, Event.objects.count()) == (state, events)


def test_a_second_opening_brings_the_same_file(file: File, aicha: Account, at: datetime) -> None:
    again = operations.open_file(person=file.person, told={}, by=aicha.actor, at=at)
    assert (again.pk, File.objects.count()) == (file.pk, 1)


def test_a_file_without_its_papers_is_not_sent(file: File, aicha: Account, at: datetime) -> None:
    with pytest.raises(sending.SomethingMissing):
        operations.submit_file(file=file, by=aicha.actor, at=at)
    assert File.objects.get().state == "draft"


def test_a_file_is_sent_once(file: File, aicha: Account, at: datetime) -> None:
    complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    with pytest.raises(MoveRefused):
        operations.submit_file(file=File.objects.get(), by=aicha.actor, at=at)
    assert file.person.tasks.filter(kind="check_file").count() == 1


def test_whoever_has_another_route_cannot_send(file: File, aicha: Account, at: datetime) -> None:
    complete(file, at)
    File.objects.update(orientation={**TOLD, "status": "phd_contract"})
    with pytest.raises(sending.NotForThisSite):
        operations.submit_file(file=File.objects.get(), by=aicha.actor, at=at)


def test_under_sixteen_the_authorisation_is_asked(file: File, aicha: Account, at: datetime) -> None:
    complete(file, at)
    File.objects.update(birth_date="2011-05-01")
    with pytest.raises(sending.SomethingMissing):
        operations.submit_file(file=File.objects.get(), by=aicha.actor, at=at)
    paper(file.person, "DOC-08", at)
    operations.submit_file(file=File.objects.get(), by=aicha.actor, at=at)


def test_identity_and_stay_give_a_number_and_enrolment_the_coverage(file: File, aicha: Account, at: datetime) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one], at)
    assert not file.person.exchanges.exists()
    accept([two], at)
    assert file.person.exchanges.get().asks == "waiting"
    assert not file.person.periods.exists()
    accept([three], at)
    assert File.objects.get().state == "accepted"
    period = file.person.periods.get()
    assert (period.from_day, period.fund, period.basis) == (date(2026, 9, 7), "491", "ORI-20")
    assert not file.person.tasks.filter(kind="check_file", state__in=("open", "taken")).exists()


def test_a_paper_asked_again_puts_the_turn_with_the_student_and_back(file: File, aicha: Account, at: datetime) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, two], at)
    operations.check_paper(document=three, outcome="ask", reason="other_year", by="claire", at=at)
    assert File.objects.get().state == "asked"
    overview = queries.overview(File.objects.get(), at.date())
    assert overview.problem is not None
    assert overview.problem.paper == "DOC-03"
    Document.objects.filter(pk=three.pk).update(state="replaced")
    newer = paper(file.person, "DOC-03", at)
    consequences.look_again(file.person, aicha.actor, at)
    assert File.objects.get().state == "submitted"
    accept([newer], at)
    assert File.objects.get().state == "accepted"


def test_a_refusal_says_why_or_is_no_refusal(file: File, aicha: Account, at: datetime) -> None:
    complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    for reason in ("", "expired", "expired:DOC-03", "because"):
        with pytest.raises(documents.ReasonMissing):
            operations.refuse_file(file=file, reason=reason, words="", by="claire", at=at)
    refusal = operations.refuse_file(file=file, reason="expired:DOC-01", words="", by="claire", at=at)
    assert (refusal.contest_by, refusal.contest) == (date(2026, 11, 14), "commission de recours amiable")
    for field in ("reason", "rule", "contest"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Refusal.objects.update(**{field: ""})


@pytest.mark.parametrize(
    "missing", [{"reason": ""}, {"rule": ""}, {"answer_by": None}, {"contest": ""}], ids=lambda told: next(iter(told))
)
def test_the_database_refuses_a_refused_paper_that_does_not_say_why(
    aicha: Account, at: datetime, missing: dict[str, Any]
) -> None:
    document = paper(aicha.person, "DOC-01", at)  # type: ignore[attr-defined]
    told = {"reason": "cut", "rule": "CSS R114-7", "answer_by": at.date(), "contest": "CRA", **missing}
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(document=document, outcome="refuse", by="claire", at=at, **told)


def test_two_caseworkers_on_one_paper_one_wins(aicha: Account, at: datetime) -> None:
    document = paper(aicha.person, "DOC-01", at)  # type: ignore[attr-defined]
    same = Document.objects.get(pk=document.pk)
    documents.accept_document(document=document, by="claire", at=at)
    with pytest.raises(MoveRefused):
        documents.refuse_document(document=same, reason="cut", words="", by="bruno", at=at)
    assert Check.objects.count() == 1


def test_a_wrong_answer_keeps_all_others(file: File, aicha: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(aicha)
    page = client.post("/file/name/", {"surname": "Ünïcode", "given_names": "", "name_used": "Kept"}).content.decode()
    assert "There is a problem" in page
    assert 'value="Ünïcode"' in page
    assert 'value="Kept"' in page
    page = client.post(
        "/file/birth/", {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "2004"}
    ).content.decode()
    assert "Enter a day that exists" in page
    assert 'value="31"' in page
    assert File.objects.get().birth_date == "2004-03-27"


@pytest.mark.parametrize(("day", "month", "year", "kept"), [("", "", "2004", "2004"), ("", "3", "2004", "2004-03")])
def test_an_unknown_day_or_month_stays_unknown(
    file: File, aicha: Account, signed_in: Callable[[Account], Client], day: str, month: str, year: str, kept: str
) -> None:
    told = {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year}
    assert signed_in(aicha).post("/file/birth/", told).status_code == 302
    assert File.objects.get().birth_date == kept


def test_a_one_word_name_is_a_family_name(file: File, aicha: Account, signed_in: Callable[[Account], Client]) -> None:
    assert signed_in(aicha).post("/file/name/", {"surname": "Suharto", "no_given_names": "on"}).status_code == 302
    assert (File.objects.get().surname, File.objects.get().given_names) == ("Suharto", "")


@examples(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_any_answers_are_accepted_or_told_never_an_error(step: str, data: st.DataObject) -> None:
    names = list(FORMS[step]({}).fields)
    told = {name + part: data.draw(st.text(max_size=40)) for name in names for part in ("", "_day", "_month", "_year")}
    FORMS[step](told).is_valid()


def test_names_are_fixed_once_a_number_rests_on_them(file: File, aicha: Account, at: datetime) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, two], at)
    operations.check_paper(document=three, outcome="ask", reason="other_year", by="claire", at=at)
    found = File.objects.get()
    with pytest.raises(operations.NotEditable):
        operations.answer_step(file=found, step="name", answers={"surname": "Other"}, by=aicha.actor, at=at)
    operations.answer_step(file=found, step="phone", answers={"phone": "+33600000000"}, by=aicha.actor, at=at)
    assert File.objects.get().surname == "El Amrani"


@pytest.mark.parametrize(
    ("nation", "title", "basis"),
    [("DZ", True, "ORI-21"), ("FR", False, "ORI-04"), ("NC", False, "ORI-05"), ("GB", True, "ORI-14")],
)
def test_each_route_asks_its_papers_and_leads_to_cover(
    file: File, aicha: Account, at: datetime, nation: str, title: bool, basis: str
) -> None:
    File.objects.update(orientation={**TOLD, "nationalities": [nation]}, nationality=nation, route="")
    found = File.objects.get()
    papers = [row.name for row in queries.overview(found, at.date()).temporary if row.kind == "paper"]
    assert ("DOC-02" in papers) is title
    assert {"DOC-01", "DOC-03"} <= set(papers)
    with pytest.raises(sending.SomethingMissing):
        operations.submit_file(file=found, by=aicha.actor, at=at)
    accepted = complete(found, at)
    operations.submit_file(file=found, by=aicha.actor, at=at)
    accept(accepted, at)
    assert found.person.periods.get().basis == basis


def test_the_clock_of_the_waiting_number_is_told_until_the_final_one(file: File, aicha: Account, at: datetime) -> None:
    assert rights.clock_of(file.person, at.date()) is None
    documents_ = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept(documents_, at)
    Number.objects.create(person=file.person, kind="NIA", value_sealed=b"", value_index="x", from_at=at)
    told = rights.clock_of(file.person, date(2027, 1, 10))
    assert told is not None
    assert (told.name, told.until_day) == ("formal_notice", date(2027, 3, 15))
    accept([paper(file.person, "DOC-05", at)], at)
    assert not file.person.exchanges.filter(asks="final").exists()  # the visa's validation is waited for
    told = rights.clock_of(file.person, at.date())
    assert told is not None
    assert (told.name, told.until_day) == ("proved", None), "nothing is at the register before it is sent"
    accept([paper(file.person, "DOC-07", at)], at)
    assert file.person.exchanges.filter(asks="final").exists()
    told = rights.clock_of(file.person, date(2027, 1, 10))
    assert told is not None
    assert told.name == "at_register"
    file.person.exchanges.filter(asks="final").update(state="rejected", code="DUPLICATE")
    assert rights.clock_of(file.person, at.date()) is None
    Number.objects.update(until_at=at)
    Number.objects.create(person=file.person, kind="NIR", value_sealed=b"", value_index="y", from_at=at)
    assert rights.clock_of(file.person, at.date()) is None


def test_a_civil_status_paper_already_sent_is_not_asked_for(file: File, aicha: Account, at: datetime) -> None:
    documents_ = complete(file, at)
    birth = paper(file.person, "DOC-05", at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept(documents_, at)
    codes = list(Message.objects.filter(person=file.person).values_list("code", flat=True))
    assert "civil_status_here" in codes
    assert "civil_status_due" not in codes
    Number.objects.create(person=file.person, kind="NIA", value_sealed=b"", value_index="x", from_at=at)
    told = rights.clock_of(file.person, at.date())
    assert told is not None
    assert told.sentence == rights.HERE
    operations.check_paper(document=birth, outcome="ask", reason="illegible", by="t", at=at)
    told = rights.clock_of(file.person, at.date())
    assert told is not None
    assert told.sentence != rights.HERE


def test_a_birth_certificate_says_what_its_country_needs_besides(file: File, aicha: Account) -> None:
    parents, _translation, legalisation = queries.told_of_paper(aicha, "DOC-05")
    assert "name your parents" in parents
    assert "no legalisation is needed, but this was not verified" in legalisation
    assert queries.told_of_paper(aicha, "DOC-01") == ()
    File.objects.update(birth_country="CN")
    assert "sworn translator" in queries.told_of_paper(aicha, "DOC-05")[1]


def test_the_papers_follow_the_answers_while_the_file_is_open(file: File, aicha: Account, at: datetime) -> None:
    """Told as a Moroccan, answered as a German: the papers of ORI-13 are asked, and they are enough."""
    File.objects.update(nationality="DE")
    found = File.objects.get()
    asked = [row.name for row in queries.overview(found, at.date()).temporary if row.kind == "paper"]
    assert asked == ["DOC-01", "DOC-03", "DOC-04"]
    sent = [paper(found.person, name, at) for name in asked]
    operations.submit_file(file=found, by=aicha.actor, at=at)
    accept(sent, at)
    found.refresh_from_db()
    assert (found.state, found.route) == ("accepted", "ORI-13")


def test_the_identity_is_recorded_and_the_notice_sent_once_while_the_register_has_not_answered(
    file: File, aicha: Account, at: datetime
) -> None:
    sent = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept(sent, at)
    assert file.person.identities.count() == 1
    assert file.person.messages.filter(code="civil_status_due").count() == 1


PASSPORT = {
    "surname": "EL AMRANI", "given_names": "SALMA", "birth_date": "2004-03-27", "sex": "F", "nationality": "MAR",
    "expiry_date": "2031-05-01",
}  # fmt: skip


def read_paper(person: Person, name: str, read: dict[str, str], at: datetime, *, valid: bool = True) -> Document:
    """A paper whose zone says this."""
    document = paper(person, name, at)
    key, about = keys.new_key(), f"document:{document.ref}"
    Document.objects.filter(pk=document.pk).update(
        quality={"zone_valid": valid},
        key_wrapped=keys.wrap(key, about),
        kind={"DOC-01": "passport", "DOC-02": "visa"}[name],
    )
    for field, value in read.items():
        Reading.objects.create(
            document=document, field=field, value_sealed=keys.seal(value.encode(), key, about), confidence=9900, page=1,
            box=[0, 0, 1, 1], by="worker", at=at,
        )  # fmt: skip
    return document


@pytest.mark.parametrize(
    ("change", "valid", "allowed", "accepted"),
    [
        ({}, True, True, True), ({}, True, False, False), ({}, False, True, False), ({"surname": "ALAOUI"}, True, True, False),
        ({"sex": "M"}, True, True, False), ({"nationality": "DZA"}, True, True, False),
        ({"birth_date": "2004-03-28"}, True, True, False), ({"expiry_date": "2026-09-13"}, True, True, False),
    ],
)  # fmt: skip
def test_the_rule_accepts_what_every_check_agrees_on_and_nothing_else(
    file: File, aicha: Account, at: datetime, settings: Any,
    change: dict[str, str], valid: bool, allowed: bool, accepted: bool,
) -> None:  # fmt: skip
    settings.ACCEPT_BY_RULE = allowed
    for name in ("DOC-01", "DOC-02"):
        read_paper(file.person, name, {**PASSPORT, **change}, at, valid=valid)
    paper(file.person, "DOC-03", at)
    assert operations.accept_by_rule(at=at) == 0  # a draft is nobody's business
    operations.submit_file(file=file, by=aicha.actor, at=at)
    assert operations.accept_by_rule(at=at) == (2 if accepted else 0)
    assert file.person.identities.exists() is accepted
    assert operations.accept_by_rule(at=at) == 0
    assert Check.objects.filter(by="rule").count() == (2 if accepted else 0)


def test_a_passport_in_the_place_of_the_visa_is_not_accepted_by_rule(
    file: File, aicha: Account, at: datetime, settings: Any
) -> None:
    settings.ACCEPT_BY_RULE = True
    sent = [read_paper(file.person, name, PASSPORT, at) for name in ("DOC-01", "DOC-02")]
    Document.objects.filter(pk=sent[1].pk).update(kind="passport")
    paper(file.person, "DOC-03", at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    assert operations.accept_by_rule(at=at) == 1
    assert not file.person.identities.exists()


def test_who_she_is_stays_as_it_was_once_her_passport_is_accepted(file: File, aicha: Account, at: datetime) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, three], at)
    operations.check_paper(document=two, outcome="ask", reason="expired", by="claire", at=at)
    found = File.objects.get()
    assert found.state == "asked"
    with pytest.raises(operations.NotEditable):
        operations.answer_step(file=found, step="name", answers={"surname": "Other"}, by=aicha.actor, at=at)


def test_after_a_refusal_a_new_file_keeps_the_answers_and_goes_on_with_the_papers_accepted(
    file: File, aicha: Account, at: datetime
) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, two], at)
    assert file.person.identities.exists()
    operations.refuse_file(file=file, reason="other_year:DOC-03", words="", by="claire", at=at)
    fresh = operations.open_file(person=file.person, told=TOLD, by=aicha.actor, at=at)
    assert (fresh.state, fresh.surname, fresh.school) == ("draft", "El Amrani", "U")
    accept([three], at)
    operations.submit_file(file=fresh, by=aicha.actor, at=at)
    fresh.refresh_from_db()
    assert fresh.state == "accepted"
    assert not file.person.tasks.filter(kind="check_file", state__in=("open", "taken")).exists()


@pytest.mark.parametrize(("year", "good"), [("1950", False), ("2012", False), ("2026", True), ("2090", False)])
def test_studies_lie_in_these_years(year: str, good: bool) -> None:
    day = {"day": "7", "month": "9", "year": year}
    told = {f"{name}_{part}": value for name in ("studies_from", "arrived_on") for part, value in day.items()}
    assert FORMS["studies"]({**told, "school": "U"}).is_valid() is good


def accepted_file(file: File, by: str, at: datetime) -> list[Document]:
    """Sent, and its three papers accepted: the waiting number is asked for."""
    sent = complete(file, at)
    operations.submit_file(file=file, by=by, at=at)
    accept(sent, at)
    return sent


def rejected(file: File, asks: str, at: datetime) -> Exchange:
    """The register says no to the question that runs."""
    exchange = Exchange.objects.get(person=file.person, asks=asks, state="prepared")
    coverage.mark_sent(exchange=exchange, at=at)
    coverage.take_answer(exchange=exchange, answer=Answer(exchange.ref, "", "BIRTH_PLACE_UNKNOWN"), at=at)
    return exchange


def open_kinds(person: Person) -> list[str]:
    return sorted(person.tasks.filter(state__in=("open", "taken")).values_list("kind", flat=True))


def test_a_corrected_identity_is_a_new_row_and_the_register_is_asked_again_with_it(
    file: File, aicha: Account, at: datetime
) -> None:
    passport = accepted_file(file, aicha.actor, at)[0]
    rejected(file, "waiting", at)
    assert open_kinds(file.person) == ["register_rejected"]
    later = at + timedelta(hours=1)
    operations.correct_identity(
        person=file.person, document=passport, told=told_of(file.person, birth_town="Fez"), reason="misread", by="claire",
        at=later,
    )  # fmt: skip
    rows = file.person.identities.order_by("pk").values_list("birth_town", "source", "reason")
    assert list(rows) == [("Fès", f"file:{file.ref}", ""), ("Fez", f"document:{passport.ref}", "misread")]
    asked = Exchange.objects.get(person=file.person, state="prepared")
    assert (asked.asks, register_request(asked).birth_town) == ("waiting", "Fez")
    assert open_kinds(file.person) == []
    said = file.person.messages.get(code="identity_corrected")
    assert said.data["why"].startswith("it was first taken down")


def test_a_passport_with_x_opens_cover_and_a_caseworker_finds_the_digit_of_the_number(
    file: File, aicha: Account, at: datetime
) -> None:
    operations.answer_step(file=file, step="sex", answers={"sex": "X"}, by=aicha.actor, at=at)
    passport = accepted_file(file, aicha.actor, at)[0]
    assert file.person.identities.get().sex == "X"
    assert file.person.periods.exists()
    assert not file.person.exchanges.exists(), "the register is not told a sex nobody stated"
    assert open_kinds(file.person) == ["sex_for_number"]
    operations.correct_identity(
        person=file.person, document=passport, told=told_of(file.person, sex="F"), reason="register", by="claire", at=at
    )
    asked = Exchange.objects.get(person=file.person)
    assert (asked.asks, register_request(asked).sex) == ("waiting", "F")
    assert open_kinds(file.person) == []


def test_x_is_an_answer_and_agrees_with_a_zone_that_states_none(
    file: File, aicha: Account, signed_in: Callable[[Account], Client], at: datetime
) -> None:
    assert signed_in(aicha).post("/file/sex/", {"sex": "X"}).status_code == 302
    found = File.objects.get()
    assert found.sex == "X"
    assert [row.agrees for row in queries.compared(found, {"sex": "X"}) if row.field == "sex"] == ["same"]


def test_a_certificate_in_force_is_made_anew_with_the_corrected_name(file: File, aicha: Account, at: datetime) -> None:
    passport = accepted_file(file, aicha.actor, at)[0]
    Number.objects.create(person=file.person, kind="NIA", value_sealed=b"", value_index="x", from_at=at)
    old = coverage.issue_certificate(person=file.person, kind="temporary", by="t", at=at)
    told = told_of(file.person, surname="Elamrani")
    operations.correct_identity(
        person=file.person, document=passport, told=told, reason="misread", by="claire", at=at + timedelta(hours=1)
    )
    new = file.person.certificates.get(replaced_at=None)
    assert (new.kind, new.code != old.code) == ("temporary", True)
    assert certificate_code.decode(qr_text(new))[0].name == "ELAMRANI Salma"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"reason": "because"}, identity.NoReason), ({"told": {}}, identity.NothingDifferent),
        ({"paper": "DOC-03"}, identity.NoPaper), ({"state": "read"}, identity.NoPaper),
        ({"certified": True}, identity.CertifiedAlready), ({"identity": False}, identity.NotAcceptedYet),
    ],
    ids=lambda value: str(value),
)  # fmt: skip
def test_a_correction_needs_an_accepted_paper_a_reason_and_a_difference(
    file: File, aicha: Account, at: datetime, change: dict[str, Any], refusal: type[Exception]
) -> None:
    document = accepted_file(file, aicha.actor, at)[0]
    told = told_of(file.person, **change.get("told", {"birth_town": "Fez"}))
    Document.objects.filter(pk=document.pk).update(
        paper=change.get("paper", "DOC-01"), state=change.get("state", "checked")
    )
    document.refresh_from_db()
    if change.get("certified"):
        Number.objects.create(
            person=file.person, kind="NIR", value_sealed=b"", value_index="y", from_at=at, certified_at=at
        )
    if change.get("identity") is False:
        file.person.identities.all().delete()
    events = Event.objects.count()
    with pytest.raises(refusal):
        operations.correct_identity(
            person=file.person, document=document, told=told, reason=change.get("reason", "misread"), by="claire", at=at
        )
    assert Event.objects.count() == events


def test_a_rejected_final_number_is_settled_when_a_new_paper_asks_again(
    file: File, aicha: Account, at: datetime
) -> None:
    accepted_file(file, aicha.actor, at)
    Exchange.objects.all().delete()
    Number.objects.create(person=file.person, kind="NIA", value_sealed=b"", value_index="x", from_at=at)
    accept([paper(file.person, "DOC-05", at), paper(file.person, "DOC-07", at)], at)
    rejected(file, "final", at)
    assert open_kinds(file.person) == ["register_rejected"]
    Document.objects.filter(paper="DOC-05").update(state="replaced")
    accept([paper(file.person, "DOC-05", at)], at)
    assert Exchange.objects.filter(asks="final", state="prepared").count() == 1
    assert open_kinds(file.person) == []


def test_a_caseworker_corrects_from_the_page_of_the_person(
    file: File, aicha: Account, claire: Account, at: datetime, signed_in: Callable[[Account], Client]
) -> None:
    passport = accepted_file(file, aicha.actor, at)[0]
    client, address = signed_in(claire), f"/desk/files/{file.person.ref}/identity/"
    page = client.get(address).content.decode()
    assert 'value="Fès"' in page
    told = {
        "surname": "El Amrani", "given_names": "Salma", "birth_date_day": "27", "birth_date_month": "3",
        "birth_date_year": "2004", "sex": "F", "birth_country": "MA", "birth_town": "Fès", "nationality": "MA",
        "document": passport.ref, "reason": "register",
    }  # fmt: skip
    assert "This says what is known already" in client.post(address, told).content.decode()
    assert client.post(address, {**told, "birth_town": "Fez"}).status_code == 302
    assert [row.birth_town for row in file.person.identities.all()] == ["Fez", "Fès"]
    assert "Fez" in client.get(address).content.decode()


GERMAN = {**TOLD, "nationalities": ["DE"]}


def test_the_orientation_answered_again_is_the_open_files_and_its_papers_follow(
    file: File, aicha: Account, at: datetime
) -> None:
    operations.answer_orientation(file=file, told=GERMAN, by=aicha.actor, at=at)
    kept = File.objects.get()
    assert (kept.orientation, kept.route, kept.nationality, kept.birth_country) == (GERMAN, "ORI-13", "DE", "MA")
    asked = [row.name for row in queries.overview(kept, at.date()).temporary if row.kind == "paper"]
    assert asked == ["DOC-01", "DOC-03", "DOC-04"]
    assert Event.objects.filter(verb="registration.file.oriented").count() == 1


def test_a_year_of_birth_is_not_replaced_by_a_day_told_for_it(file: File, aicha: Account, at: datetime) -> None:
    File.objects.update(birth_date="2004")
    operations.answer_orientation(file=file, told={**TOLD, "birth_date": "2004-03-27"}, by=aicha.actor, at=at)
    assert File.objects.get().birth_date == "2004"
    file.refresh_from_db()
    operations.answer_orientation(file=file, told={**TOLD, "birth_date": "2011-05-01"}, by=aicha.actor, at=at)
    assert File.objects.get().birth_date == "2011-05-01"


def test_a_nationality_accepted_with_the_passport_is_not_changed_by_the_orientation(
    file: File, aicha: Account, at: datetime
) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, two], at)
    operations.check_paper(document=three, outcome="ask", reason="other_year", by="claire", at=at)
    operations.answer_orientation(file=File.objects.get(), told=GERMAN, by=aicha.actor, at=at)
    kept = File.objects.get()
    assert (kept.nationality, kept.orientation) == ("MA", GERMAN)


@pytest.mark.parametrize("state", ["submitted", "accepted", "refused"])
def test_a_file_that_is_sent_keeps_its_orientation(file: File, aicha: Account, at: datetime, state: str) -> None:
    File.objects.update(state=state)
    with pytest.raises(operations.NotEditable):
        operations.answer_orientation(file=file, told=GERMAN, by=aicha.actor, at=at)
    assert File.objects.get().orientation == TOLD


def test_answers_that_lead_elsewhere_are_not_put_into_the_file(file: File, aicha: Account, at: datetime) -> None:
    with pytest.raises(sending.NotForThisSite):
        operations.answer_orientation(file=file, told={**TOLD, "status": "phd_contract"}, by=aicha.actor, at=at)
    assert File.objects.get().orientation == TOLD


@pytest.mark.parametrize(("state", "words", "choice", "kept"), [
    ("draft", "Use the new answers in my file", "use", GERMAN), ("draft", "Use the new answers in my file", "keep", TOLD),
    ("accepted", "Write to us", "keep", TOLD), ("submitted", "Write to us", "use", TOLD),
])  # fmt: skip
def test_the_pages_offer_what_may_be_done_with_new_answers(
    file: File, aicha: Account, signed_in: Callable[[Account], Client], state: str, words: str, choice: str,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    File.objects.update(state=state)
    client = signed_in(aicha)
    assert "answered the first questions again" not in client.get("/file/").content.decode()
    session = client.session
    session["orientation"] = {**GERMAN, "organisation_family": False}
    session.save()
    for address in ("/file/", "/orientation/answer/"):
        page = client.get(address).content.decode()
        assert "answered the first questions again" in page
        assert words in page
    assert client.post("/file/orientation/", {"choice": choice}).url == "/file/"
    assert "answered the first questions again" not in client.get("/file/").content.decode()
    assert File.objects.get().orientation == ({**kept, "organisation_family": False} if kept is GERMAN else kept)


def test_a_file_opened_after_a_refusal_follows_the_orientation_told_since(
    file: File, aicha: Account, at: datetime
) -> None:
    complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    operations.refuse_file(file=file, reason="other_year:DOC-03", words="", by="claire", at=at)
    fresh = operations.open_file(person=file.person, told=GERMAN, by=aicha.actor, at=at)
    assert (fresh.route, fresh.nationality, fresh.surname) == ("ORI-13", "DE", "El Amrani")


def hand_in(file: File, name: str, at: datetime) -> Document:
    files = [("photo.jpg", specimens.visa(SALMA))]
    return operations.hand_in_paper(person=file.person, paper=name, files=files, by="student:x", at=at)


def test_a_paper_handed_in_for_a_draft_is_one_event_however_often_it_is_sent(file: File, at: datetime) -> None:
    events = Event.objects.count()
    assert hand_in(file, "DOC-02", at).pk == hand_in(file, "DOC-02", at).pk
    assert Event.objects.count() == events + 1
    assert not file.person.tasks.exists()


def test_a_paper_and_what_follows_from_it_are_kept_together_or_not_at_all(
    file: File, aicha: Account, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    operations.check_paper(document=two, outcome="ask", reason="expired", by="claire", at=at)
    accept([one, three], at)
    assert File.objects.get().state == "asked"
    events = Event.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(operations.consequences, "look_again", lambda *_all: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hand_in(file, "DOC-02", at)
    assert Event.objects.count() == events
    assert Document.objects.get(paper="DOC-02").state == "asked"
    hand_in(file, "DOC-02", at)
    assert File.objects.get().state == "submitted"
    assert open_kinds(file.person) == ["check_file"]


def test_an_accepted_paper_sent_again_asks_nobody_to_look(file: File, aicha: Account, at: datetime) -> None:
    again = hand_in(file, "DOC-02", at)
    complete(file, at)[1].delete()
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([again, *Document.objects.filter(paper__in=("DOC-01", "DOC-03"))], at)
    assert File.objects.get().state == "accepted"
    hand_in(file, "DOC-02", at)
    assert open_kinds(file.person) == []


def test_a_file_taken_back_ends_its_tasks_and_a_new_one_keeps_its_answers(
    file: File, aicha: Account, at: datetime
) -> None:
    one, two, _three = complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    accept([one, two], at)
    rejected(file, "waiting", at)
    assert open_kinds(file.person) == ["check_file", "register_rejected"]
    operations.withdraw_file(file=File.objects.get(), by=aicha.actor, at=at)
    assert open_kinds(file.person) == []
    assert {task.state for task in file.person.tasks.all()} == {"dropped"}
    assert file.person.messages.filter(code="file_withdrawn").count() == 1
    fresh = operations.open_file(person=file.person, told=TOLD, by=aicha.actor, at=at)
    assert (fresh.pk != file.pk, fresh.surname, fresh.state) == (True, "El Amrani", "draft")


def test_an_accepted_file_is_not_taken_back_and_a_caseworker_closes_it_with_a_reason(
    file: File, aicha: Account, at: datetime
) -> None:
    accepted_file(file, aicha.actor, at)
    found = File.objects.get()
    with pytest.raises(MoveRefused):
        operations.withdraw_file(file=found, by=aicha.actor, at=at)
    with pytest.raises(documents.ReasonMissing):
        operations.close_file(file=found, reason="because", by="claire", at=at)
    operations.close_file(file=found, reason="left", by="claire", at=at)
    with pytest.raises(MoveRefused):
        operations.close_file(file=found, reason="left", by="claire", at=at)
    said = file.person.messages.get(code="file_closed")
    assert (File.objects.get().state, said.data) == ("closed", {"why": "you have left France."})


def test_a_student_takes_her_file_back_on_a_page_that_says_what_it_means(
    file: File, aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(aicha)
    assert "/file/withdraw/" in client.get("/file/").content.decode()
    assert "does not come back" in client.get("/file/withdraw/").content.decode()
    assert File.objects.get().state == "draft"
    assert client.post("/file/withdraw/").url == "/file/"
    assert client.post("/file/withdraw/").url == "/file/"
    assert "You withdrew your file" in client.get("/file/").content.decode()
    assert client.get("/status/").status_code == 200
    client.post("/file/")
    assert sorted(File.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]
    assert File.objects.get(state="draft").orientation == TOLD


def test_a_caseworker_closes_a_file_from_the_page_of_the_person(
    file: File, aicha: Account, claire: Account, at: datetime, signed_in: Callable[[Account], Client]
) -> None:
    complete(file, at)
    operations.submit_file(file=file, by=aicha.actor, at=at)
    desk, address = signed_in(claire), f"/desk/files/{file.person.ref}/close/"
    assert "Close the file" not in desk.get(f"/desk/documents/persons/{file.person.ref}/").content.decode()
    desk.post(address, {"closing": "left"})
    assert File.objects.get().state == "submitted"  # what is with the caseworkers is answered, not closed
    accept(list(Document.objects.all()), at)
    assert "Close the file" in desk.get(f"/desk/documents/persons/{file.person.ref}/").content.decode()
    assert desk.post(address, {"closing": "left"}).url == "/desk/"
    assert File.objects.get().state == "closed"
    assert "Your last file is closed" in signed_in(aicha).get("/file/").content.decode()


def test_no_paper_is_decided_after_the_file_ended(file: File, at: datetime) -> None:
    paper = Document.objects.create(
        person=file.person, paper="DOC-01", file_name="x.jpg", sha256="d" * 64, size=1, key_wrapped=b"", received_at=at
    )
    operations.withdraw_file(file=file, by="s", at=at)
    with pytest.raises(operations.FileOver):
        operations.check_paper(document=paper, outcome="accept", by="claire", at=at)
    paper.refresh_from_db()
    assert paper.state == "safe"
    operations.open_file(person=file.person, told={}, by="s", at=at)
    operations.check_paper(document=paper, outcome="accept", by="claire", at=at)
