"""How values are written: amounts, days, numbers; always left to right inside a right-to-left page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_datetime
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from affilia.formats import countries, money, numbers
from affilia.formats.days import day_of, written_day
from affilia.formats.sentences import sentence
from affilia.law import papers
from affilia.law.clock import WORDS, Situation
from affilia.law.days import number_of
from affilia.law.papers import Paper
from affilia.law.readings import HOW_SURE

register = template.Library()
# the steps of a decision that take something away
KEPT_BACK = ("increase", "participation", "franchise", "heavy_share")


def language() -> str:
    """The language now active."""
    return (get_language() or "en").split("-")[0]


@register.filter
def euros(cents: int | None) -> SafeString | str:
    """Cents as an amount."""
    return "" if cents is None else format_html('<bdi dir="ltr">{}</bdi>', money.euros(cents, language()))


@register.filter
def step_amount(step: Any) -> SafeString | str:
    """The amount of a step of a decision: what is kept has its minus sign."""
    return euros(-step.amount if step.amount and step.name in KEPT_BACK else step.amount)


@register.filter
def day(value: date | str | None) -> str:
    """A day, or a partial date as ISO text, in words: 27 March 2004, March 2004, 2004."""
    return written_day(value, language()) if value else ""


@register.filter
def instant(value: datetime | None) -> str:
    """A moment: its day and its time in Paris."""
    if not value:
        return ""
    hour = format_datetime(timezone.localtime(value), "HH:mm", locale=language())
    return f"{day(day_of(value))}, {hour}"


@register.filter
def number(value: str) -> SafeString:
    """A social-security number in its groups."""
    return format_html('<bdi dir="ltr" class="id">{}</bdi>', numbers.grouped(value))


@register.filter
def copyable(value: str) -> SafeString:
    """A number whose groups are drawn apart: one tap takes it all, and what is copied has no spaces."""
    groups = format_html_join("", "<span>{}</span>", ([group] for group in numbers.grouped(value).split()))
    return format_html('<bdi dir="ltr" class="id copy">{}</bdi>', groups)


@register.filter
def ltr(value: object) -> SafeString:
    """A code, a reference or a phone number."""
    return format_html('<bdi dir="ltr" class="id">{}</bdi>', value)


@register.filter
def country(code: str) -> str:
    """A country's name in the page's language."""
    return countries.name(code, language()) if code else ""


@register.filter
def as_said(value: str, field: str) -> SafeString | str:
    """What was declared or read in a field, as people say it; what a machine misread stays as it was read."""
    if field == "amount" and value.isdecimal():
        return euros(int(value))
    try:
        told = day(value) if field.endswith(("_date", "_day")) and value else ""
    except ValueError:
        told = ""
    if field in ("nationality", "issuer") and value:
        told = country(countries.iso2_of(value) or value)
    if field == "sex":
        told = str(SEXES.get(value, ""))
    return told or (ltr(value) if field in ("iban", "number") and value else value)


SEXES = {"F": _("Female"), "M": _("Male")}
STATES = {
    "safe": _("being read"),
    "read": _("to check"),
    "checked": _("accepted"),
    "asked": _("asked again"),
    "refused": _("refused"),
    "replaced": _("replaced"),
    "draft": _("draft"),
    "submitted": _("submitted"),
    "accepted": _("accepted"),
    "withdrawn": _("withdrawn"),
    "redirected": _("sent elsewhere"),
    "closed": _("closed"),
    "prepared": _("prepared"),
    "approved": _("approved"),
    "sent": _("sent"),
    "settled": _("settled"),
    "returned": _("returned"),
    "dropped": _("not sent"),
    "rejected": _("rejected"),
    "received": _("received"),
    "held": _("held"),
    "decided": _("decided"),
    "paid": _("paid"),
    "waiting": _("temporary number"),
    "final": _("permanent number"),
    "issued": _("in force"),
    "revoked": _("taken back"),
    "ordered": _("ordered"),
    "made": _("made"),
    "active": _("received"),
    "lost": _("lost"),
}


@register.filter
def state(word: str) -> str:
    """A state of the tables of moves, in words."""
    return str(STATES.get(word, word))


@register.filter
def translated(text: object) -> str:
    """A sentence of the law or of the catalogue in the page's language."""
    return gettext(str(text)) if text else ""


@register.filter
def how_sure(status: str) -> str:
    """Whether a step rests on other rules or on general knowledge, in the page's language."""
    return gettext(HOW_SURE.get(status, ""))


@register.filter
def hint(paper: Paper) -> str:
    """What a paper must show, in the page's language, with today's amounts."""
    return sentence(gettext(paper.hint), papers.values(paper, timezone.localdate()), language())


# what the clock says to the person, as the desk reads it
AT_THE_DESK = {
    "civil_status_due": _("The civil-status paper is due by {until_day}: three months from the notice."),
    "formal_notice": _("Formal notice sent: without the paper by {until_day}, payments are suspended."),
    "suspended": _("Payments are suspended since {from_day}. The fund must decide by {until_day}."),
    "closed": _("The waiting number ended on {from_day}: sums paid may be claimed back; this can be contested."),
    "restored": _("Rights are restored from the day they were suspended; the file goes to the register."),
    "prolonged": _("Rights are restored; the paper may still come until {until_day}."),
    "at_register": _("The file is with the national register: its answer is due by {until_day}."),
}


@register.filter
def at_the_desk(clock: Situation) -> str:
    """A situation of the clock as a caseworker reads it."""
    if clock.name not in AT_THE_DESK or clock.sentence == WORDS["suspended_over"]:
        return situation(clock)
    return sentence(str(AT_THE_DESK[clock.name]), _days(clock), language())


@register.filter
def situation(clock: Situation) -> str:
    """A situation of the clock in the page's language, with its days."""
    return sentence(gettext(clock.sentence), _days(clock), language())


def _days(clock: Situation) -> dict[str, tuple[int, str]]:
    days = {"from_day": clock.from_day, "until_day": clock.until_day}
    return {name: (number_of(value), "days") for name, value in days.items() if value}
