"""Care sheets: decided for the whole person, once; contested; held when the law has no price."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from affilia.claims import estimates, operations, queries, sheets
from affilia.claims.doubts import DOUBTS
from affilia.claims.models import Claim, Decision, Line
from affilia.claims.sheets import NewLine
from affilia.console.main import main
from affilia.coverage import doctors
from affilia.coverage import operations as coverage
from affilia.letters.queries import words
from affilia.people import operations as people
from affilia.people.models import Account, Person

RPPS = "10000001916"


@pytest.fixture
def salma(aicha: Account, at: datetime) -> Person:
    """Covered since ten days ago, no doctor yet."""
    person: Person = aicha.person  # type: ignore[attr-defined]
    people.record_identity(
        person=person, surname="El Amrani", given_names="Salma", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="test", by="test", at=at,
    )  # fmt: skip
    start = (at - timedelta(days=10)).date()
    coverage.open_period(person=person, fund="491", from_day=start, basis="ORI-20", by="test", at=at)
    return person


def send(person: Person, at: datetime, **told: Any) -> Claim:
    line = NewLine(told.pop("code", "G"), told.pop("day", at.date()), told.pop("fee", 3000))
    facts = {
        "professional": "Dr Fictif", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "sector": "S1/OPTAM",
        **told,
    }  # fmt: skip
    checked = facts.pop("checked", "")  # who saw that it is another visit
    claim = operations.receive_sheet(person=person, sheet=None, lines=[line], by="student:x", at=at, **facts)
    claim.lines.update(checked_by=checked)
    return claim


def paid(person: Person, at: datetime) -> list[int]:
    return [decision.paid_cents for decision in operations.decide_person(person=person, by="rule", at=at)]


def with_doctor(person: Person, at: datetime) -> None:
    doctor = doctors.declare_doctor(person=person, name="Dr Fictif", number=RPPS, by="test", at=at)
    doctors.record_doctor(doctor=doctor, from_day=at.date(), by="claire", at=at)


def test_without_a_doctor_less_comes_back_and_with_one_more(salma: Person, at: datetime) -> None:
    send(salma, at)
    assert paid(salma, at) == [700]
    with_doctor(salma, at)
    send(salma, at, fee=3100, checked="claire")
    assert paid(salma, at) == [1900]


@pytest.mark.parametrize("pathway", ["away", "university"])
def test_an_exception_to_the_path_is_paid_in_full(salma: Person, at: datetime, pathway: str) -> None:
    send(salma, at, pathway=pathway)
    assert paid(salma, at) == [1900]


@pytest.mark.parametrize("pathway", ["replacement", "referred"])
def test_who_has_no_doctor_is_not_sent_by_him_nor_seen_by_his_replacement(
    salma: Person, at: datetime, pathway: str
) -> None:
    send(salma, at, pathway=pathway)
    assert paid(salma, at) == [700]
    with_doctor(salma, at)
    send(salma, at, pathway=pathway, rpps="10003879623", fee=3100)
    assert paid(salma, at) == [1900]


def test_a_general_practitioner_is_no_direct_access_whatever_is_told(salma: Person, at: datetime) -> None:
    send(salma, at, pathway="direct")
    assert paid(salma, at) == [700]
    send(salma, at, pathway="direct", code="CNP", fee=5200)
    found = operations.decide_person(person=salma, by="rule", at=at)
    assert found[0].increase_cents == 0


@pytest.mark.parametrize(
    ("code", "specialty", "pathway", "increase"),
    [
        # the specialty decides, whatever she answered
        ("CS+MPC", "gynaecology", "none", 0), ("CS+MPC", "ophthalmology", "own", 0), ("CNP", "", "none", 0),
        ("CS+MPC", "stomatology", "direct", 0), ("CS+MPC", "other", "direct", 1060), ("CNP", "neurology", "direct", 1200),
        ("CSC", "", "direct", 1200), ("CS+MPC", "33", "none", 0),
    ],
)  # fmt: skip
def test_direct_access_is_decided_by_the_specialty_and_not_by_what_is_told(
    salma: Person, at: datetime, code: str, specialty: str, pathway: str, increase: int
) -> None:
    with_doctor(salma, at)
    send(salma, at, code=code, specialty=specialty, pathway=pathway, fee=5200, rpps="10003879623")
    (found,) = operations.decide_person(person=salma, by="rule", at=at)
    assert found.increase_cents == increase


def born_on(person: Person, day: datetime, at: datetime) -> None:
    """Another date of birth."""
    people.record_identity(
        person=person, surname="El Amrani", given_names="Salma", no_given_names=False,
        birth_date=day.date().isoformat(), sex="F", birth_country="MA", birth_town="Fès",
        nationality="MA", source="test", by="test", at=at,
    )  # fmt: skip


def test_care_before_birth_waits_for_a_person(salma: Person, at: datetime) -> None:
    born_on(salma, at + timedelta(days=1), at)
    send(salma, at)
    assert paid(salma, at) == []
    assert salma.tasks.get(kind="check_claim").data == {"why": "before_birth"}


def test_a_sheet_of_a_day_without_a_value_in_the_law_comes_too_late_and_stops_nobody(
    salma: Person, at: datetime
) -> None:
    send(salma, at, code="MPC", day=date(2005, 3, 1), pathway="away")
    send(salma, at)
    assert paid(salma, at) == [700]
    assert Decision.objects.get(line__code="MPC").refused == "too_late"


def test_a_direct_visit_to_nobody_knows_whom_waits_for_a_person_once(salma: Person, at: datetime) -> None:
    send(salma, at, code="CS+MPC", pathway="direct", fee=2650)
    assert paid(salma, at) == []
    assert salma.tasks.get(kind="check_claim").data == {"why": "specialty_unknown"}
    told = {"code": "CS+MPC", "care_day": at.date(), "fee_cents": 2650, "by": "claire", "at": at}
    operations.release_line(line=Line.objects.get(), **told)
    assert paid(salma, at) == [1655]


@pytest.mark.parametrize(("code", "fee", "told"), [("G", 3000, 0), ("G", 2800, 1), ("CS+MPC", 3000, 1)])
def test_what_a_person_read_otherwise_than_it_was_typed_is_told_before_it_is_decided(
    salma: Person, at: datetime, code: str, fee: int, told: int
) -> None:
    send(salma, at, pathway="emergency")
    assert paid(salma, at) == []
    operations.release_line(line=Line.objects.get(), code=code, care_day=at.date(), fee_cents=fee, by="claire", at=at)
    assert salma.messages.filter(code="claim_read_otherwise").count() == told
    for message in salma.messages.filter(code="claim_read_otherwise"):
        read = words(message.code, message.data)
        assert f"€{fee / 100:.2f} paid" in read
        assert ("Specialist, visit" in read) == (code != "G")


@pytest.mark.parametrize(("way", "increase"), [("practice", 0), ("decree", 1060)])
def test_the_operators_reading_decides_for_a_stomatologist(
    salma: Person, at: datetime, settings: Any, way: str, increase: int
) -> None:
    settings.READINGS = {"direct_access": way}
    send(salma, at, code="CS+MPC", specialty="stomatology", pathway="direct", fee=2650)
    assert operations.decide_person(person=salma, by="rule", at=at)[0].increase_cents == increase


def test_a_sheet_whose_number_was_not_found_is_believed_to_be_the_own_doctors(salma: Person, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, rpps="")
    assert paid(salma, at) == [1900]


def test_an_emergency_without_a_declared_doctor_waits_for_a_person_and_is_then_paid_in_full(
    salma: Person, at: datetime
) -> None:
    send(salma, at, pathway="emergency")
    assert paid(salma, at) == []
    line = Line.objects.get()
    assert line.state == "held"
    operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=3000, by="claire", at=at)
    assert paid(salma, at) == [1900]


def test_an_emergency_with_another_doctor_than_the_declared_one_is_paid_in_full(salma: Person, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, pathway="emergency", rpps="10003879623")
    assert paid(salma, at) == [1900]


def test_another_doctor_than_the_declared_one_is_out_of_the_path(salma: Person, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, rpps="10003879623")
    assert paid(salma, at) == [700]


@pytest.fixture
def repeat(salma: Person, at: datetime) -> Line:
    """The second of two sheets that say the same."""
    send(salma, at)
    send(salma, at)
    assert paid(salma, at) == [700]
    return Line.objects.get(state="held")


@pytest.mark.parametrize("name", ["Dr CURIE Marie", "Marie-Curie", "curie marie", "Curie M.", "Cabinet Curie"])
def test_a_repeat_is_one_however_the_doctors_name_is_written(salma: Person, at: datetime, name: str) -> None:
    send(salma, at, rpps="", professional="Marie Curie")
    send(salma, at, rpps="", professional=name)
    assert len(paid(salma, at)) == 1
    assert Line.objects.get(state="held").held_for == "repeat"


def test_a_repeat_waits_for_a_person_who_may_refuse_it_and_says_why(salma: Person, at: datetime, repeat: Line) -> None:
    assert repeat.held_for == "repeat"
    found = operations.refuse_line(line=repeat, reason="already_paid", by="claire", at=at)
    assert (found.refused, found.rule, found.contest) == (
        "already_paid",
        "CSS R161-47",
        "commission de recours amiable",
    )
    assert (found.paid_cents, found.left_cents, found.contest_by) == (0, 3000, date(2026, 11, 14))
    assert "already decided" in found.steps[0]["says"]
    assert not salma.tasks.filter(state__in=("open", "taken")).exists()
    assert paid(salma, at) == []


def test_a_repeat_that_is_another_visit_is_paid_once_somebody_has_looked(
    salma: Person, at: datetime, repeat: Line
) -> None:
    operations.release_line(line=repeat, code="G", care_day=at.date(), fee_cents=3000, by="claire", at=at)
    assert paid(salma, at) == [700]
    assert paid(salma, at) == []
    assert not salma.tasks.filter(kind="correction").exists()


def test_a_line_is_not_refused_for_what_the_law_does_not_say(salma: Person, at: datetime, repeat: Line) -> None:
    for reason in ("too_late", "not_covered", "because"):
        with pytest.raises(operations.NotSo):
            operations.refuse_line(line=repeat, reason=reason, by="claire", at=at)
    repeat.refresh_from_db()
    assert (repeat.state, Decision.objects.count()) == ("held", 1)


def test_a_line_that_nobody_holds_is_not_refused_by_hand(salma: Person, at: datetime) -> None:
    send(salma, at)
    paid(salma, at)
    with pytest.raises(operations.journal.MoveRefused):
        operations.refuse_line(line=Line.objects.get(), reason="incomplete", by="claire", at=at)


def test_care_too_old_for_any_price_is_refused_as_too_late(salma: Person, at: datetime) -> None:
    send(salma, at, day=date(2005, 3, 1))
    found = operations.decide_person(person=salma, by="rule", at=at)
    assert found == []
    decision = Decision.objects.get()
    assert (decision.refused, decision.rule, decision.by) == ("too_late", "CSS L160-11", "rule")
    assert not salma.tasks.filter(kind="check_claim").exists()


def test_a_task_of_a_sheet_stays_until_each_of_its_lines_was_looked_at(salma: Person, at: datetime) -> None:
    facts = {"professional": "Dr", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True}
    lines = [NewLine("XYZ", at.date(), 3000), NewLine("ZYX", at.date(), 4000)]
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    assert paid(salma, at) == []
    one, two = Line.objects.order_by("position")
    operations.release_line(line=one, code="G", care_day=at.date(), fee_cents=3000, by="claire", at=at)
    assert salma.tasks.filter(kind="check_claim", state="open").exists()
    operations.refuse_line(line=two, reason="incomplete", by="claire", at=at)
    assert not salma.tasks.filter(kind="check_claim", state="open").exists()


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"code": "XYZ"}, sheets.BadAct), ({"fee_cents": 0}, sheets.BadAmount),
        ({"fee_cents": 10**9}, sheets.BadAmount), ({"care_day": date(2099, 1, 1)}, sheets.BadDay),
        ({"care_day": date(2005, 1, 1)}, sheets.BadAct),
    ],
)  # fmt: skip
def test_a_line_is_not_released_with_what_the_law_cannot_decide(
    salma: Person, at: datetime, repeat: Line, told: dict[str, Any], refusal: type[Exception]
) -> None:
    good = {"code": "G", "care_day": at.date(), "fee_cents": 3000}
    with pytest.raises(refusal):
        operations.release_line(line=repeat, by="claire", at=at, **{**good, **told})
    repeat.refresh_from_db()
    assert repeat.state == "held"


def test_a_fee_above_the_tariff_waits_where_nobody_told_the_sector(salma: Person, at: datetime) -> None:
    with_doctor(salma, at)
    send(salma, at, fee=4500, sector="")
    assert paid(salma, at) == []
    line = Line.objects.get()
    assert line.held_for == "sector_unknown"
    operations.release_line(line=line, code="C", care_day=at.date(), fee_cents=4500, sector="S2", by="claire", at=at)
    # 70 % of 23,00 is 16,10, less 2,00
    assert paid(salma, at) == [1410]
    send(salma, at, fee=3000, sector="")
    assert paid(salma, at) == [1900]


@pytest.mark.parametrize(("told", "code"), [({"day": -11}, "not_covered"), ({"signed": False}, "incomplete")])
def test_a_line_is_refused_with_its_rule(salma: Person, at: datetime, told: dict[str, Any], code: str) -> None:
    if "day" in told:
        told = {"day": (at + timedelta(days=told["day"])).date()}
    send(salma, at, **told)
    assert paid(salma, at) == [0]
    assert Decision.objects.get().refused == code


def test_sessions_past_the_number_of_the_year_are_refused_with_their_article_and_those_within_it_are_paid(
    salma: Person, at: datetime
) -> None:
    """60 % of 50.00 a session: ten, then two of three, then none."""
    for units, name in ((10, "Mme Fictive"), (3, "Mme Autre"), (1, "Mme Tierce")):
        lines = [NewLine("PSY", at.date(), 5000 * units, units)]
        facts = {"professional": name, "rpps": "", "specialty": "", "pathway": "none", "signed": True}
        operations.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    assert paid(salma, at) == [30000, 6000, 0]
    last = Decision.objects.order_by("pk").last()
    assert last is not None
    assert (last.refused, last.rule) == ("too_many_sessions", "CSS R162-65")


def test_care_of_a_resident_with_form_s1_says_that_the_country_that_insures_is_charged(
    wei: Account, at: datetime
) -> None:
    person: Person = wei.person  # type: ignore[attr-defined]
    people.record_identity(
        person=person, surname="Essai", given_names="A", no_given_names=False, birth_date="2004-01-01", sex="M",
        birth_country="DE", birth_town="Köln", nationality="DE", source="test", by="test", at=at,
    )  # fmt: skip
    coverage.open_period(person=person, fund="491", from_day=at.date(), basis="ORI-12", by="test", at=at)
    send(person, at, pathway="away")
    (found,) = operations.decide_person(person=person, by="rule", at=at)
    assert [(step["value"], step["unit"]) for step in found.steps if step["name"] == "charged_to_home"] == [
        (1900, "cents")
    ]


def test_a_line_is_decided_once(salma: Person, at: datetime) -> None:
    send(salma, at)
    assert paid(salma, at) == [700]
    assert paid(salma, at) == []


def test_two_decisions_for_one_person_cannot_interleave(salma: Person, at: datetime) -> None:
    send(salma, at)
    stale = Person.objects.get(pk=salma.pk)
    paid(salma, at)
    with pytest.raises(operations.Interleaved):
        operations._decide_person(stale, "rule", at)


def test_a_doctor_declared_late_proposes_a_correction_and_changes_nothing(salma: Person, at: datetime) -> None:
    send(salma, at)
    paid(salma, at)
    with_doctor(salma, at)
    send(salma, at, fee=3100, checked="claire")
    paid(salma, at)
    assert Decision.objects.order_by("pk").first().paid_cents == 700  # type: ignore[union-attr]
    task = salma.tasks.get(kind="correction")
    assert task.data == {"decided": 700, "now": 1900}


def test_an_act_without_a_price_waits_for_a_person_and_is_released(salma: Person, at: datetime) -> None:
    send(salma, at, code="XYZ")
    assert paid(salma, at) == []
    line = Line.objects.get()
    assert line.state == "held"
    assert salma.tasks.get(kind="check_claim")
    operations.release_line(line=line, code="G", care_day=at.date(), fee_cents=3000, by="claire", at=at)
    assert paid(salma, at) == [700]


def test_without_a_date_of_birth_nothing_is_guessed_the_sheet_waits_for_a_person(wei: Account, at: datetime) -> None:
    person: Person = wei.person  # type: ignore[attr-defined]
    coverage.open_period(person=person, fund="491", from_day=at.date(), basis="ORI-20", by="test", at=at)
    send(person, at)
    assert paid(person, at) == []
    assert Line.objects.get().state == "held"
    assert person.tasks.get(kind="check_claim").data == {"why": "no_identity"}
    told = {"acts": [("G", 3000)], "care_day": at.date(), "pathway": "own", "rpps": "", "at": at}
    estimate = estimates.estimate_sheet(person, **told)
    assert estimate is not None
    assert estimate.doubt == DOUBTS["no_identity"]


@pytest.mark.parametrize(
    ("code", "units", "printed", "fee", "paid_cents"),
    [
        # 1.5 x 3.15 = 4.73, 60 % is 2.84, less one franchise of 1.00
        ("AMI 1,5", 1, None, 500, 184),
        # the allowance of the way bears no franchise: 60 % of 2.75
        ("IFD", 1, None, 275, 165),
        # 65 % of three packs of 20.00, less three franchises
        ("PH7", 3, 2000, 6000, 3600),
        # 15 % of 1.16 is 0.17: the franchise takes all of it, and no more
        ("PH2", 1, 116, 116, 0),
        # 55 % of 45 km at 0.30, no franchise for one's own car
        ("VP-KM 45", 1, None, 1350, 743),
        # 55 % of two trips of 30.00, less two franchises of 4.00
        ("TXI", 2, 3000, 6000, 2500),
        # 60 % of a frame's 9.00, whatever it cost
        ("MON-A", 1, None, 3000, 540),
        # coefficient 60 is a heavy act: 192.00 less one flat share of 32.00
        ("SF 60", 1, None, 19200, 16000),
        # 59: 70 % of 188.80
        ("SF 59", 1, None, 18880, 13216),
        # a dentist is no doctor: 60 % of 23.00, and no participation
        ("C-DENT", 1, None, 2300, 1380),
    ],
)  # fmt: skip
def test_acts_by_letter_packs_trips_and_glasses_are_decided_and_estimated_alike(
    salma: Person, at: datetime, code: str, units: int, printed: int | None, fee: int, paid_cents: int
) -> None:
    lines = [NewLine(code, at.date(), fee, units, printed)]
    facts = {"professional": "M. Fictif", "rpps": "", "specialty": "", "pathway": "none", "signed": True}
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    assert paid(salma, at) == [paid_cents]
    if units == 1:
        told = {"care_day": at.date(), "fee": fee, "age": 22, "out_of_path": True, "css": False, "language": "en"}
        found = estimates.estimate_visit(code=code, on=at.date(), printed=printed, **told)
        assert found is not None
        assert found.paid == paid_cents


@pytest.mark.parametrize(
    ("code", "why"), [("XYZ", "no_tariff"), ("AMI", "no_coefficient"), ("PH7", "no_printed_price"), ("FJ", "no_rule")]
)
def test_a_line_is_held_with_the_name_of_what_is_missing(salma: Person, at: datetime, code: str, why: str) -> None:
    send(salma, at, code=code)
    assert paid(salma, at) == []
    assert salma.tasks.get(kind="check_claim").data == {"why": why}


def test_a_pack_waits_for_its_price_and_a_caseworker_reads_it(salma: Person, at: datetime) -> None:
    send(salma, at, code="PH7", fee=2000)
    assert paid(salma, at) == []
    told = {
        "line": Line.objects.get(),
        "code": "PH7",
        "care_day": at.date(),
        "fee_cents": 2000,
        "by": "claire",
        "at": at,
    }
    with pytest.raises(sheets.BadAct):
        operations.release_line(**told)
    operations.release_line(printed_cents=1000, **told)
    assert paid(salma, at) == [550]


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"fee": 0}, sheets.BadAmount), ({"fee": -5}, sheets.BadAmount), ({"fee": 10**9}, sheets.BadAmount),
        ({"rpps": "12"}, sheets.BadProfessional), ({"pathway": "?"}, sheets.BadAct), ({"code": " "}, sheets.BadAct),
    ],
)  # fmt: skip
def test_a_wrong_sheet_is_refused_and_nothing_stored(
    salma: Person, at: datetime, told: Any, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        send(salma, at, **told)
    assert not Claim.objects.exists()


def test_tomorrow_is_no_day_of_care(salma: Person, at: datetime) -> None:
    with pytest.raises(sheets.BadDay):
        send(salma, at, day=at.date() + timedelta(days=1))


def test_nobody_sends_a_sheet_before_rights_exist(wei: Account, at: datetime) -> None:
    with pytest.raises(sheets.NotCoveredYet):
        send(wei.person, at)  # type: ignore[attr-defined]


def test_the_estimate_is_what_the_decision_gives(salma: Person, at: datetime) -> None:
    estimate = estimates.estimate_sheet(
        salma, acts=[("G", 3000), ("APC", 6000)], care_day=at.date(), pathway="own", rpps=RPPS, at=at, sector="S1/OPTAM"
    )
    facts = {"professional": "Dr", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True}
    lines = [NewLine("G", at.date(), 3000), NewLine("APC", at.date(), 6000)]
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    assert estimate is not None
    assert sum(paid(salma, at)) == estimate.paid == 700 + 2800
    assert not estimate.doubt


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_decision_is_kept_for_ever(salma: Person, at: datetime, change: str) -> None:
    send(salma, at)
    paid(salma, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(paid_cents=1) if change == "update" else Decision.objects.all().delete()


def test_the_database_takes_no_decision_that_loses_a_cent(salma: Person, at: datetime) -> None:
    send(salma, at)
    found = operations.decide_person(person=salma, by="rule", at=at)[0]
    found.pk, found.ref, found.order, found.left_cents = None, "x", 99, found.left_cents + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save(force_insert=True)


def test_every_line_is_told_with_its_articles_in_both_languages(salma: Person, at: datetime, aicha: Account) -> None:
    from django.utils import translation

    claim = send(salma, at)
    paid(salma, at)
    for language, word in (("en", "You receive"), ("fr", "Vous recevez")):
        with translation.override(language):
            view = queries.claim_for(aicha, claim.ref, language)
        assert view is not None
        assert all(step.article.startswith("CSS") for step in view.lines[0].steps)
        assert any(word in step.sentence for step in view.lines[0].steps)
    assert {other.name: other.amount for other in view.lines[0].otherwise} == {
        "with_doctor": 1900, "with_css": 900, "with_contract": 1600, "in_full_cover": 1600,
    }  # fmt: skip


def test_the_operator_reads_a_sheet_in_words_in_columns_and_in_json(
    salma: Person, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = send(salma, at)
    paid(salma, at)
    assert main(["claims", "explain", claim.ref]) == 0
    words = capsys.readouterr().out
    assert "With a médecin traitant (regular doctor) you would receive €19.00. [CSS L162-5-3, R160-6]" in words
    assert main(["claims", "explain", claim.ref, "--table"]) == 0
    table = capsys.readouterr().out
    assert "increase_rate=40%, increase_cap=€12.00" in table
    assert main(["claims", "explain", claim.ref, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {other["name"]: other["amount"] for other in row["otherwise"]}["with_doctor"] == 1900
    (increase,) = [step for step in row["steps"] if step["name"] == "increase"]
    assert (increase["value"], increase["unit"]) == (1200, "cents")
    assert ["base", 3000, "cents"] in increase["inputs"]


def test_what_a_step_was_made_of_is_told_in_the_order_of_its_rule_whatever_order_was_kept() -> None:
    values = {"left": [1100, "cents"], "paid": [1900, "cents"], "gone": [1, "count"], "fee": [3000, "cents"]}
    step = {
        "name": "left",
        "value": 1100,
        "unit": "cents",
        "says": "",
        "article": "",
        "status": "sourced",
        "values": values,
    }
    told = queries.told_step(step, "en")
    assert told.inputs == (("fee", 3000, "cents"), ("paid", 1900, "cents"), ("gone", 1, "count"))


def test_care_before_rights_tells_what_open_rights_would_have_given(
    salma: Person, at: datetime, aicha: Account
) -> None:
    claim = send(salma, at, day=(at - timedelta(days=11)).date())
    paid(salma, at)
    view = queries.claim_for(aicha, claim.ref, "en")
    assert view is not None
    assert {other.name: other.amount for other in view.lines[0].otherwise} == {"within_rights": 700}


def test_a_signed_sheet_after_an_unsigned_one_is_no_duplicate(salma: Person, at: datetime) -> None:
    send(salma, at, signed=False)
    assert paid(salma, at) == [0]
    send(salma, at)
    assert paid(salma, at) == [700]
    send(salma, at)
    assert paid(salma, at) == []
    assert [decision.refused for decision in Decision.objects.order_by("pk")] == ["incomplete", ""]
    assert Line.objects.get(state="held").held_for == "repeat"


def test_a_sheet_has_one_sector(salma: Person, at: datetime) -> None:
    """One act above the tariff holds its neighbour too; a sheet that was decided keeps its sector."""
    with_doctor(salma, at)
    told = {"professional": "Dr", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "by": "s", "at": at}
    lines = [NewLine("G", at.date(), 3000), NewLine("TCG", at.date(), 4500)]
    operations.receive_sheet(person=salma, sheet=None, lines=lines, **told)
    assert paid(salma, at) == []
    assert set(Line.objects.values_list("held_for", flat=True)) == {"sector_unknown"}
    assert salma.messages.filter(code="claim_held").count() == 1
    one, two = Line.objects.order_by("position")
    release = {"care_day": at.date(), "by": "claire", "at": at}
    operations.release_line(line=one, code="C", fee_cents=3000, sector="S2", **release)
    assert paid(salma, at) == [1410]
    two.refresh_from_db()
    with pytest.raises(operations.SectorSettled):
        operations.release_line(line=two, code="G", fee_cents=4500, sector="S1/OPTAM", **release)
    operations.release_line(line=two, code="C", fee_cents=4500, **release)
    assert paid(salma, at) == [1410]


def test_a_sheet_that_is_too_old_is_told(salma: Person, at: datetime) -> None:
    send(salma, at, day=date(2005, 3, 1))
    operations.decide_person(person=salma, by="rule", at=at)
    assert salma.messages.filter(code="claim_decided").count() == 1


def test_a_line_too_old_for_any_value_is_refused_and_stops_none_of_her_others(salma: Person, at: datetime) -> None:
    old = NewLine("PH7", date(2014, 5, 5), 500, 1, 500)
    facts = {"professional": "Dr Fictif", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "sector": ""}
    claim = operations.receive_sheet(person=salma, sheet=None, lines=[old], by="student:x", at=at, **facts)
    send(salma, at)
    assert paid(salma, at) == [700]
    assert Decision.objects.get(line__claim=claim).refused == "too_late"


def test_a_line_the_law_has_no_value_for_is_held_and_stops_none_of_her_others(salma: Person) -> None:
    at = datetime(2016, 1, 8, 9, 0, tzinfo=UTC)
    facts = {"professional": "Dr Fictif", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "sector": ""}
    for day in (date(2015, 12, 31), date(2016, 1, 1)):
        line = NewLine("PH7", day, 500, 1, 500)
        operations.receive_sheet(person=salma, sheet=None, lines=[line], by="student:x", at=at, **facts)
    assert len(operations.decide_person(person=salma, by="rule", at=at)) == 1
    assert Line.objects.get(state="held").held_for == "no_value"


def test_the_increase_for_who_was_sent_waits_for_a_person_outside_the_care_path(salma: Person, at: datetime) -> None:
    send(salma, at, code="CS+MPC+MCS", fee=3150, pathway="none")
    assert paid(salma, at) == []
    assert Line.objects.get().held_for == "uncoordinated"
    with_doctor(salma, at)
    send(salma, at, code="CS+MPC+MCS", fee=3150, pathway="referred", rpps="10003879623")
    assert paid(salma, at) == [2005]


def test_of_an_analysis_and_the_fees_of_the_laboratory_only_the_analysis_bears_a_participation(
    salma: Person, at: datetime
) -> None:
    lines = [NewLine("B9105", at.date(), 125), NewLine("B9005", at.date(), 400), NewLine("B 26", at.date(), 650)]
    facts = {"professional": "Labo", "rpps": RPPS, "specialty": "", "pathway": "own", "signed": True, "sector": ""}
    operations.receive_sheet(person=salma, sheet=None, lines=lines, by="student:x", at=at, **facts)
    decisions = operations.decide_person(person=salma, by="rule", at=at)
    assert [decision.flat_cents for decision in decisions] == [0, 0, 200]
