"""Persona 23, one file and its endings; and for any facts, one situation a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.law.clock import (
    DEFINITIVE,
    NO_IMPOSSIBILITY,
    NOT_YET,
    TEMPORARY,
    Happened,
    NotADecision,
    situation,
    situations,
)

pytestmark = pytest.mark.pure
NOTICED = date(2026, 10, 5)
DECIDED = date(2027, 7, 1)


@pytest.mark.parametrize(
    ("on", "name", "until"),
    [
        (NOTICED, "civil_status_due", date(2027, 1, 5)),
        (date(2027, 1, 5), "civil_status_due", date(2027, 1, 5)),
        (date(2027, 1, 6), "formal_notice", date(2027, 4, 6)),
        (date(2027, 4, 6), "formal_notice", date(2027, 4, 6)),
        (date(2027, 4, 7), "suspended", date(2027, 7, 7)),
        (date(2027, 7, 7), "suspended", date(2027, 7, 7)),
        (date(2027, 7, 8), "at_register", date(2027, 9, 8)),
    ],
)
def test_without_a_paper_the_clock_runs_as_in_persona_23(on: date, name: str, until: date) -> None:
    found = situation(Happened(NOTICED), on)
    assert (found.name, found.until_day) == (name, until)


@pytest.mark.parametrize(
    ("decided", "names", "rules"),
    [
        (NO_IMPOSSIBILITY, ["closed"], ["STA-5"]),
        (DEFINITIVE, ["restored", "at_register"], ["STA-6", "STA-9"]),
        (TEMPORARY, ["prolonged", "decision_due"], ["STA-7", "STA-7"]),
        ("", ["restored", "at_register"], ["STA-8", "STA-9"]),
    ],
)
def test_each_of_the_four_endings(decided: str, names: list[str], rules: list[str]) -> None:
    happened = Happened(NOTICED, decided=decided, decided_on=DECIDED if decided else None)
    ending = situations(happened)[3:]
    assert ([stage.name for stage in ending], [stage.rule for stage in ending]) == (names, rules)


@pytest.mark.parametrize(
    ("decided", "decided_on"), [("", DECIDED), ("temporary_imposibility", DECIDED), (TEMPORARY, None)]
)
def test_a_decision_without_its_word_or_day_is_an_error_never_two_years(decided: str, decided_on: date | None) -> None:
    with pytest.raises(NotADecision):
        Happened(NOTICED, decided=decided, decided_on=decided_on)


def test_rights_are_restored_until_the_file_is_sent() -> None:
    happened = Happened(NOTICED, decided=DEFINITIVE, decided_on=DECIDED, sent_on=date(2027, 7, 15))
    assert (situation(happened, DECIDED).name, situation(happened, DECIDED).until_day) == (
        "restored",
        date(2027, 7, 14),
    )
    later = situation(happened, date(2027, 7, 15))
    assert (later.name, later.rule, later.until_day) == ("at_register", "STA-9", date(2027, 9, 15))


@pytest.mark.parametrize("decided", [NO_IMPOSSIBILITY, DEFINITIVE, TEMPORARY])
def test_a_suspension_ends_the_day_before_the_decision(decided: str) -> None:
    happened = Happened(NOTICED, decided=decided, decided_on=DECIDED)
    over = situation(happened, date(2027, 5, 1))
    assert (over.name, over.until_day) == ("suspended", date(2027, 6, 30))
    assert "decides by" not in over.sentence
    proved = situation(Happened(NOTICED, proved_on=date(2027, 5, 20)), date(2027, 5, 1))
    assert (proved.name, proved.until_day) == ("suspended", date(2027, 5, 19))


def test_a_temporary_impossibility_lasts_two_years_at_most() -> None:
    found = situation(Happened(NOTICED, decided=TEMPORARY, decided_on=DECIDED), date(2028, 1, 1))
    assert (found.name, found.until_day) == ("prolonged", date(2029, 7, 7))


def test_a_paper_that_comes_during_the_formal_notice_stops_the_clock() -> None:
    happened = Happened(NOTICED, proved_on=date(2027, 2, 20))
    assert situation(happened, date(2027, 2, 19)).name == "formal_notice"
    found = situation(happened, date(2027, 5, 1))
    assert (found.name, found.rule, found.until_day) == ("at_register", "STA-9", date(2027, 4, 20))


def test_a_paper_that_waits_for_others_is_not_at_the_register_before_it_is_sent() -> None:
    waiting = situation(Happened(NOTICED, proved_on=date(2027, 2, 20), sent_on=NOT_YET), date(2027, 5, 1))
    assert (waiting.name, waiting.rule, waiting.until_day) == ("proved", "STA-9", None)
    sent = Happened(NOTICED, proved_on=date(2027, 2, 20), sent_on=date(2027, 4, 1))
    assert situation(sent, date(2027, 3, 31)).until_day == date(2027, 3, 31)
    found = situation(sent, date(2027, 5, 1))
    assert (found.name, found.until_day) == ("at_register", date(2027, 6, 1))


def test_a_restored_file_that_is_not_sent_yet_stays_restored() -> None:
    happened = Happened(NOTICED, decided=DEFINITIVE, decided_on=DECIDED, sent_on=NOT_YET)
    assert situation(happened, date(2028, 1, 1)).name == "restored"


def test_a_paper_after_the_number_was_closed_changes_nothing() -> None:
    happened = Happened(NOTICED, date(2027, 8, 1), NO_IMPOSSIBILITY, DECIDED)
    assert situation(happened, date(2027, 9, 1)).name == "closed"


def test_persona_01_the_paper_comes_in_time() -> None:
    happened = Happened(date(2026, 9, 14), proved_on=date(2026, 10, 10))
    assert situations(happened)[0].until_day == date(2026, 12, 14)
    assert situation(happened, date(2026, 10, 10)).until_day == date(2026, 12, 10)


def course(**facts: Any) -> list[tuple[str, date, date | None]]:
    """What a waiting number noticed on 5 October 2026 goes through."""
    return [(stage.name, stage.from_day, stage.until_day) for stage in situations(Happened(NOTICED, **facts))]


def test_before_the_notice_it_stands_where_it_begins() -> None:
    assert situation(Happened(NOTICED), NOTICED - timedelta(days=1)).name == "civil_status_due"


SUSPENDED, DECIDE_BY = date(2027, 4, 7), date(2027, 7, 7)


@pytest.mark.parametrize(
    ("on", "name", "since"),
    [
        # a decision counts from the first day of the suspension to the last; outside it the fund was silent (STA-8)
        (SUSPENDED, "closed", SUSPENDED), (DECIDE_BY, "closed", DECIDE_BY),
        (date(2027, 4, 6), "restored", date(2027, 7, 8)), (date(2027, 7, 8), "restored", date(2027, 7, 8)),
    ],
)  # fmt: skip
def test_the_fund_decides_within_the_three_months_of_the_suspension(on: date, name: str, since: date) -> None:
    """STA-5: rights that it did not close in time come back."""
    found = course(decided=NO_IMPOSSIBILITY, decided_on=on)
    assert [stage[:2] for stage in found][3] == (name, since)


def test_after_two_years_of_temporary_impossibility_the_fund_has_three_months() -> None:
    """STA-7."""
    assert course(decided=TEMPORARY, decided_on=DECIDED)[3:] == [
        ("prolonged", DECIDED, date(2029, 7, 7)), ("decision_due", date(2029, 7, 8), date(2029, 10, 8)),
    ]  # fmt: skip


def test_a_paper_that_leaves_at_once_waits_no_day() -> None:
    proved = date(2027, 2, 20)
    assert course(proved_on=proved)[2:] == [("at_register", proved, date(2027, 4, 20))]
    assert course(proved_on=proved, sent_on=date(2027, 2, 21))[2] == ("proved", proved, proved)


def test_rights_restored_and_sent_the_same_day_are_said_to_be_and_end_on_no_day_before() -> None:
    found = course(decided=DEFINITIVE, decided_on=DECIDED)
    assert found[3:] == [("restored", DECIDED, None), ("at_register", DECIDED, date(2027, 9, 1))]
    # a paper of that very day takes nothing of it back
    assert course(decided=DEFINITIVE, decided_on=DECIDED, proved_on=DECIDED) == found


def test_a_paper_of_the_first_day_of_a_suspension_ends_it_on_no_day_before_it_began() -> None:
    assert course(proved_on=SUSPENDED)[2:] == [
        ("suspended", SUSPENDED, DECIDE_BY), ("at_register", SUSPENDED, date(2027, 6, 7)),
    ]  # fmt: skip


DAYS = st.dates(date(2022, 3, 1), date(2032, 12, 31))


@given(
    noticed=DAYS,
    proved=st.none() | st.integers(0, 1500),
    decided=st.sampled_from(["", NO_IMPOSSIBILITY, DEFINITIVE, TEMPORARY]),
    decided_after=st.integers(0, 500),
    on=st.integers(0, 2000),
)
def test_there_is_one_situation_on_every_day_and_they_follow_one_another(
    noticed: date, proved: int | None, decided: str, decided_after: int, on: int
) -> None:
    happened = Happened(
        noticed,
        noticed + timedelta(days=proved) if proved is not None else None,
        decided,
        noticed + timedelta(days=decided_after) if decided else None,
    )
    course = situations(happened)
    assert [stage.from_day for stage in course] == sorted(stage.from_day for stage in course)
    assert situation(happened, noticed + timedelta(days=on)) in course
    for stage in course:
        stage.sentence.format(from_day=stage.from_day, until_day=stage.until_day)
