"""Why a line waits for a person before the law decides it: each doubt has its name and its words, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from affilia.claims.acts import Act
from affilia.claims.facts import Doctors, Told, act_told, may_be_one, path_of, told_of
from affilia.claims.models import Claim, Decision, Line
from affilia.claims.photos import no_sheet, persons_otherwise, says_otherwise
from affilia.documents.models import Document, Page
from affilia.law.entitlement import age_on
from affilia.law.qualifiers import CASEWORKER, OUT_OF_PATH
from affilia.law.reimbursement import has_values
from affilia.law.tariffs import COORDINATION, NoPrice

REPEAT, PHOTO, VISIT, NO_SHEET, NOT_AS_READ, NO_IDENTITY, BEFORE_BIRTH, NO_VALUE = (
    "repeat", "same_photo", "same_visit", "no_sheet", "not_as_read", "no_identity", "before_birth", "no_value",
)  # fmt: skip
DOUBTS = {
    "no_tariff": _("We know no price for this act on this day."),
    "no_rule": _("Acts of this kind are priced by a person."),
    "no_coefficient": _("The coefficient of this act is missing."),
    "no_printed_price": _("The price printed on the pack or the invoice is missing."),
    NO_VALUE: _("The law written down here has no value for this act on its day."),
    NO_IDENTITY: _("Nobody has accepted who the person is yet."),
    BEFORE_BIRTH: _("The care comes before the birth of the person."),
    "emergency_without_doctor": _("An emergency, and no médecin traitant was declared."),
    "specialty_unknown": _("Seen directly, and the sheet does not say what kind of doctor it was."),
    "sector_unknown": _("The fee lies above the tariff: is this doctor in sector 2?"),
    "uncoordinated": _("An increase for a visit by referral (MCS), and the visit was outside the care path."),
    PHOTO: _("The same photo as that of a sheet sent before."),
    VISIT: _("Another sheet tells of the same act of the same professional on this day, with another fee."),
    NO_SHEET: _("Nothing read on the photo says that it is a care sheet."),
    NOT_AS_READ: _("The amount or the day read on the photo is not the one that was typed."),
    REPEAT: _("The same day, act and amount as a sheet sent before, and it seems the same professional."),
}
# what a person may refuse a line for: the law must say so too (claims.operations.refuse_line)
REASONS = {
    "already_paid": _("The same care was paid before"),
    "too_late": _("The sheet came too late"),
    "incomplete": _("Something on the sheet is missing: a signature, a date, an amount"),
    "not_covered": _("No rights on the day of care"),
}


def doubt_of(line: Line, doctors: Doctors, *, birth: str, beside: Sequence[Line] | None = None) -> str:
    """The name of what a person must look at first, empty where the law can decide.

    `birth`: her date of birth, empty until somebody accepted who she is; `beside`: the lines of its sheet, where they
    are not stored.
    """
    told = told_of(line, line.claim, line.claim.received_at)
    try:
        act = act_told(told)
    except NoPrice as refusal:
        return refusal.reason
    if not birth:
        return NO_IDENTITY
    if age_on(birth, told.care_day) < 0:
        return BEFORE_BIRTH
    if not told.checked and _photo_came_before(line.claim):
        return PHOTO
    if not told.checked and line.pk and _visit_came_before(line):
        return VISIT
    if not told.checked and no_sheet(line.claim.sheet):
        return NO_SHEET
    lines = line.claim.lines.all() if beside is None else beside
    if not told.checked and says_otherwise(line.claim.sheet, lines, birth):
        return NOT_AS_READ
    return _doubtful(told, act, doctors, dear=not told.sector and _above_the_tariff(lines))


def undecidable(told: Told, birth: str) -> str:
    """Why the law decides nothing for a line whoever looked at it, empty where it does."""
    if age_on(birth, told.care_day) < 0:
        return BEFORE_BIRTH
    try:
        category = act_told(told).price.category
    except NoPrice as refusal:
        return refusal.reason
    return "" if has_values(category, told.care_day, told.reimbursed) else NO_VALUE


def held_by_doubt() -> list[tuple[str, int]]:
    """(the doubt in words, how many lines wait for it), the most first."""
    # every held line says why: so the index is used
    held = Line.objects.filter(state="held").exclude(held_for="")
    rows = held.order_by("held_for").values_list("held_for").annotate(n=Count("pk"))
    found = [(str(DOUBTS.get(name, name)), count) for name, count in rows]
    return sorted(found, key=lambda row: -row[1])


def same_photo(ref: str) -> list[str]:
    """References of the other sheets, of anybody, with a page that shows the same pixels as one of a sheet."""
    claim = Claim.objects.select_related("sheet").get(ref=ref)
    return list(_with_its_photo(claim.sheet, claim).order_by("pk").values_list("ref", flat=True)) if claim.sheet else []


def _with_its_photo(sheet: Document, claim: Claim) -> QuerySet[Claim]:
    return Claim.objects.filter(sheet__in=_same_papers(sheet)).exclude(pk=claim.pk)


def _same_papers(sheet: Document) -> QuerySet[Document]:
    """The same file, or a page with the same pixels whatever stands beside them in the file."""
    shown = sheet.pages.exclude(pixels="").values("pixels")
    pages = Page.objects.filter(pixels__in=shown).exclude(pixels="").values("document")
    return Document.objects.filter(Q(sha256=sheet.sha256) | Q(pk__in=pages))


def _photo_came_before(claim: Claim) -> bool:
    if claim.sheet is None:
        return False
    # two persons may be decided at the same time: the second waits here, and finds the first decided
    list(_same_papers(claim.sheet).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    others = _with_its_photo(claim.sheet, claim)
    return others.filter(Q(pk__lt=claim.pk) | Q(lines__decisions__isnull=False)).exists()


def _visit_came_before(line: Line) -> bool:
    """Whether another sheet of hers tells of the same act and day, perhaps the same professional, with another fee or number.

    A sheet that was refused for something else may come again (facts.repeats).
    """
    claim, who = line.claim, (line.claim.rpps, line.claim.professional)
    others = Line.objects.filter(claim__person=claim.person, care_day=line.care_day, code=line.code)
    others = others.exclude(claim=claim).exclude(fee_cents=line.fee_cents, units=line.units)
    others = others.filter(Q(claim__lt=claim.pk) | Q(decisions__isnull=False)).distinct()
    return any(
        may_be_one(who, (other.claim.rpps, other.claim.professional))
        and (other.holding is None or other.holding.refused in ("", "already_paid"))
        for other in others.select_related("claim").prefetch_related("decisions")
    )


def one_by_one(first: int, last: int) -> set[int]:
    """Persons of a range whose sheets tell not enough: a line decided more than once, a photo that came before or says
    otherwise, a visit told before on a sheet that is held (what is not held, the columns compare).
    """
    hers = (first, last)
    twice = Decision.objects.filter(number__gt=1, line__claim__person__pk__range=hers).order_by()
    waiting = Claim.objects.filter(person__pk__range=hers, lines__state="received", sheet__isnull=False)
    others = Claim.objects.filter(sheet__sha256=OuterRef("sheet__sha256")).exclude(pk=OuterRef("pk"))
    pages = Page.objects.filter(document=OuterRef("sheet")).exclude(pixels="")
    twins = Page.objects.filter(pixels=OuterRef("pixels"), document__claims__isnull=False).exclude(pixels="")
    again = waiting.filter(Exists(others) | Exists(pages.filter(Exists(twins.exclude(document=OuterRef("document"))))))
    same = Line.objects.filter(
        claim__person=OuterRef("claim__person"), care_day=OuterRef("care_day"), code=OuterRef("code"), state="received",
    ).exclude(claim=OuterRef("claim"))  # fmt: skip
    held = Line.objects.filter(claim__person__pk__range=hers, state="held").exclude(held_for="")  # as the index has it
    visits = held.filter(Exists(same))
    return {
        *twice.values_list("line__claim__person", flat=True), *again.values_list("person", flat=True),
        *visits.order_by().values_list("claim__person", flat=True), *persons_otherwise(first, last),
    }  # fmt: skip


def _doubtful(told: Told, act: Act, doctors: Doctors, *, dear: bool) -> str:
    if not has_values(act.price.category, told.care_day, told.reimbursed):
        return NO_VALUE
    if told.checked:
        return ""  # what was looked at once holds as it was told
    place = path_of(told, act.specialty, doctors).place
    found = doubts_among(
        emergency=place == CASEWORKER, direct=told.pathway == "direct", nameless=not act.specialty,
        of_doctor=act.price.category == "doctor", dear=dear, uncoordinated=coordinated(told.code) and place == OUT_OF_PATH,
    )  # fmt: skip
    return next((name for name, doubtful in found.items() if doubtful), "")


Flag = TypeVar("Flag", bool, np.ndarray)


def coordinated(code: str) -> bool:
    """Whether an act has the increase for who was sent by the own doctor."""
    return COORDINATION in code.split("+")


def doubts_among(
    *, emergency: Flag, direct: Flag, nameless: Flag, of_doctor: Flag, dear: Flag, uncoordinated: Flag
) -> dict[str, Flag]:
    """What somebody must look at although the act has a price: of one line, or of a column of lines."""
    return {
        # law and list differ on an emergency without a declared doctor (law.qualifiers)
        "emergency_without_doctor": emergency,
        "specialty_unknown": direct & of_doctor & nameless,
        "sector_unknown": of_doctor & dear,
        "uncoordinated": uncoordinated,
    }


def _above_the_tariff(lines: Iterable[Line]) -> bool:
    """Whether any act of the sheet costs more than sector 1 may ask: a sheet has one sector."""
    for line in lines:
        told = told_of(line, line.claim, line.claim.received_at)
        try:
            act = act_told(told)
        except NoPrice:
            continue  # this line waits for a person by itself
        if _dear(told, act):
            return True
    return False


def _dear(told: Told, act: Act) -> bool:
    return act.price.category == "doctor" and 0 < act.price.base * told.units < told.fee
