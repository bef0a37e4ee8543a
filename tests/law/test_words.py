"""The words rules are written with, by hand: what each gives, and what it refuses."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from affilia.law import columns, debts

pytestmark = pytest.mark.pure


def col(*values: int) -> columns.Column:
    return np.array(values, dtype=np.int64)


def day(*texts: str) -> columns.Column:
    return np.array(texts, dtype="datetime64[D]").astype(np.int64)


ONE_GROUP = columns.together(col(0, 0, 0))
# persons 1, 2, 1, 2, 1: rows of a group are not side by side
TWO = columns.together(col(1, 2, 1, 2, 1))


def test_the_lower_the_higher_and_one_or_the_other() -> None:
    assert columns.lower_of(col(1, 5), col(3, 2)).tolist() == [1, 2]
    assert columns.higher_of(col(1, 5), col(3, 2)).tolist() == [3, 5]
    assert columns.higher_of(col(-1, 5), 0).tolist() == [0, 5]
    assert columns.choose(np.array([True, False]), col(1, 1), otherwise=col(2, 2)).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("amount", "rates", "part"),
    [
        (1, (5000,), 1), (1, (4999,), 0), (3, (5000,), 2), (100, (10000,), 100), (100, (0,), 0), (2500, (3333,), 833),
        # a share of a share is rounded once: half of half of 6 is 1.5, of 5 is 1.25
        (6, (5000, 5000), 2), (5, (5000, 5000), 1), (7, (5000, 5000), 2), (10**6, (10000, 10000, 1), 100),
        # of three: 0.125 of 4 is 0.5
        (4, (5000, 5000, 5000), 1), (3, (5000, 5000, 5000), 0),
    ],
)  # fmt: skip
def test_a_share_is_rounded_once_half_up(amount: int, rates: tuple[int, ...], part: int) -> None:
    first, *others = (col(rate) for rate in rates)
    assert columns.share(col(amount), first, *others).tolist() == [part]


def test_rows_with_nothing_to_share_change_nothing_of_those_beside_them() -> None:
    assert columns.share(col(0, 100, 0), col(5000, 5000, 0)).tolist() == [0, 50, 0]
    assert columns.share(col(0, 0), col(5000, 5000)).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("amount", "part", "whole", "worth"),
    [(100, 1, 3, 33), (101, 1, 2, 51), (200, 2, 3, 133), (5, 3, 3, 5), (5, 0, 3, 0)],
)
def test_a_portion_is_rounded_half_up(amount: int, part: int, whole: int, worth: int) -> None:
    assert columns.portion(col(amount, 7), col(part, 1), col(whole, 2)).tolist() == [worth, 4]


def test_an_amount_is_within_a_limit_times_rates_to_the_tenth_of_a_percent() -> None:
    """1,000.00 times 1.35 times 1.113 is 1,502.55 exactly."""
    rates = (col(13500, 13500), col(11130, 11130))
    assert columns.within(col(150255, 150256), col(100000, 100000), *rates).tolist() == [True, False]
    assert columns.within(col(5, 6), col(5, 5)).tolist() == [True, False]


@pytest.mark.parametrize(("limit", "rate"), [(100, 13505), (-1, 10000)])  # a rate too fine, a limit below nothing
def test_what_cannot_be_compared_exactly_is_an_error(limit: int, rate: int) -> None:
    with pytest.raises(AssertionError):
        columns.within(col(1), col(limit), col(rate))


def test_one_rate_too_fine_among_others_is_an_error() -> None:
    with pytest.raises(AssertionError):
        columns.within(col(1, 1), col(9, 9), col(10000, 13505))


def test_the_edges_of_what_is_compared_exactly() -> None:
    assert columns.within(col(0), col(0)).tolist() == [True]
    edge = int(columns.APART) << 22
    assert columns.within(col(1), col(edge - 1)).tolist() == [True]
    with pytest.raises(AssertionError):
        columns.within(col(1), col(edge))
    assert columns.within(col(), col()).tolist() == []
    for one_of_two in (col(-1, 5), col(5, -1), col(edge, 1), col(1, edge)):
        with pytest.raises(AssertionError):
            columns.within(col(1, 1), one_of_two)


def test_rows_that_agree_in_all_keys_are_together_in_the_order_they_count() -> None:
    groups = columns.together(col(2, 1, 2, 1), col(7, 7, 7, 8))
    assert groups.order.tolist() == [1, 3, 0, 2]
    assert groups.starts.tolist() == [True, True, True, False]
    assert TWO.order.tolist() == [0, 2, 4, 1, 3]
    assert TWO.starts.tolist() == [True, False, False, True, False]


LARGE = 2**61


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        # as one number they would not fit: the first key counts first, then the second, then the third
        (([LARGE, 0, LARGE, 0], [0, LARGE, 1, 1], [5, 5, 5, 5]), [3, 1, 0, 2]),
        (([7, 7, 7], [LARGE, -LARGE, 0], [LARGE, 0, -LARGE]), [1, 2, 0]),
        (([1, 1, 1], [1, 1, 1], [LARGE, -LARGE, 0]), [1, 2, 0]),
        # they fit, though they end far from nothing
        (([LARGE + 1, LARGE - 1], [0, 1]), [1, 0]), (([3, 3], [2 * LARGE + 1, 2 * LARGE - 1]), [1, 0]),
        # days before 1970 are below nothing
        (([2, 1, 1, 2], [-5, 5, -5, 5]), [2, 1, 0, 3]),
        # of rows in their order already, those that agree stay where they are
        (([1, 1, 2], [4, 4, 4]), [0, 1, 2]), (([1, 2, 1], [4, 4, 4]), [0, 2, 1]),
    ],
)  # fmt: skip
def test_rows_are_brought_together_however_large_their_keys(keys: tuple[list[int], ...], order: list[int]) -> None:
    groups = columns.together(*(col(*key) for key in keys))
    assert groups.gathered(np.arange(len(order))).tolist() == order


def test_of_no_rows_there_are_no_groups() -> None:
    for nobody in (columns.together(col()), columns.together(col(), col())):
        assert (nobody.gathered(col()).tolist(), nobody.starts.tolist()) == ([], [])


@pytest.mark.parametrize(
    ("amount", "cap", "taken"),
    [
        ((3, 3, 3), (7, 7, 7), [3, 3, 1]), ((3, 3, 3), (3, 3, 3), [3, 0, 0]), ((3, 3, 3), (0, 0, 0), [0, 0, 0]),
        ((0, 0, 0), (0, 0, 0), [0, 0, 0]), ((0, 5, 0), (2, 2, 2), [0, 2, 0]), ((9, 0, 3), (4, 4, 6), [4, 0, 2]),
    ],
)  # fmt: skip
def test_a_total_grows_to_its_cap_and_no_further(
    amount: tuple[int, ...], cap: tuple[int, ...], taken: list[int]
) -> None:
    assert columns.capped(col(*amount), col(*cap), ONE_GROUP).tolist() == taken


def test_each_group_has_its_own_cap_debt_first_row_and_row_before() -> None:
    amounts = col(5, 1, 5, 1, 5)
    assert columns.capped(amounts, col(8, 3, 8, 3, 8), TWO).tolist() == [5, 1, 3, 1, 0]
    # 5 and 1 owed each time; the second row of each pays 4
    assert columns.carried(amounts, col(0, 0, 4, 4, 4), TWO).tolist() == [5, 1, 6, 0, 7]
    assert columns.opening(col(9, 8, 7, 6, 5), TWO).tolist() == [9, 8, 0, 0, 0]
    assert columns.earlier(col(9, 8, 7, 6, 5), TWO).tolist() == [0, 0, 9, 8, 7]
    assert columns.rising(col(4, 9, 2, 10, 6), TWO).tolist() == [4, 9, 4, 10, 6]


def test_a_debt_shrinks_to_nothing_and_no_further() -> None:
    assert columns.carried(col(3, 0, 2), col(0, 9, 1), ONE_GROUP).tolist() == [3, 0, 1]


def test_groups_of_large_amounts_do_not_touch_one_another() -> None:
    """A million euros each: the groups lie further apart than any total."""
    large = 10**8
    groups = columns.together(col(1, 1, 2, 2))
    assert columns.capped(col(large, large, large, large), col(*[large + 1] * 4), groups).tolist() == [
        large,
        1,
        large,
        1,
    ]
    assert columns.rising(col(large, 1, 2, 1), groups).tolist() == [large, large, 2, 2]


def test_days_years_and_months_before_and_after_1970() -> None:
    days = day("1969-12-31", "1970-01-01", "2024-02-29", "2026-12-31")
    assert columns.year_of(days).tolist() == [1969, 1970, 2024, 2026]
    assert columns.year_end(days).tolist() == day("1969-12-31", "1970-12-31", "2024-12-31", "2026-12-31").tolist()
    assert columns.month_start(days).tolist() == day("1969-12-01", "1970-01-01", "2024-02-01", "2026-12-01").tolist()


@pytest.mark.parametrize("others", [0, columns.DAYS // 100])  # reckoned where they are few, else looked up
@pytest.mark.parametrize(
    ("on", "year", "two_years"),
    [
        ("1800-05-05", 1800, "1802-06-30"), ("1869-12-30", 1869, "1871-12-31"), ("1869-12-31", 1869, "1871-12-31"),
        ("2026-05-05", 2026, "2028-06-30"), ("2171-03-02", 2171, "2173-03-31"), ("2171-03-03", 2171, "2173-03-31"),
        ("2300-05-05", 2300, "2302-06-30"),
    ],
)  # fmt: skip
def test_days_near_and_far_have_their_year_among_few_and_among_many(
    on: str, year: int, two_years: str, others: int
) -> None:
    days = day(on, *["2026-01-01"] * others)
    assert columns.year_of(days).tolist() == [year, *[2026] * others]
    assert columns.two_years_on(days).tolist() == [*day(two_years), *list(day("2028-03-31")) * others]


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-10-05", 3, "2027-01-05"), ("2026-01-01", 0, "2026-01-01"), ("2026-02-01", 12, "2027-02-01"),
        ("2026-05-30", 1, "2026-06-30"), ("2026-05-31", 1, "2026-06-30"),
    ],
)  # fmt: skip
def test_the_same_day_so_many_months_later(on: str, months: int, later: str) -> None:
    assert columns.months_on(day(on), months).tolist() == day(later).tolist()


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2024-01-01", "2026-03-31"), ("2024-03-31", "2026-03-31"), ("2024-04-01", "2026-06-30"),
        ("2024-12-31", "2026-12-31"), ("1969-05-05", "1971-06-30"),
    ],
)  # fmt: skip
def test_two_years_from_the_quarter_after(on: str, last: str) -> None:
    assert columns.two_years_on(day(on)).tolist() == day(last).tolist()


@pytest.mark.parametrize("seed", range(200))
def test_debts_die_as_in_a_plain_list_of_them(seed: int) -> None:
    chance = Random(seed)
    size = chance.randint(1, 60)
    owed, held = ([chance.choice([0, 0, 1, 5, 30]) for _row in range(size)] for _column in range(2))
    people = [chance.randint(1, 4) for _row in range(size)]
    days = [chance.randint(10_000, 12_500) for _row in range(size)]
    days = sorted(days) if seed % 2 else days  # as payments follow one another, or in no order
    groups = columns.together(col(*people))
    left = columns.carried(col(*owed), col(*held), groups)
    dead = debts.barred(left, col(*owed), col(*held), col(*days), col(*[2] * size), groups)
    after = debts.without(left, dead, col(*owed), col(*held), groups)
    debts_of: dict[int, list[list[int]]] = {}
    for row, person in enumerate(people):
        hers = debts_of.setdefault(person, [])
        assert dead[row] == sum(cents for until, cents in hers if until < days[row])
        hers[:] = [one for one in hers if one[0] >= days[row]]
        hers.append([int(columns.months_on(col(days[row]), 24)[0]), owed[row]])
        to_keep = held[row]
        for one in hers:
            kept = min(one[1], to_keep)
            one[1], to_keep = one[1] - kept, to_keep - kept
        assert after[row] == sum(cents for _until, cents in hers)


@pytest.mark.parametrize("months", [-14, -1, 0, 1, 11, 24])
def test_many_days_are_reckoned_as_a_few_are(months: int) -> None:
    many = np.random.default_rng(months + 20).integers(-30_000, 60_000, 3000)
    few = [columns.months_on(many[at : at + 100], months) for at in range(0, 3000, 100)]
    assert (columns.months_on(many, months) == np.concatenate(few)).all()
    starts = np.concatenate([columns.month_start(many[at : at + 100]) for at in range(0, 3000, 100)])
    assert (columns.month_start(many) == starts).all()


def test_of_debts_that_died_the_oldest_are_paid_first_and_each_group_has_its_own() -> None:
    owed, held = col(5, 5, 3, 0, 0), col(0, 0, 0, 1, 4)
    days = day("2020-01-01", "2020-01-01", "2021-06-01", "2021-12-31", "2022-01-02")
    groups = columns.together(col(1, 2, 1, 1, 1))
    left = columns.carried(owed, held, groups)
    # of the five owed in 2020 one was paid in time, four died the day before the last row
    dead = debts.barred(left, owed, held, days, col(2, 2, 2, 2, 2), groups)
    assert dead.tolist() == [0, 0, 0, 0, 4]
    assert debts.without(left, dead, owed, held, groups).tolist() == [5, 5, 8, 7, 0]
    alive = debts.barred(left, owed, held, days, col(3, 3, 3, 3, 3), groups)
    assert alive.tolist() == [0, 0, 0, 0, 0]
    assert debts.without(left, alive, owed, held, groups) is left


@pytest.mark.parametrize("first", ["1960-01-01", "1969-06-01", "2020-01-01"])
def test_debts_die_on_either_side_of_1970(first: str) -> None:
    """Five owed of each of two; the first pays three a day after two years, the second on the last day of them."""
    (start,) = day(first)
    last = int(columns.months_on(day(first), 24)[0])
    owed, held = col(5, 5, 0, 0), col(0, 0, 3, 3)
    days, groups = col(start, start, last + 1, last), columns.together(col(1, 2, 1, 2))
    left = columns.carried(owed, held, groups)
    dead = debts.barred(left, owed, held, days, col(2, 2, 2, 2), groups)
    assert dead.tolist() == [0, 0, 5, 0]
    assert debts.without(left, dead, owed, held, groups).tolist() == [5, 5, 0, 2]


@pytest.mark.parametrize(
    ("after", "years", "owed", "held", "dead"),
    [
        # paid 380 days later: of a debt that lives a year five have died, of one that lives two nothing
        ((0, 380), (1, 1), (5, 0), (0, 5), [0, 5]), ((0, 380), (2, 2), (5, 0), (0, 5), [0, 0]),
        # how long a debt lives is told where it is owed, whatever it is for later ones
        ((0, 800), (2, 9), (5, 0), (0, 5), [0, 5]), ((0, 800), (9, 2), (5, 0), (0, 5), [0, 0]),
        # a younger debt that lives shorter dies while the older one lives
        ((0, 100, 1250), (9, 3, 9), (5, 7, 0), (0, 0, 5), [0, 0, 7]),
        # days that go back: paid on day 800, told before two rows of day 100
        ((0, 800, 100, 100), (2, 2, 2, 2), (5, 0, 0, 0), (0, 5, 0, 0), [0, 5, 0, 0]),
        # of five and seven the five died; four of the seven are paid, then the rest dies too
        ((0, 100, 750, 900), (2, 2, 2, 2), (5, 7, 0, 0), (0, 0, 4, 4), [0, 0, 5, 3]),
        # what is paid goes to the oldest: of five and seven, six paid in time leave six of the seven
        ((0, 100, 200, 900), (2, 2, 2, 2), (5, 7, 0, 0), (0, 0, 6, 1), [0, 0, 0, 6]),
    ],
)  # fmt: skip
def test_a_debt_dies_by_its_own_years_the_oldest_paid_first(
    after: tuple[int, ...], years: tuple[int, ...], owed: tuple[int, ...], held: tuple[int, ...], dead: list[int]
) -> None:
    (start,) = day("2021-01-01")
    # alone, and after somebody who owes nothing
    for others in ((), (0,), (0,) * 4):
        groups = columns.together(col(*others, *[1] * len(after)))
        days, living = start + col(*others, *after), col(*(2 for _one in others), *years)
        of, by = col(*others, *owed), col(*others, *held)
        found = debts.barred(columns.carried(of, by, groups), of, by, days, living, groups)
        assert found.tolist() == [*others, *dead]
