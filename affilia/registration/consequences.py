"""What a checked paper, a sent or ended file, a corrected identity sets in motion, inside the verb that met it."""

from __future__ import annotations

from datetime import date, datetime

from affilia.casework import operations as casework
from affilia.coverage import operations as coverage
from affilia.coverage import stays
from affilia.coverage.models import Number
from affilia.coverage.rights import CIVIL_STATUS
from affilia.documents import operations as documents
from affilia.documents.models import Document
from affilia.documents.queries import title
from affilia.documents.reasons import REASONS
from affilia.formats.days import day_of
from affilia.journal import operations as journal
from affilia.law import entitlement, papers
from affilia.letters import operations as letters
from affilia.people import operations as people
from affilia.people.models import Person
from affilia.people.queries import identity_of
from affilia.registration import facts, queries, titles
from affilia.registration.models import File
from affilia.registration.states import ALIVE

# what the waiting number rests on: who she is and that she may stay (CSS R114-7)
NUMBERED = ("F", "M")
IDENTITY_PAPERS = {"DOC-01", "DOC-02", "DOC-07"}


def accept_paper(document: Document, until: date | None, by: str, at: datetime) -> None:
    """Accept a paper, a title to stay with its last day, and say so."""
    if until:
        titles.check_end(document.person, until)
    seen = {titles.READ: until.isoformat()} if until else None
    documents.accept_document(document=document, by=by, at=at, seen=seen)
    letters.notify(person=document.person, code="paper_accepted", at=at, paper=title(document.paper))


def turn_down(document: Document, outcome: str, code: str, words: str, by: str, at: datetime) -> None:
    """Ask for a better paper or refuse it, and say so."""
    verb, notice = {
        "ask": (documents.ask_better, "paper_asked"),
        "refuse": (documents.refuse_document, "paper_refused"),
    }[outcome]
    made = verb(document=document, reason=code, words=words, by=by, at=at)
    assert made.answer_by is not None, "asked and refused papers have a day"
    reason = REASONS[code]
    letters.notify(
        person=document.person, code=notice, at=at, about=f"document:{document.ref}", paper=title(document.paper),
        sent=reason.sent, needed=reason.needed, until=made.answer_by.isoformat(), rule=reason.rule, contest=made.contest,
        words=words.strip(),
    )  # fmt: skip


def after_check(document: Document, by: str, at: datetime, *, titled: bool) -> None:
    """What the papers accepted so far allow: a number, then coverage and certificate, then the final number.

    `titled`: the paper is a title to stay with its last day, which counts at once where rights are open.
    """
    file = File.objects.filter(person=document.person, state__in=ALIVE - {"draft"}).first()
    if file is not None:
        follow(file, by, at, paper=document.paper)
    if titled:
        stays.follow_title(person=document.person, by=by, at=at)


def follow(file: File, by: str, at: datetime, paper: str = "") -> None:
    """What the papers accepted so far allow: a number, then coverage and certificate, then the final number."""
    person = file.person
    missing = queries.unchecked_papers(file, papers.TEMPORARY, day_of(at))
    if not set(missing) & IDENTITY_PAPERS and not person.identities.exists():
        _identity_accepted(file, by, at)
    if file.state in ("submitted", "asked") and not missing:
        _accept(file, by, at)
    # bank details are nothing to the register, which may have said no to the rest
    if file.state == "accepted" and paper != "DOC-06":
        ask_final_number(file, by, at)
    _settle(file, by, at)


def look_again(person: Person, by: str, at: datetime) -> None:
    """A paper came: a file that waited for it goes back to the caseworkers, and somebody looks at it."""
    file = File.objects.filter(person=person, state__in=("submitted", "asked", "accepted")).first()
    if file is None:
        return
    if file.state == "asked" and not queries.missing_papers(file, day_of(at)):
        journal.move(file, "submit", verb="registration.file.submitted", by=by, at=at, file=file.ref, route=file.route)
    if file.state != "asked":
        who = f"{file.surname.upper()} {file.given_names}".strip()
        casework.open_task(person=person, kind="check_file", about=f"file:{file.ref}", by=by, at=at, who=who)


def _identity_accepted(file: File, by: str, at: datetime) -> None:
    """STA-1, STA-2: identity and stay are fine, so the waiting number is asked for."""
    people.record_identity(
        person=file.person, surname=file.surname, given_names=file.given_names, no_given_names=file.no_given_names,
        birth_date=file.birth_date, sex=file.sex, birth_country=file.birth_country, birth_town=file.birth_town,
        nationality=file.nationality, source=f"file:{file.ref}", by=by, at=at,
    )  # fmt: skip
    _end_account_of_another(file.person, by, at)
    _ask(file.person, "waiting", by, at)
    due = entitlement.civil_status_due(day_of(at))
    sent = Document.objects.filter(person=file.person, paper__in=CIVIL_STATUS, state__in=("safe", "read", "checked"))
    code = "civil_status_here" if sent.exists() else "civil_status_due"
    letters.notify(person=file.person, code=code, at=at, until=due.isoformat())


def _end_account_of_another(person: Person, by: str, at: datetime) -> None:
    if people.end_account_of_another(person=person, by=by, at=at):
        letters.notify(person=person, code="bank_account_not_hers", at=at)


def renew(person: Person, by: str, at: datetime) -> None:
    """After it is known better who she is: the certificate in force says it, and the register is asked with it."""
    _end_account_of_another(person, by, at)
    coverage.renew_certificate(person=person, by=by, at=at)
    ask_again(person, by, at)


def _accept(file: File, by: str, at: datetime) -> None:
    journal.move(file, "accept", verb="registration.file.accepted", by=by, at=at, file=file.ref)
    basis, begin = file.route or "caseworker", facts.rights_start(file)
    period = coverage.open_period(person=file.person, fund=file.fund, from_day=begin, basis=basis, by=by, at=at)
    letters.notify(person=file.person, code="file_accepted", at=at, from_day=period.from_day.isoformat())
    coverage.renew_certificate(person=file.person, by=by, at=at)


def ask_final_number(file: File, by: str, at: datetime) -> bool:
    """Ask once every paper of the permanent number is good and the waiting number is there."""
    person = file.person
    if [number.kind for number in Number.objects.filter(person=person)] != ["NIA"]:
        return False
    running = person.exchanges.filter(asks="final", state__in=("prepared", "sent")).exists()
    if running or queries.unchecked_papers(file, papers.PERMANENT, day_of(at)):
        return False
    _ask(person, "final", by, at)
    due = entitlement.register_due(day_of(at))
    letters.notify(person=person, code="final_number_asked", at=at, until=due.isoformat())
    return True


def ask_again(person: Person, by: str, at: datetime) -> None:
    """The last question, if the register said no to it; else the final number, if its papers are all there."""
    last, file = person.exchanges.order_by("pk").last(), File.objects.filter(person=person, state="accepted").first()
    if last is None and person.identities.exists():
        _ask(person, "waiting", by, at)
    elif last and last.state == "rejected":
        _ask(person, last.asks, by, at)
    elif file:
        ask_final_number(file, by, at)


def _ask(person: Person, asks: str, by: str, at: datetime) -> None:
    """Ask the register; what was to be looked into after its last no is settled by that.

    A number begins with the digit of F or M: of a passport that shows X, a caseworker finds out which.
    """
    identity, about = identity_of(person), f"person:{person.ref}"
    if identity and identity.sex not in NUMBERED:
        casework.open_task(person=person, kind="sex_for_number", about=about, by=by, at=at)
        return
    casework.finish_tasks(person=person, kind="sex_for_number", about=about, by=by, at=at)
    coverage.request_number(person=person, asks=asks, by=by, at=at)
    for refused in person.exchanges.filter(asks=asks, state="rejected").order_by("pk"):
        casework.finish_tasks(person=person, kind="register_rejected", about=f"exchange:{refused.ref}", by=by, at=at)


def _settle(file: File, by: str, at: datetime) -> None:
    """The question is settled when no paper waits for eyes; a paper asked again puts the turn with the student."""
    sent = Document.objects.filter(person=file.person).exclude(paper__in=("FDS", "RX"))
    if sent.filter(state__in=("safe", "read")).exists():
        return
    turned_down = sent.filter(state__in=("asked", "refused")).exists()
    if file.state == "accepted" or turned_down:
        casework.finish_tasks(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at)
    if file.state == "submitted" and turned_down:
        journal.move(file, "ask", verb="registration.file.asked", by=by, at=at, file=file.ref)


def end_tasks(file: File, by: str, at: datetime) -> None:
    """A file that ended has no open questions: neither its own nor those of its number."""
    casework.drop_tasks(person=file.person, kind="check_file", about=f"file:{file.ref}", by=by, at=at)
    for refused in file.person.exchanges.filter(state="rejected").order_by("pk"):
        about = f"exchange:{refused.ref}"
        casework.drop_tasks(person=file.person, kind="register_rejected", about=about, by=by, at=at)
