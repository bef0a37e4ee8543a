"""Reads about a file: the task list, the summary, what the machine read beside what was declared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from affilia.documents.kinds import fits
from affilia.documents.models import Document
from affilia.documents.queries import DocumentView, latest, readings_of, states
from affilia.documents.reasons import CONTEST
from affilia.documents.states import STANDING
from affilia.formats.countries import iso2_of
from affilia.formats.days import day_of
from affilia.formats.names import Agreement, agreement
from affilia.journal.prepared import Prepared
from affilia.law import entitlement, orientation, papers
from affilia.law.civil_status import Origin
from affilia.law.readings import TRANSLATIONS
from affilia.people.models import Account, Person
from affilia.people.queries import bank_account_of
from affilia.registration import facts
from affilia.registration.enrolment import ENROLMENT, is_of_before
from affilia.registration.models import File
from affilia.registration.refusals import ground
from affilia.registration.states import ALIVE, CLOSINGS, EDITABLE, MOVES
from affilia.registration.steps import ABOUT_YOU, done, missing_answers

FIELDS = {
    "surname": _("Family name"),
    "given_names": _("Given names"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
}
LABELS = {**FIELDS, "holder": _("Account holder"), "iban": _("IBAN")}
# papers whose machine-readable zone lets a rule compare them with what was declared
BY_RULE = ("DOC-01", "DOC-02")
RIB = "DOC-06"
SHOWN = {*ALIVE, "refused"}
HERS = Prepared(File, lambda account: File.objects.filter(person__account=account))


@dataclass(frozen=True)
class Row:
    """One row of the task list; `status`: todo, started, done, checking, problem, optional, confirm (a word is missing)."""

    name: str
    kind: str  # step or paper
    title: str
    status: str


@dataclass(frozen=True)
class RefusalView:
    """Why a file was refused, and what can be done; `paper`: the paper it is about, to be translated."""

    paper: str
    why: str
    instead: str
    words: str
    rule: str
    contest: str
    contest_by: date
    address: str
    day: date


@dataclass(frozen=True)
class Overview:
    """The home of the file."""

    number: str
    state: str
    temporary: tuple[Row, ...]
    permanent: tuple[Row, ...]
    problem: DocumentView | None
    refusal: RefusalView | None
    can_send: bool
    can_withdraw: bool
    route: str

    @property
    def done(self) -> int:
        """How many rows of the first group need nothing more."""
        return sum(row.status in ("done", "checking") for row in self.temporary)


@dataclass(frozen=True)
class Compared:
    """One field: declared, read on this paper; `agrees` same, partial, different or nothing to compare."""

    field: str
    declared: str
    read: str
    agrees: str

    @property
    def label(self) -> str:
        """The field in words."""
        return str(LABELS[self.field])


def oriented(told: dict[str, Any], on: date) -> orientation.Orientation:
    """Where the law sends somebody who told this, by the operator's choices."""
    return orientation.orient({**told, "asked_on": on.isoformat()}, settings.ORIENTATION_CHOICES)


def redone(file: File | None, told: dict[str, Any], on: date) -> str:
    """What may be done with questions answered again while a file is open: use, fixed, elsewhere; empty for nothing."""
    asked = orientation.next_question({**told, "asked_on": on.isoformat()}) if told else "all"
    if file is None or file.state not in ALIVE or asked or told == file.orientation:
        return ""
    if file.state not in EDITABLE:
        return "fixed"
    return "elsewhere" if oriented(told, on).outcome in (orientation.DO_NOT, orientation.OTHER_FORM) else "use"


def file_of(account: Account) -> File | None:
    """The file a student has now."""
    # she has one or two: choosing among them here costs less than asking the database to
    return max((row for row in HERS.rows(account.pk) if row.state in SHOWN), key=lambda row: row.pk, default=None)


def ended_file(person: Person) -> File | None:
    """Her latest file, if it ended: refused, withdrawn or closed."""
    rows = File.objects.select_related("person").filter(person=person).exclude(state__in=ALIVE)
    return rows.order_by("pk").last()


def may_withdraw(file: File) -> bool:
    """Before it is accepted."""
    return file.state in MOVES["withdraw"][0]


def may_refuse(file: File | None) -> bool:
    """Once it was sent, until it is accepted."""
    return file is not None and file.state in MOVES["refuse"][0]


def over(person: Person) -> bool:
    """Whether her registration came to its end without rights: no paper of it is to be decided any more."""
    return person.files.exists() and not (person.periods.exists() or person.files.filter(state__in=ALIVE).exists())


def closings(file: File | None) -> dict[str, Any]:
    """Why a caseworker may close a file that waits for nothing more; the one refused keeps its way to contest."""
    return CLOSINGS if file and file.state in MOVES["close"][0] and file.state in ALIVE else {}


def file_for_staff(account: Account, person: Person) -> File | None:
    """The latest file of a person, for somebody of the fund."""
    rows = File.objects.select_related("person__account").filter(person=person)
    return rows.exclude(state="draft").last() if account.is_staff else None


def overview(file: File, on: date) -> Overview:
    """The task list in its two groups."""
    sent = states(file.person_id)
    if file.state != "accepted" and sent.get(ENROLMENT) == "checked" and is_of_before(file, on):
        del sent[ENROLMENT]
    about = [_about(file)]
    about += [Row(step, "step", step, "done" if done(file, step) else "todo") for step in ("address", "studies")]
    wanted = facts.required_papers(file, on)
    temporary = [*about, *(_paper(p.paper, p.title, p.required, sent) for p in wanted if p.group == "temporary")]
    permanent = [_paper(p.paper, p.title, p.required, sent) for p in wanted if p.group == "permanent"]
    if sent.get(RIB) == "checked" and bank_account_of(file.person) is None:
        permanent = [replace(row, status="confirm") if row.name == RIB else row for row in permanent]
    ready = all(row.status in ("done", "checking", "optional") for row in temporary)
    return Overview(
        number=file.number,
        state=file.state,
        temporary=tuple(temporary),
        permanent=tuple(permanent),
        problem=_problem(file.person) if {"asked", "refused"} & set(sent.values()) else None,
        refusal=refusal_of(file) if file.state == "refused" else None,
        can_send=ready and file.state in ("draft", "asked") and not missing_answers(file),
        can_withdraw=may_withdraw(file),
        route=file.route,
    )


def _about(file: File) -> Row:
    """The pages about the person are one row, which leads to the first that is not done."""
    left = [step for step in ABOUT_YOU if not done(file, step)]
    status = "done" if not left else "todo" if len(left) == len(ABOUT_YOU) else "started"
    return Row(left[0] if left else ABOUT_YOU[0], "step", "about", status)


def refusal_of(file: File) -> RefusalView:
    """What a refused file is told."""
    told = file.refusal
    return _refusal(told.reason, told.words, told.rule, told.contest, told.contest_by, day_of(told.at))


def refusal_to_be(reason: str, words: str, on: date) -> RefusalView | None:
    """What she would read if her file were refused today; nothing where the reason is none."""
    found = ground(reason)
    until = entitlement.contest_until(on)
    return _refusal(reason, words.strip(), found.rule, CONTEST, until, on) if found else None


def _refusal(reason: str, words: str, rule: str, contest: str, until: date, day: date) -> RefusalView:
    found = ground(reason)
    assert found is not None, "no refusal without a ground"
    address = settings.COMMISSION_ADDRESS
    return RefusalView(
        found.paper, str(found.why), str(found.instead), words, rule, contest, until, address, day
    )  # fmt: skip


def identity_is_fixed(person: Person) -> bool:
    """Names and birth stay as they are once a caseworker has accepted them on a passport."""
    return Document.objects.filter(person=person, paper="DOC-01", state="checked").exists()


def missing_papers(file: File, on: date) -> list[str]:
    """Papers of the temporary group that were not sent, or must be sent again."""
    wanted = [paper.paper for paper in facts.required_papers(file, on) if paper.group == "temporary" and paper.required]
    rows = Document.objects.filter(person=file.person, paper__in=wanted, state__in=STANDING)
    sent = set(rows.values_list("paper", "state"))
    if (ENROLMENT, "checked") in sent and is_of_before(file, on):
        sent.discard((ENROLMENT, "checked"))
    return [paper for paper in wanted if paper not in {name for name, _state in sent}]


def unchecked_papers(file: File, group: str, on: date) -> list[str]:
    """Papers one group needs that nobody has accepted yet."""
    good = set(Document.objects.filter(person=file.person, state="checked").values_list("paper", flat=True))
    if ENROLMENT in good and is_of_before(file, on):
        good.discard(ENROLMENT)
    wanted = [paper.paper for paper in facts.required_papers(file, on) if paper.group == group and paper.required]
    return [paper for paper in wanted if paper not in good]


def _problem(person: Person) -> DocumentView | None:
    return next((view for view in latest(person).values() if view.state in ("asked", "refused")), None)


def _paper(paper: str, title: str, required: bool, sent: dict[str, str]) -> Row:
    status = {"safe": "checking", "read": "checking", "checked": "done", "asked": "problem", "refused": "problem"}
    return Row(paper, "paper", title, status[sent[paper]] if paper in sent else ("todo" if required else "optional"))


def passport_readings(person: Person) -> dict[str, str]:
    """What was read on her passport, if she sent it: to prefill and to check."""
    document = Document.objects.filter(person=person, paper="DOC-01", state__in=("read", "checked")).last()
    return readings_of(document) if document else {}


def compared(file: File, readings: dict[str, str]) -> list[Compared]:
    """Declared beside read, field by field."""
    return [_one(field, str(getattr(file, field)), readings.get(field, "")) for field in FIELDS]


def _one(field: str, declared: str, read: str) -> Compared:
    if not read:
        return Compared(field, declared, "", "nothing")
    if field in ("surname", "given_names"):
        agrees = agreement(declared, read)
        return Compared(field, declared, read, "same" if agrees == Agreement.TRUNCATED else str(agrees))
    if field == "nationality":
        return Compared(field, declared, iso2_of(read) or read, "same" if iso2_of(read) == declared else "different")
    return Compared(field, declared, read, "same" if declared == read else "different")


def differences(file: File, readings: dict[str, str]) -> list[Compared]:
    """Only what differs."""
    return [row for row in compared(file, readings) if row.agrees in ("partial", "different")]


def agrees(file: File, document: Document) -> bool:
    """A passport or visa in date, read as the paper it should be, whose zone says all that the student declared."""
    right_kind = document.paper in BY_RULE and document.kind and fits(document.kind, document.paper)
    if not right_kind or not document.quality.get("zone_valid"):
        return False
    read = readings_of(document)
    declared = [field for field in FIELDS if getattr(file, field)]
    same = all(row.agrees == "same" for row in compared(file, read) if row.field in declared)
    return same and read.get("expiry_date", "") >= day_of(file.submitted_at or file.opened_at).isoformat()


def told_of_paper(account: Account, paper: str) -> tuple[str, ...]:
    """What a paper from her country needs besides: translation, legalisation; sentences of the law, to be translated."""
    file = file_of(account)
    origin = Origin(
        file.birth_country or None if file else None,
        campus_france=TRANSLATIONS.chosen(settings.READINGS) == "campus_france",
    )
    return papers.asked([papers.PAPERS[paper]], origin)[0].sentences[1:]


def any_file() -> bool:
    """Whether anybody ever opened a file."""
    return File.objects.exists()
