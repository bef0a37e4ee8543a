"""Cases of the C2S: level, contribution, period, housing, household, resources."""

from __future__ import annotations

from affilia.law.cases.answer import Answer, ask, decided
from affilia.law.cases.fields import REQUIRED, Fields
from affilia.law.days import day_numbered, number_of

NOTHING = {
    "net_wages": 0, "wages_abated": False, "study_grant": 0, "family_help": 0, "other_resources": 0,
    "maintenance_paid": 0, "housing_aid": False, "housing_free": False, "housing_aid_year": 0, "shared_minors": 0,
    "overseas": False,
}  # fmt: skip
BANDS = {"aged_to_29": 29, "aged_to_49": 49, "aged_to_59": 59, "aged_to_69": 69, "aged_over_69": 200}
OF_AGE = 18
ITEMS = ("net_wages", "study_grant", "family_help", "apl_total", "maintenance_received", "maintenance_paid", "other")
UNPAID = {
    "notice_on": "css_notice_on", "pay_by": "css_pay_by", "suspended_from": "css_suspended_from",
    "closed_on": "css_closed_on", "barred_until": "css_barred_until",
}  # fmt: skip
# resources given as already counted need no word on wages and housing
COUNTED_ALREADY = ("housing_month", "housing_counted", "resources_not_counted")


def _request(told: Fields) -> dict[str, int]:
    return {**NOTHING, "request_day": number_of(told.day("request_date"))}


def level(told: Fields) -> Answer:
    """Free, paid or none; free without a look at resources for who draws the RSA."""
    request = _request(told)
    if told.flag("rsa"):
        return decided(told, {"level": "free"}, ask({"rsa": True}, "css_automatic")[1])
    facts = {
        **request,
        "household_size": told.count("household_size", least=1, most=30),
        "other_resources": told.cents("resources_year_eur"),
        "shared_minors": told.count("shared_minors", 0, most=told.count("household_size", least=1, most=30) - 1),
        "overseas": told.text("residence", "metropole", "DOM", default="metropole") == "DOM",
    }
    found, steps = ask(
        facts, "household_ceiling", "css_free", "css_paid", "css_none", "css_at_the_edge", silent=COUNTED_ALREADY
    )
    word = "free" if found["css_free"] else "paid" if found["css_paid"] else "none"
    return decided(told, {"level": word}, steps)


def contribution(told: Fields) -> Answer:
    """What the household pays a month; children who join it later pay nothing before they are of age."""
    joined = told.counts("joined_ages_on_1_january", most=150) if "joined_ages_on_1_january" in told else []
    of_age = [age for age in joined if age >= OF_AGE]
    ages, lower = told.counts("ages_on_1_january", most=150), -1
    if max(ages) < OF_AGE:
        raise told.wrong("ages_on_1_january", "is a household without an adult")
    ages = [*ages, *of_age]
    facts = {**_request(told), "local_scheme": told.text("scheme", "general", "alsace_moselle") == "alsace_moselle"}
    for band, upper in BANDS.items():
        facts[band] = sum(lower < age <= upper for age in ages)
        lower = upper
    facts["joining_minors"] = len(joined) - len(of_age)
    found, steps = ask(facts, "css_joining_free", "css_month")
    return decided(told, {"month_cents": found["css_month"]}, steps)


def period(told: Fields) -> Answer:
    """The twelve months whose resources count."""
    found, steps = ask(_request(told), "css_first_month", "css_last_month")
    months = {name: day_numbered(found[f"css_{name}"]).isoformat()[:7] for name in ("first_month", "last_month")}
    return decided(told, months, steps)


def _housing(told: Fields) -> dict[str, int]:
    housing = told.text("housing", "aid", "free_lodging", "owner")
    return {
        **_request(told),
        "household_size": told.count("household_size", least=1, most=30),
        "housing_aid": housing == "aid",
        "housing_free": housing != "aid",
    }


def housing_flat(told: Fields) -> Answer:
    """The flat amount housing counts for in a month."""
    found, steps = ask(_housing(told), "housing_month")
    return decided(told, {"month_cents": found["housing_month"]}, steps)


def household(told: Fields) -> Answer:
    """Whether she applies alone."""
    facts = told.below("facts")
    pension = facts.flag("parents_deduct_pension", REQUIRED)
    found, steps = ask(
        {
            **_request(told),
            "age": facts.count("age", most=150),
            "lives_with_parents": facts.flag("lives_with_parents", REQUIRED),
            "own_tax_return": facts.flag("own_tax_return", REQUIRED),
            "parents_deduct_pension": pension,
            "pension_ordered_by_judge": pension and facts.flag("pension_ordered_by_judge"),
            "own_child": facts.flag("own_child"),
            "crous_yearly_aid": facts.flag("crous_yearly_aid"),
        },
        "applies_alone",
        "applies_with_parents",
    )
    return decided(told, {"own_application": bool(found["applies_alone"])}, steps)


def resources(told: Fields) -> Answer:
    """What counts of twelve months."""
    items = told.below("items")
    strange = [name for name in items.told if name not in ITEMS]
    if strange:
        raise items.wrong(strange[0], f"is none of {', '.join(ITEMS)}")
    facts = {
        **_housing(told),
        "net_wages": items.cents("net_wages", 0),
        "wages_abated": told.flag("wages_abated"),
        "other_resources": items.cents("maintenance_received", 0) + items.cents("other", 0),
        "maintenance_paid": items.cents("maintenance_paid", 0),
        "study_grant": items.cents("study_grant", 0),
        "family_help": items.cents("family_help", 0),
        "housing_aid_year": items.cents("apl_total", 0),
    }
    found, steps = ask(facts, "resources_not_counted", "resources")
    return decided(told, {"counted_year_cents": found["resources"]}, steps)


def unpaid(told: Fields) -> Answer:
    """What follows when the contribution is not paid, day by day."""
    return _dated(told, {**_request(told), "first_unpaid_day": number_of(told.day("first_unpaid_on"))}, UNPAID)


def _dated(told: Fields, facts: dict[str, int], names: dict[str, str]) -> Answer:
    found, steps = ask(facts, *names.values())
    return decided(told, {name: day_numbered(found[ours]).isoformat() for name, ours in names.items()}, steps)
