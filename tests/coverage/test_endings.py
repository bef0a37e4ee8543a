"""Rights end when the law lets them, with reason, rule and way to contest; certificates say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from affilia.bridges import keys
from affilia.casework.models import Task
from affilia.coverage import checking, controls, endings, jobs, operations, queries, rights, stays
from affilia.coverage.models import Certificate, Number, Period
from affilia.documents.models import Check, Document, Reading
from affilia.journal.models import Event
from affilia.journal.operations import MoveRefused
from affilia.law.endings import ENDINGS, RESIDENCE, STAY
from affilia.letters.models import Message
from affilia.letters.queries import words
from affilia.people import operations as people
from affilia.people.models import Account, Person
from tests.coverage.test_operations import NIA, NIR, answered
from tests.coverage.test_operations import salma as salma


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 11, tzinfo=UTC)


def of(person: Person) -> Period:
    return Period.objects.get(person=person)


def end(person: Person, until: date, at: datetime, reason: str = "other_law") -> None:
    endings.end_period(period=of(person), until=until, reason=reason, by="caseworker:c", at=at)


def title(person: Person, expiry: str, at: datetime, state: str = "checked") -> Document:
    """A permit as the intake leaves it, accepted unless told otherwise."""
    key, ref = keys.new_key(), f"{Document.objects.count():026}"
    about = f"document:{ref}"
    paper = Document.objects.create(
        ref=ref, person=person, paper="DOC-07", state=state, file_name="a", sha256="0" * 64, size=1,
        key_wrapped=keys.wrap(key, about), received_at=at,
    )  # fmt: skip
    Reading.objects.create(
        document=paper, field="expiry_date", value_sealed=keys.seal(expiry.encode(), key, about), confidence=9000, page=1,
        by="mrz", at=at,
    )  # fmt: skip
    if state == "checked":
        Check.objects.create(document=paper, outcome="accept", by="claire", at=at)
    return paper


def test_an_end_says_why_by_which_rule_and_how_to_contest(salma: Person, at: datetime) -> None:
    end(salma, date(2026, 12, 31), at)
    assert queries.periods_of(salma) == [(at.date(), date(2027, 1, 1))], "half-open: the 31st is covered"
    message = Message.objects.get(person=salma, code="rights_ended")
    told = words(message.code, message.data)
    for part in ("31 December 2026", "another country", "R111-4", "14 November 2026", "commission de recours amiable"):
        assert part in told
    assert Event.objects.filter(verb="coverage.period.ended").count() == 1
    found = rights.end_of(salma, date(2027, 1, 1))
    assert found is not None
    assert (found.over, found.contest_by) == (True, date(2026, 11, 14))


def test_the_database_takes_no_end_without_a_reason(salma: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.update(until_day=date(2027, 1, 1))


@pytest.mark.parametrize("day", [date(2026, 9, 13), date(2029, 1, 1)])
def test_rights_do_not_end_before_they_begin_nor_years_ahead(salma: Person, at: datetime, day: date) -> None:
    with pytest.raises(endings.BadLastDay):
        end(salma, day, at)
    assert of(salma).until_day is None


def test_an_end_is_brought_forward_or_lifted_never_pushed_back(salma: Person, at: datetime) -> None:
    end(salma, date(2026, 12, 31), at)
    end(salma, date(2026, 11, 30), at, "fraud")
    for later in (date(2026, 11, 30), date(2026, 12, 31)):
        with pytest.raises(MoveRefused):
            end(salma, later, at)
    endings.restore_period(period=of(salma), by="t", at=at)
    assert (of(salma).until_day, of(salma).ended_for) == (None, "")
    with pytest.raises(MoveRefused):
        endings.restore_period(period=of(salma), by="t", at=at)


def test_a_certificate_says_the_last_day_before_it_and_ended_after(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    old = Certificate.objects.get().code
    end(salma, date(2026, 12, 31), at)
    new = Certificate.objects.get(replaced_at=None)
    assert new.until_day == date(2026, 12, 31)
    assert [checking.check_code(code, date(2026, 12, 31)).word for code in (old, new.code)] == ["replaced", "genuine"]
    for code in (old, new.code):
        found = checking.check_code(code, date(2027, 1, 1))
        assert (found.valid_today, found.until_day) == (False, date(2026, 12, 31))
    assert checking.check_code(old, date(2027, 1, 1)).word == "ended"


def test_a_certificate_of_rights_that_ended_in_the_past_is_ended_and_makes_no_new_one(
    salma: Person, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    later = at + timedelta(days=90)
    end(salma, at.date() + timedelta(days=10), later)
    found = checking.check_code(Certificate.objects.get().code, later.date())
    assert (found.word, found.since, found.valid_today) == ("ended", at.date() + timedelta(days=10), False)
    assert queries.certificate_to_show(salma, later.date()) is None
    with pytest.raises(operations.NoRights):
        operations.issue_certificate(person=salma, kind="temporary", by="t", at=later)
    assert operations.renew_certificate(person=salma, by="t", at=later) is None
    answered(salma, "final", later, NIR)
    assert Certificate.objects.count() == 1, "a final number brings no certificate without rights"
    endings.restore_period(period=of(salma), by="t", at=later)
    assert queries.certificate_to_show(salma, later.date()) is not None


@pytest.mark.parametrize(("reason", "about"), [("title_ended", STAY), ("no_residence", RESIDENCE)])
def test_the_fund_asks_and_waits_a_month_before_it_ends(salma: Person, at: datetime, reason: str, about: str) -> None:
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at)
    asked, day = noon(2027, 4, 1), date(2027, 5, 31)
    with pytest.raises(endings.NotAskedFirst):
        end(salma, day, asked, reason)
    controls.open_control(period=of(salma), about=about, by="t", at=asked)
    with pytest.raises(MoveRefused):
        controls.open_control(period=of(salma), about=about, by="t", at=asked)
    with pytest.raises(endings.NotAskedFirst):
        end(salma, day, noon(2027, 5, 1), reason)
    end(salma, day, noon(2027, 5, 2), reason)
    assert of(salma).ended_for == reason


def test_a_good_answer_settles_what_was_asked(salma: Person, at: datetime) -> None:
    controls.open_control(period=of(salma), about=RESIDENCE, by="t", at=at)
    controls.settle_control(period=of(salma), by="t", at=at)
    with pytest.raises(MoveRefused):
        controls.settle_control(period=of(salma), by="t", at=at)
    with pytest.raises(endings.NotAskedFirst):
        end(salma, date(2026, 11, 30), at + timedelta(days=60), "no_residence")


def test_no_title_ends_rights_before_the_sixth_month_is_over(salma: Person, at: datetime) -> None:
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at)
    controls.open_control(period=of(salma), about=STAY, by="t", at=noon(2026, 10, 1))
    with pytest.raises(endings.BeforeFloor):
        end(salma, date(2027, 3, 30), noon(2026, 12, 1), "title_ended")
    end(salma, date(2027, 3, 31), noon(2026, 12, 1), "title_ended")


@pytest.fixture
def by_rule(settings: Any) -> None:
    """The operator lets the rule end rights."""
    settings.END_BY_RULE = True


def test_a_caseworker_is_asked_once_when_the_days_of_the_law_have_passed(salma: Person, at: datetime) -> None:
    title(salma, "2027-09-30", at)
    for day in (at, noon(2027, 10, 1), noon(2028, 4, 1), noon(2028, 4, 2)):
        assert stays.follow_stays(at=day) == 0
    task = Task.objects.get(kind="end_of_rights")
    assert (task.data["until"], of(salma).until_day) == ("2028-03-31", None)
    end(salma, date(2028, 3, 31), noon(2028, 4, 2), "title_ended")
    task.refresh_from_db()
    assert task.state == "done"


def test_a_question_about_a_title_is_settled_by_a_title_only(salma: Person, at: datetime) -> None:
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at)
    controls.open_control(period=of(salma), about=STAY, by="t", at=noon(2026, 10, 1))
    with pytest.raises(MoveRefused):
        controls.settle_control(period=of(salma), by="t", at=noon(2026, 10, 2))
    controls.record_stay(period=of(salma), until=date(2027, 9, 30), by="t", at=noon(2026, 10, 2))
    assert of(salma).control_on is None


def test_the_day_of_a_title_is_read_then_asked_about_then_rights_end_by_themselves(
    salma: Person, at: datetime, by_rule: None
) -> None:
    title(salma, "2027-09-30", at)
    assert stays.follow_stays(at=at) == 0
    assert of(salma).stay_until == date(2027, 9, 30)
    stays.follow_stays(at=noon(2027, 9, 30))
    assert not Message.objects.filter(code="stay_asked").exists()
    stays.follow_stays(at=noon(2027, 10, 1))
    message = Message.objects.get(code="stay_asked")
    told = words(message.code, message.data)
    assert "1 November 2027" in told
    assert "31 March 2028" in told
    assert stays.follow_stays(at=noon(2028, 3, 31)) == 0, "the last day is covered"
    assert stays.follow_stays(at=noon(2028, 4, 1)) == 1
    assert (of(salma).last_day, of(salma).ended_for) == (date(2028, 3, 31), "title_ended")
    assert stays.follow_stays(at=noon(2028, 4, 2)) == 0
    assert Message.objects.filter(code="stay_asked").count() == 1


def test_a_new_title_settles_the_question_and_one_that_waits_for_eyes_holds_the_end(
    salma: Person, at: datetime, by_rule: None
) -> None:
    title(salma, "2027-09-30", at)
    stays.follow_stays(at=at)
    stays.follow_stays(at=noon(2027, 10, 1))
    paper = title(salma, "2028-01-31", noon(2028, 3, 1), state="read")
    assert stays.follow_stays(at=noon(2028, 4, 1)) == 0
    Document.objects.filter(pk=paper.pk).update(state="checked")
    Check.objects.create(document=paper, outcome="accept", by="claire", at=noon(2028, 4, 1))
    assert stays.follow_stays(at=noon(2028, 4, 2)) == 0
    assert (of(salma).stay_until, of(salma).control_on) == (date(2028, 1, 31), date(2028, 4, 2))
    assert stays.follow_stays(at=noon(2028, 8, 1)) == 1
    assert of(salma).last_day == date(2028, 7, 31)


def test_a_title_of_another_age_is_a_slip_and_stops_nobody(salma: Person, at: datetime) -> None:
    with pytest.raises(controls.BadStayDay):
        controls.record_stay(period=of(salma), until=date(1999, 9, 30), by="t", at=at)
    for slip in ("1999-09-30", "9999-12-31"):
        Document.objects.all().update(state="refused")
        title(salma, slip, at)
        assert stays.follow_stays(at=at) == 0
        assert of(salma).stay_until is None


@pytest.mark.parametrize("read", ["2026-02-30", "2027-00-10", "٢٠٢٧-٠٩-٣٠", "soon"])
def test_a_day_that_is_none_is_skipped_and_the_next_title_is_read(salma: Person, at: datetime, read: str) -> None:
    title(salma, read, at)
    title(salma, "2027-09-30", at)
    assert stays.follow_stays(at=at) == 0
    assert of(salma).stay_until == date(2027, 9, 30)


def test_what_goes_wrong_with_one_person_stops_nobody_else(
    salma: Person, wei: Account, at: datetime, by_rule: None, caplog: pytest.LogCaptureFixture
) -> None:
    other: Person = wei.person  # type: ignore[attr-defined]
    people.record_identity(
        person=other, surname="Wei", given_names="Li", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="CN", birth_town="Wuhan", nationality="CN", source="test", by="test", at=at,
    )  # fmt: skip
    operations.open_period(person=other, fund="491", from_day=at.date(), basis="ORI-20", by="test", at=at)
    broken = title(salma, "2027-09-30", at)
    Reading.objects.filter(document=broken).update(value_sealed=b"no seal of ours, and long enough to be one")
    title(other, "2027-09-30", at)
    stays.follow_stays(at=at)
    assert of(other).stay_until == date(2027, 9, 30)
    assert of(salma).ref in caplog.text


def test_who_needs_no_title_is_never_asked_for_one(salma: Person, at: datetime) -> None:
    salma.identities.update(nationality="IT")
    title(salma, "2026-09-30", at)
    stays.follow_stays(at=noon(2027, 9, 30))
    assert of(salma).stay_until is None


def test_the_desks_word_on_a_title_stands_until_a_newer_title(salma: Person, at: datetime) -> None:
    title(salma, "2036-09-30", at)  # misread
    stays.follow_stays(at=at)
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at + timedelta(hours=1))
    stays.follow_stays(at=at + timedelta(days=1))
    assert of(salma).stay_until == date(2026, 9, 30)


def test_the_waiting_number_is_closed_only_while_payments_are_suspended(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    with pytest.raises(endings.NotSuspended):
        end(salma, date(2026, 9, 30), at, "no_civil_status")
    suspended = noon(2027, 4, 1)
    told = rights.clock_of(salma, suspended.date())
    assert told is not None
    assert told.name == "suspended"
    end(salma, date(2027, 3, 31), suspended, "no_civil_status")
    assert not Number.objects.filter(until_at=None).exists(), "deactivated (STA-5)"
    told = rights.clock_of(salma, suspended.date())
    assert told is not None
    assert (told.name, told.rule) == ("closed", "STA-5")
    endings.restore_period(period=of(salma), by="t", at=suspended)
    assert Number.objects.get().until_at is None


def test_who_leaves_says_so_and_rights_end_that_day_before_the_six_months(salma: Person, at: datetime) -> None:
    """Persona 25a."""
    controls.record_stay(period=of(salma), until=date(2027, 9, 30), by="t", at=at)
    endings.leave_france(person=salma, on=date(2027, 7, 20), by="student:s", at=noon(2027, 7, 1))
    assert (of(salma).last_day, of(salma).ended_for) == (date(2027, 7, 20), "left_france")
    assert "nothing to send" in words("left", Message.objects.get(code="left").data)
    with pytest.raises(MoveRefused):
        endings.stay_in_france(person=salma, by="student:s", at=noon(2027, 7, 21))
    endings.stay_in_france(person=salma, by="student:s", at=noon(2027, 7, 20))
    assert of(salma).last_day is None


def leave(person: Person, on: date, at: datetime) -> None:
    endings.leave_france(person=person, on=on, by="student:s", at=at)


def test_a_departure_said_for_next_year_never_postpones_the_end_of_a_title(
    salma: Person, at: datetime, by_rule: None
) -> None:
    title(salma, "2026-09-30", at)
    stays.follow_stays(at=at)
    leave(salma, date(2027, 9, 1), noon(2026, 9, 20))
    stays.follow_stays(at=noon(2026, 10, 1))
    assert (of(salma).control_on, of(salma).control_about) == (date(2026, 10, 1), STAY)
    assert stays.follow_stays(at=noon(2027, 3, 31)) == 0, "the last day is covered"
    assert stays.follow_stays(at=noon(2027, 4, 1)) == 1
    assert (of(salma).last_day, of(salma).ended_for) == (date(2027, 3, 31), "title_ended")
    with pytest.raises(operations.NoRights):
        leave(salma, date(2027, 9, 1), noon(2027, 4, 1))


def test_a_departure_does_not_close_what_a_caseworker_was_asked_about_an_earlier_end(
    salma: Person, at: datetime
) -> None:
    title(salma, "2026-09-30", at)
    for day in (at, noon(2026, 10, 1), noon(2027, 4, 1)):
        stays.follow_stays(at=day)
    leave(salma, date(2028, 3, 1), noon(2027, 4, 1))
    assert Task.objects.get(kind="end_of_rights").state == "open"
    stays.follow_stays(at=noon(2027, 4, 2))
    end(salma, date(2027, 3, 31), noon(2027, 4, 2), "title_ended")
    assert (of(salma).last_day, of(salma).ended_for) == (date(2027, 3, 31), "title_ended")
    assert Task.objects.get(kind="end_of_rights").state == "done"


def test_rights_that_begin_after_the_days_of_a_title_stop_nobody_else(
    salma: Person, wei: Account, at: datetime, by_rule: None
) -> None:
    title(salma, "2026-09-30", at)
    other = Person.objects.get(account=wei)
    operations.open_period(person=other, fund="491", from_day=at.date(), basis="ORI-20", by="t", at=at)
    controls.record_stay(period=of(other), until=date(2026, 9, 30), by="t", at=at)
    Period.objects.filter(person=salma).update(from_day=date(2027, 9, 1))
    for day in (at, noon(2026, 10, 1)):
        stays.follow_stays(at=day)
    assert stays.follow_stays(at=noon(2027, 4, 1)) == 1
    assert of(other).ended_for == "title_ended"


def test_who_leaves_before_the_law_could_end_her_rights_is_asked_nothing(salma: Person, at: datetime) -> None:
    title(salma, "2026-09-30", at)
    stays.follow_stays(at=at)
    leave(salma, date(2027, 3, 31), noon(2026, 9, 20))
    for day in (noon(2026, 10, 1), noon(2027, 3, 31)):
        assert stays.follow_stays(at=day) == 0
    assert of(salma).control_on is None
    assert not Task.objects.filter(kind="end_of_rights").exists()
    endings.stay_in_france(person=salma, by="student:s", at=noon(2027, 3, 31))
    stays.follow_stays(at=noon(2027, 4, 1))
    assert of(salma).control_about == STAY, "who stays after all is asked"


def test_a_title_accepted_after_a_departure_was_said_is_read(salma: Person, at: datetime) -> None:
    leave(salma, date(2027, 9, 1), at)
    title(salma, "2026-09-30", at + timedelta(days=1))
    stays.follow_stays(at=at + timedelta(days=1))
    assert of(salma).stay_until == date(2026, 9, 30)


def test_the_fund_asks_about_residence_whatever_departure_was_said(salma: Person, at: datetime) -> None:
    leave(salma, date(2027, 9, 1), at)
    controls.open_control(period=of(salma), about=RESIDENCE, by="t", at=at)
    end(salma, date(2026, 11, 30), noon(2026, 12, 1), "no_residence")
    assert (of(salma).last_day, of(salma).ended_for) == (date(2026, 11, 30), "no_residence")


def test_a_good_answer_settles_what_was_asked_of_who_leaves_later(salma: Person, at: datetime) -> None:
    leave(salma, date(2027, 9, 1), at)
    controls.open_control(period=of(salma), about=RESIDENCE, by="t", at=at)
    controls.settle_control(period=of(salma), by="t", at=at)
    assert (of(salma).control_on, of(salma).ended_for) == (None, "left_france")


def test_nothing_is_asked_once_she_has_left(salma: Person, at: datetime) -> None:
    leave(salma, at.date(), at)
    for about in (STAY, RESIDENCE):
        with pytest.raises(MoveRefused):
            controls.open_control(period=of(salma), about=about, by="t", at=at + timedelta(days=1))


def test_her_letter_says_that_a_departure_lengthens_nothing(salma: Person, at: datetime) -> None:
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at)
    leave(salma, date(2027, 9, 1), at)
    message = Message.objects.get(code="left_title_first")
    told = words(message.code, message.data)
    for part in ("1 September 2027", "30 September 2026", "31 March 2027", "R111-4", "carte Vitale"):
        assert part in told


def test_leaving_is_said_and_taken_back_a_few_times_a_month_then_a_caseworker_helps(
    salma: Person, at: datetime
) -> None:
    answered(salma, "waiting", at, NIA)
    for _turn in range(endings.DEPARTURES):
        leave(salma, date(2027, 9, 1), at)
        endings.stay_in_france(person=salma, by="student:s", at=at)
    made, told = Certificate.objects.count(), Message.objects.count()
    later = at + endings.WITHIN
    with pytest.raises(endings.TooManyDepartures) as refused:
        leave(salma, date(2027, 9, 1), later - timedelta(seconds=1))
    assert "Write to us" in str(refused.value.words)
    assert (Certificate.objects.count(), Message.objects.count(), of(salma).last_day) == (made, told, None)
    end(salma, date(2026, 9, 30), at, "left_france")
    endings.restore_period(period=of(salma), by="caseworker:c", at=at)
    leave(salma, date(2027, 9, 1), later)
    endings.stay_in_france(person=salma, by="student:s", at=later)


def test_who_has_no_rights_cannot_leave_them(salma: Person, at: datetime) -> None:
    endings.leave_france(person=salma, on=at.date(), by="student:s", at=at)
    with pytest.raises(operations.NoRights):
        endings.leave_france(person=salma, on=at.date(), by="student:s", at=at + timedelta(days=1))


def test_only_her_own_departure_is_taken_back_by_her(salma: Person, at: datetime) -> None:
    end(salma, date(2026, 12, 31), at, "fraud")
    with pytest.raises(MoveRefused):
        endings.stay_in_france(person=salma, by="student:s", at=at)


def test_a_departure_taken_back_leaves_the_funds_own_end_as_it_stood(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    end(salma, date(2026, 12, 31), at, "fraud")
    stood = of(salma)
    for turn in (1, 2):
        day = at + timedelta(days=turn)
        endings.leave_france(person=salma, on=date(2026, 11, 30), by="student:s", at=day)
        endings.leave_france(person=salma, on=date(2026, 11, 20), by="student:s", at=day)
        assert of(salma).ended_for == "left_france"
        endings.stay_in_france(person=salma, by="student:s", at=day)
        found = of(salma)
        assert (found.last_day, found.ended_for, found.ended_at) == (stood.last_day, "fraud", stood.ended_at)
    message = Message.objects.filter(person=salma, code="end_stands").last()
    assert message is not None
    told = words(message.code, message.data)
    assert "31 December 2026" in told
    assert "false identity" in told
    assert not Message.objects.filter(code="rights_restored").exists()
    assert Certificate.objects.get(replaced_at=None).until_day == date(2026, 12, 31)
    endings.restore_period(period=of(salma), by="caseworker:c", at=at + timedelta(days=3))
    assert of(salma).last_day is None, "the fund may lift its own end"
    endings.leave_france(person=salma, on=date(2026, 11, 30), by="student:s", at=at + timedelta(days=4))
    endings.stay_in_france(person=salma, by="student:s", at=at + timedelta(days=4))
    assert of(salma).last_day is None, "an end that was lifted stands no more"


def test_what_the_fund_asked_outlives_a_departure_taken_back(salma: Person, at: datetime) -> None:
    controls.record_stay(period=of(salma), until=date(2026, 9, 30), by="t", at=at)
    controls.open_control(period=of(salma), about=STAY, by="t", at=noon(2026, 10, 1))
    endings.leave_france(person=salma, on=date(2026, 12, 20), by="student:s", at=noon(2026, 10, 2))
    endings.stay_in_france(person=salma, by="student:s", at=noon(2026, 10, 3))
    assert (of(salma).last_day, of(salma).control_on, of(salma).control_about) == (None, date(2026, 10, 1), STAY)


def test_an_order_to_leave_ends_rights_two_months_after_the_day_it_became_final(salma: Person, at: datetime) -> None:
    def order(final: date | None, until: date, day: datetime) -> None:
        endings.end_period(
            period=of(salma), until=until, reason="removal", removal_final_on=final, by="caseworker:c", at=day
        )

    later = noon(2026, 11, 2)
    for untold in (None, date(2026, 11, 3), date(1999, 1, 1)):
        with pytest.raises(endings.RemovalDayMissing):
            order(untold, date(2027, 1, 31), later)
    with pytest.raises(endings.BeforeFloor) as refused:
        order(date(2026, 10, 1), date(2026, 11, 30), later)
    assert refused.value.data["floor"] == date(2026, 12, 1)
    order(date(2026, 10, 1), date(2026, 12, 1), later)
    assert (of(salma).last_day, of(salma).ended_for) == (date(2026, 12, 1), "removal")
    event = Event.objects.get(verb="coverage.period.ended")
    assert event.data["removal_final_on"] == "2026-10-01"


def test_a_certificate_that_holds_no_more_is_not_made(salma: Person, at: datetime, monkeypatch: Any) -> None:
    answered(salma, "waiting", at, NIA)
    first = Certificate.objects.get()
    answered(salma, "final", at, NIR)
    jobs.render_certificate.func(first.ref)
    first.refresh_from_db()
    assert first.rendered_at is None


def test_every_reason_is_one_the_row_can_hold() -> None:
    longest = Period._meta.get_field("ended_for").max_length
    assert longest is not None
    assert all(len(code) <= longest for code in ENDINGS)


def test_rights_opened_anew_never_reach_back_over_those_that_ended(salma: Person, at: datetime) -> None:
    answered(salma, "waiting", at, NIA)
    first = Period.objects.get()
    endings.end_period(period=first, until=at.date(), reason="fraud", by="t", at=at)
    again = operations.open_period(person=salma, fund="491", from_day=first.from_day, basis="ORI-20", by="t", at=at)
    first.refresh_from_db()
    assert first.from_day < again.from_day == first.until_day
