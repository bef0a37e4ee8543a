"""How the run of the changes works: a change is shown to the tests that call its function, in a process of its own."""

from __future__ import annotations

from datetime import date

import pytest

from affilia.law import deferral, entitlement, undue
from tests.law.changes import Mutant, functions, mutants, same
from tests.law.mutants import Question, learn, lives

pytestmark = pytest.mark.pure


def two_years() -> bool:
    return undue.claimable_until(date(2026, 9, 14)) == date(2028, 9, 14)


def three_months() -> bool:
    return entitlement.civil_status_due(date(2026, 9, 14)) == date(2026, 12, 14)


def small_sum() -> bool:
    return deferral.may_wait(100, date(2026, 9, 14))


def test_what_calls_a_changed_function_notices_and_nothing_else_is_asked() -> None:
    found = functions()
    questions = [Question("years", two_years), Question("months", three_months)]
    always = learn(questions, found)
    assert "entitlement.months_later" in questions[0].calls & questions[1].calls
    assert "undue.claimable_until" not in questions[1].calls
    assert "reader.parameter" in always and "entitlement.months_later" not in always
    # a month more is seen, a function that stays as it is is not, and one that nobody calls is never seen
    (a_month_more,) = mutants("entitlement.civil_status_due", found["entitlement.civil_status_due"])
    unseen = next(mutants("entitlement.academic_year_end", found["entitlement.academic_year_end"]))
    unchanged = same("entitlement.months_later", found["entitlement.months_later"])
    assert lives([a_month_more, unchanged, unseen], questions, found, always) == [False, True, True]
    # the change ended with its process
    assert two_years() and three_months()


def test_a_change_of_what_makes_the_book_is_asked_of_everybody_and_a_breakdown_is_noticed() -> None:
    found = functions()
    questions = [Question("sum", small_sum)]
    always = learn(questions, found)
    read = found["reader.parameters"]
    broken = Mutant("reader.parameters", "nothing", "", "def parameters():\n    raise ValueError")
    empty = Mutant("reader.parameters", "nothing", "", "def parameters():\n    return ()")
    assert lives([broken, empty, same("reader.parameters", read)], questions, found, always) == [False, False, True]
    assert small_sum()
