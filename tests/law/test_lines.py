"""Lines as columns: what a line need not say, which of them find a value, and why one is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from affilia.law.facts import law
from affilia.law.reimbursement import DEFAULTS, columns_of, completed, has_values, refusal
from tests.law.test_reimbursement import line

pytestmark = pytest.mark.pure


def test_what_nobody_told_of_lines_is_as_a_line_has_it_that_says_nothing() -> None:
    whole = columns_of([line(), line(units=3)])
    told = {name: column for name, column in whole.items() if name not in DEFAULTS or name == "units"}
    found = completed(told, 2)
    assert found.keys() == whole.keys()
    for name, column in whole.items():
        assert (found[name].tolist(), found[name].dtype) == (column.tolist(), column.dtype), name
    # what was told stays as it is
    assert found["units"] is told["units"]
    assert completed({"complete": np.array([False])}, 1)["complete"].tolist() == [False]


NOW = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("category", "care", "reimbursed", "known"),
    [
        ("doctor", NOW, NOW, True), ("drug_major", NOW, NOW, True), ("other", NOW, NOW, True),
        # created on 5 April 2022, on 1 January 2023
        ("psychologist_session", date(2022, 4, 5), date(2022, 4, 5), True),
        ("psychologist_session", date(2022, 4, 4), date(2022, 4, 4), False),
        ("transport_samu", date(2022, 12, 31), date(2022, 12, 31), False), ("transport_samu", NOW, NOW, True),
        # one value that is missing is enough: of the care, or of the payment
        ("doctor", date(2000, 1, 1), NOW, False), ("doctor", NOW, date(2000, 1, 1), False),
    ],
)  # fmt: skip
def test_a_line_finds_a_value_for_all_it_may_ask_or_a_person_decides(
    category: str, care: date, reimbursed: date, known: bool
) -> None:
    assert has_values(category, care, reimbursed) is known


def test_the_step_of_a_refusal_is_told_where_the_law_refuses_so_and_nowhere_else() -> None:
    late = line(received_day=date(2029, 1, 1))
    (told,) = refusal(late, "too_late")
    assert (told["name"], told["article"], told["value"]) == ("too_late", "CSS L160-11", 1)
    assert refusal(line(), "too_late") == refusal(late, "not_covered") == []


@pytest.mark.parametrize(("before", "refused", "beyond"), [(9, 0, 0), (11, 0, 2), (12, 1, 0), (13, 1, 0)])
def test_sessions_beyond_the_number_are_those_of_a_line_that_is_not_refused_for_it(
    before: int, refused: int, beyond: int
) -> None:
    asked = columns_of(
        [line(category="psychologist_session", sessions_before=before, units=3, tariff=15000, fee=15000)]
    )
    found = law.evaluate(asked, "too_many_sessions", "sessions_beyond")
    assert (int(found["too_many_sessions"][0]), int(found["sessions_beyond"][0])) == (refused, beyond)
