"""The book of law by hand, on a small law of its own: order, values by day and category, steps, refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from affilia.law import columns
from affilia.law.book import Book, unit_of
from affilia.law.columns import BasisPoints, Cents, Count, Flag, Groups
from affilia.law.quantities import Quantity
from affilia.law.reader import NoLaw, Parameter, Value
from tests.law.test_words import col, day

pytestmark = pytest.mark.pure


def quantity(name: str, values: dict[str, int], **told: Any) -> Parameter:
    dated = [Value(date.fromisoformat(on), worth, f"text of {on}", "sourced") for on, worth in values.items()]
    facts = {"key": "", "unit": "cents", "looked_up_by": "care_day", "where": (), "created": False, **told}
    return Parameter(name=name, label={"fr": name, "en": name}, values=tuple(dated), **facts)


FEE = quantity("fee_cap", {"2020-01-01": 100, "2024-01-01": 200})
RATES = (
    quantity("rate", {"2020-01-01": 7000}, key="doctor", unit="basis_points"),
    quantity("rate", {"2022-01-01": 6000}, key="nurse", unit="basis_points"),
)
FACTS = {"care_day": "days", "category": "count", "fee": "cents", "asked": "flag"}


def book(*members: Parameter) -> Book:
    made = Book(members or (FEE, *RATES), FACTS, ["doctor", "nurse"])

    @made.rule(cites="an article", says="Within {fee_cap}: {base}.")
    def base(fee: Cents, fee_cap: Cents) -> Cents:
        return columns.lower_of(fee, fee_cap)

    @made.rule(cites="an article", says="{part}")
    def part(base: Cents, rate: BasisPoints, groups: Groups) -> Cents:
        return columns.share(base, rate)

    @made.rule(cites="an article")
    def groups(category: Count) -> Groups:
        return columns.together(category)

    return made


def lines(*on: str, category: tuple[int, ...] = (), fee: int = 150) -> dict[str, Any]:
    rows = len(on)
    return {"care_day": day(*on), "category": col(*(category or (0,) * rows)), "fee": col(*[fee] * rows)}


def test_each_row_has_the_value_of_its_day() -> None:
    found = book().evaluate(lines("2020-01-01", "2023-12-31", "2024-01-01", "2030-01-01"), "base")
    assert found["fee_cap"].tolist() == [100, 100, 200, 200]
    assert found["base"].tolist() == [100, 100, 150, 150]


def test_each_row_has_the_value_of_its_category() -> None:
    found = book().evaluate(lines("2022-01-01", "2022-01-01", category=(0, 1)), "part")
    assert (found["rate"].tolist(), found["part"].tolist()) == ([7000, 6000], [70, 60])


def test_a_day_before_the_first_value_is_said_with_its_row_and_category() -> None:
    with pytest.raises(NoLaw, match=r"^fee_cap: no value on 2019-12-31$"):
        book().evaluate(lines("2020-01-01", "2019-12-31"), "base")
    with pytest.raises(NoLaw, match=r"^rate/nurse: no value on 2021-12-31$"):
        book().evaluate(lines("2022-01-01", "2021-12-31", category=(0, 1)), "part")


def test_a_day_between_the_first_values_of_two_quantities_is_before_one_of_them() -> None:
    """The older quantity opens an era in which the younger has no value yet."""
    made = book(FEE, quantity("older", {"2010-01-01": 1}), *RATES)
    with pytest.raises(NoLaw, match=r"^fee_cap: no value on 2019-12-31$"):
        made.evaluate(lines("2019-12-31", "2024-01-01"), "base")
    assert made.evaluate(lines("2020-01-01"), "base")["base"].tolist() == [100]


def test_a_missing_value_is_no_error_on_rows_the_quantity_is_not_about() -> None:
    asked = {"asked": np.array([False, True, False])}
    about = book(quantity("fee_cap", {"2020-01-01": 100}, where=("asked",)))
    found = about.evaluate({**lines("2019-01-01", "2021-01-01", "2021-01-01"), **asked}, "base")
    assert found["fee_cap"].tolist() == [0, 100, 100]
    with pytest.raises(NoLaw, match="2019-01-02"):
        about.evaluate({**lines("2019-01-01", "2019-01-02", "2019-01-01"), **asked}, "base")
    nurses = book(quantity("fee_cap", {"2020-01-01": 100}, where=("nurse", "asked")))
    rows = {**lines("2019-01-01", "2021-01-01", "2021-01-01", category=(0, 1, 0)), **asked}
    assert nurses.evaluate(rows, "base")["fee_cap"].tolist() == [0, 100, 100]
    assert nurses.quantities["fee_cap"].concerns(rows).tolist() == [False, True, False]


def test_what_is_needed_comes_before_what_needs_it_and_once() -> None:
    order = book().needed("part", "base")
    assert order == ["fee", "fee_cap", "base", "rate", "category", "groups", "part"]
    assert book().needed("fee") == ["fee"]


def test_a_fact_that_is_not_given_is_named() -> None:
    facts = lines("2024-01-01")
    del facts["fee"]
    with pytest.raises(KeyError, match="the fact 'fee' is not given"):
        book().evaluate(facts, "base")


def test_two_things_of_one_name_are_refused() -> None:
    made = book()

    def base(fee: Cents) -> Cents:
        return fee

    def fee(base: Cents) -> Cents:
        return base

    def fee_cap(fee: Cents) -> Cents:
        return fee

    for twin in (base, fee, fee_cap):
        with pytest.raises(AssertionError):
            made.rule(cites="an article")(twin)
    assert made.rules["base"].needs == ("fee", "fee_cap")


def test_a_row_is_told_in_steps_without_silent_rules_and_without_groups() -> None:
    columns_ = book().evaluate(lines("2024-01-01", "2020-01-01"), "part")
    first, second = book().explain(columns_, 1, "part")
    assert (first.name, first.value, first.unit, first.article) == ("base", 100, "cents", "an article")
    assert first.values == {"fee": (150, "cents"), "fee_cap": (100, "cents"), "base": (100, "cents")}
    assert second.values == {"base": (100, "cents"), "rate": (7000, "basis_points"), "part": (70, "cents")}
    assert (first.status, second.status) == ("sourced", "sourced")


@pytest.mark.parametrize(
    ("statuses", "told"),
    [(("sourced", "derived"), ("sourced", "derived")), (("unsourced", "sourced"), ("unsourced", "unsourced")),
     (("derived", "unsourced"), ("derived", "unsourced"))],
)  # fmt: skip
def test_a_step_has_the_weakest_status_of_what_it_used_on_that_day(
    statuses: tuple[str, str], told: tuple[str, str]
) -> None:
    values = [Value(date(2020, 1, 1), 100, "a", statuses[0]), Value(date(2024, 1, 1), 200, "b", "sourced")]
    cap = Parameter("fee_cap", "", "cents", {"fr": "", "en": ""}, "care_day", (), False, tuple(values))
    rate = Parameter("rate", "", "basis_points", {"fr": "", "en": ""}, "care_day", (), False,
                     (Value(date(2020, 1, 1), 7000, "c", statuses[1]),))  # fmt: skip
    made = Book((cap, rate), FACTS, ["doctor", "nurse"])

    @made.rule(cites="an article", says="{base}")
    def base(fee: Cents, fee_cap: Cents) -> Cents:
        return columns.lower_of(fee, fee_cap)

    @made.rule(cites="an article", says="{part}")
    def part(base: Cents, fee_cap: Cents, rate: BasisPoints) -> Cents:
        return columns.share(columns.lower_of(base, fee_cap), rate)

    found = made.evaluate(lines("2020-01-01", "2024-01-01"), "part")
    assert tuple(step.status for step in made.explain(found, 0, "part")) == told
    assert made.quantities["fee_cap"].status("", (date(2024, 1, 1) - date(1970, 1, 1)).days) == ("b", "sourced")


def test_a_status_of_a_quantity_that_is_not_about_the_row_is_not_told() -> None:
    doubtful = Value(date(2020, 1, 1), 100, "a", "unsourced")
    cap = Parameter("fee_cap", "", "cents", {"fr": "", "en": ""}, "care_day", ("asked",), False, (doubtful,))
    rows = {**lines("2021-01-01", "2021-01-01"), "asked": np.array([True, False])}
    made = book(cap)
    found = made.evaluate(rows, "base")
    assert [next(iter(made.explain(found, row, "base"))).status for row in (0, 1)] == ["unsourced", "sourced"]


def test_a_status_is_that_of_the_rows_category() -> None:
    derived = Value(date(2020, 1, 1), 6000, "a", "derived")
    nurse = Parameter("rate", "nurse", "basis_points", {"fr": "", "en": ""}, "care_day", (), False, (derived,))
    made = book(FEE, RATES[0], nurse)
    found = made.evaluate(lines("2022-01-01", "2022-01-01", category=(0, 1)), "part")
    assert [list(made.explain(found, row, "part"))[-1].status for row in (0, 1)] == ["sourced", "derived"]


def test_a_proposal_takes_the_place_of_what_it_names_and_of_nothing_else() -> None:
    ours = book()
    theirs = ours.proposed(
        [quantity("fee_cap", {"2020-01-01": 50}), quantity("rate", {"2020-01-01": 100}, key="nurse")]
    )
    rows = lines("2024-01-01", "2024-01-01", category=(0, 1))
    assert theirs.evaluate(rows, "part")["part"].tolist() == [35, 1]
    assert ours.evaluate(rows, "part")["part"].tolist() == [105, 90]


def test_one_row_is_asked_with_plain_numbers() -> None:
    facts = {"care_day": int(day("2024-01-01")[0]), "fee": 150}
    assert book().one(facts, "base")["base"].tolist() == [150]
    assert book().one({"asked": 1, "fee": 3}, "asked", "fee")["asked"].dtype == bool


def test_units_of_hints_facts_quantities_and_rules() -> None:
    assert (unit_of(Groups), unit_of(Cents), unit_of(Flag)) == ("groups", "cents", "flag")
    units = book().units
    assert (units["fee"], units["rate"], units["base"], units["groups"]) == ("cents", "basis_points", "cents", "groups")


def test_a_quantity_without_categories_is_one_row_of_its_table() -> None:
    found = Quantity([FEE], ["doctor", "nurse"], [date(2020, 1, 1), date(2024, 1, 1)])
    assert found.table.shape == (1, 3)
    assert found.table.tolist()[0][1:] == [100, 200]
    both = Quantity(list(RATES), ["doctor", "nurse"], [date(2020, 1, 1), date(2022, 1, 1)])
    assert both.table[:, 1:].tolist() == [[7000, 7000], [int(np.iinfo(np.int64).min), 6000]]


def test_a_row_that_is_excused_needs_no_value_and_any_other_is_named() -> None:
    made = Book((FEE,), FACTS, ["doctor", "nurse"], ("asked",))

    @made.rule(cites="an article")
    def base(fee: Cents, fee_cap: Cents) -> Cents:
        return columns.lower_of(fee, fee_cap)

    rows = {**lines("2019-01-01", "2024-01-01", "2019-06-01"), "asked": np.array([True, False, True])}
    assert made.evaluate(rows, "base")["fee_cap"].tolist() == [0, 200, 0]
    assert made.evaluate(lines("2024-01-01"), "base")["fee_cap"].tolist() == [200]
    rows["asked"] = np.array([True, False, False])
    with pytest.raises(NoLaw, match="2019-06-01") as missing:
        made.evaluate(rows, "base")
    assert missing.value.row == 2
    assert made.proposed([]).excused_by == ("asked",)


def test_a_flag_that_a_rule_makes_may_say_whom_a_quantity_concerns() -> None:
    made = Book((quantity("fee_cap", {"2020-01-01": 100}, where=("dear",)),), FACTS, ["doctor", "nurse"])

    @made.rule(cites="an article")
    def base(fee: Cents, fee_cap: Cents) -> Cents:
        return columns.higher_of(fee, fee_cap)

    @made.rule(cites="an article")
    def dear(fee: Cents) -> Flag:
        return fee > 100

    assert made.needed("base") == ["fee", "dear", "fee_cap", "base"]
    rows = {**lines("2019-01-01", "2024-01-01"), "fee": col(50, 150)}
    assert made.evaluate(rows, "base")["base"].tolist() == [50, 150]
    with pytest.raises(NoLaw):
        made.evaluate({**rows, "fee": col(150, 150)}, "base")


def test_a_category_that_a_quantity_forgot_is_said() -> None:
    assert book().holes() == []
    assert book(FEE, RATES[0]).holes() == ["rate/nurse: no value at all"]


@pytest.mark.parametrize(
    ("key", "era", "up", "known"),
    [("doctor", 1, (), True), ("nurse", 1, (), False), ("nurse", 2, (), True), ("nurse", 0, (), False)],
)
def test_whether_a_line_finds_a_value_is_known_without_deciding_it(
    key: str, era: int, up: tuple[str, ...], known: bool
) -> None:
    days = [date(2020, 1, 1), date(2022, 1, 1)]
    assert Quantity(list(RATES), ["doctor", "nurse"], days).known(key, era, up) is known
    about = Quantity([quantity("fee_cap", {"2022-01-01": 1}, where=("asked", "nurse"))], ["doctor", "nurse"], days)
    assert about.known("doctor", 1, ()) and not about.known("doctor", 1, ("asked",)) and not about.known("nurse", 1, ())
    assert about.known("nurse", 2, ("asked",))


def test_a_step_rests_on_what_lies_behind_silent_rules_and_no_further_than_those_that_speak() -> None:
    doubtful = Value(date(2020, 1, 1), 100, "a", "unsourced")
    cap = Parameter("fee_cap", "", "cents", {"fr": "", "en": ""}, "care_day", (), False, (doubtful,))
    made = Book((cap,), FACTS, ["doctor", "nurse"])

    @made.rule(cites="an article")
    def silent(fee: Cents, fee_cap: Cents) -> Cents:
        return columns.lower_of(fee, fee_cap)

    @made.rule(cites="an article", says="{spoken}")
    def spoken(silent: Cents) -> Cents:
        return silent

    @made.rule(cites="an article", says="{last}")
    def last(spoken: Cents) -> Cents:
        return spoken

    found = made.evaluate(lines("2024-01-01"), "last")
    assert [(step.name, step.status) for step in made.explain(found, 0, "last")] == [
        ("spoken", "unsourced"), ("last", "sourced"),
    ]  # fmt: skip
    assert (made.behind("spoken"), made.behind("last")) == (["fee_cap"], [])


def test_a_rule_is_told_in_the_words_and_by_the_article_a_column_picks_or_not_at_all() -> None:
    made = Book((FEE,), FACTS, ["doctor", "nurse"])
    words = (("article 0", "a doctor: {base}"), ("article 1", "a nurse: {base}"), ("article 2", ""))

    @made.rule(cites="an article", told_by="category", wordings=words)
    def base(fee: Cents) -> Cents:
        return fee

    found = made.evaluate(lines(*["2024-01-01"] * 3, category=(0, 1, 2)), "base")
    steps = [list(made.explain(found, row, "base")) for row in range(3)]
    assert [[(step.article, step.says) for step in row] for row in steps] == [[words[0]], [words[1]], []]
    assert steps[1][0].values == {"fee": (150, "cents"), "category": (1, "count"), "base": (150, "cents")}
    assert made.needed("base") == ["fee", "category", "base"]
