"""Reads about coverage: rights on a day, numbers, certificates, the doctor, the timeline."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from affilia.bridges import keys, register
from affilia.casework.states import WAITING
from affilia.coverage import rights
from affilia.coverage.exchanges import REGISTER_WORDS
from affilia.coverage.models import FALSE_PAPER, Card, Certificate, Doctor, Exchange, HealthAccount, Number, Period
from affilia.coverage.states import CARDS_ALIVE
from affilia.formats import certificate_code
from affilia.people.models import Account, Person
from affilia.people.queries import identity_of

# the first and the last key of a range of persons; None for everybody
Persons = tuple[int, int] | None


@dataclass(frozen=True)
class NumberView:
    """A number as its owner sees it."""

    kind: str
    value: str
    from_at: datetime
    until_at: datetime | None
    certified_at: datetime | None


@dataclass(frozen=True)
class CertificateView:
    """A certificate as its owner sees it."""

    ref: str
    kind: str
    code: str
    issued_at: datetime
    from_day: date
    until_day: date
    checks: int


@dataclass(frozen=True)
class CertificateRow:
    """A certificate in the desk's list: issued, replaced or revoked, and since when."""

    ref: str
    kind: str
    code: str
    state: str
    since: datetime
    revoked_for: str


@dataclass(frozen=True)
class DoctorView:
    """The médecin traitant: counted from `from_day`, or waiting for the signed form."""

    ref: str
    name: str
    rpps: str
    from_day: date | None
    asked_at: datetime
    form_sent: bool


@dataclass(frozen=True)
class CardView:
    """The latest carte Vitale: where it is, since when; `alive` while no other may be asked for."""

    ref: str
    state: str
    since: datetime
    alive: bool


@dataclass(frozen=True)
class Coverage:
    """All of it, for the status page and the desk."""

    period_from: date | None
    fund: str
    numbers: tuple[NumberView, ...]
    certificate: CertificateView | None
    doctor: DoctorView | None
    doctor_asked: DoctorView | None
    exchange: str
    exchange_code: str
    card: CardView | None
    health_account: bool

    @property
    def number(self) -> NumberView | None:
        """The number in use."""
        return next((number for number in self.numbers if number.until_at is None), None)

    @property
    def exchange_why(self) -> str:
        """Why the register turned the last request down, in words."""
        return str(REGISTER_WORDS.get(self.exchange_code, self.exchange_code))

    @property
    def certified(self) -> bool:
        """Whether card and account may be asked for."""
        return bool(self.number and self.number.certified_at)


def opened(number: Number) -> str:
    """The number itself."""
    return keys.unseal_value(bytes(number.value_sealed), f"number:{number.person.ref}")


def coverage_of(person: Person) -> Coverage:
    """What a person has by now."""
    period = rights.last_period(person)
    rows = list(Number.objects.filter(person=person).select_related("person").order_by("from_at", "pk"))
    exchanges = list(Exchange.objects.filter(person=person).order_by("-pk"))
    final, last = next((one for one in exchanges if one.asks == "final"), None), next(iter(exchanges), None)
    doctors = list(Doctor.objects.filter(person=person, until_day__isnull=True))
    # without a number there is no certificate, no card and no account to ask for
    card = Card.objects.filter(person=person).order_by("-pk").first() if rows else None
    return Coverage(
        period_from=period.from_day if period else None,
        fund=period.fund if period else "",
        numbers=tuple(NumberView(n.kind, opened(n), n.from_at, n.until_at, n.certified_at) for n in rows),
        certificate=certificate_view(current_certificate(person) if rows else None),
        doctor=_doctor(next((one for one in doctors if one.from_day), None)),
        doctor_asked=_doctor(next((one for one in doctors if not one.from_day), None)),
        exchange=final.state if final else "",
        exchange_code=last.code if last and last.state == "rejected" else "",
        card=_card(card),
        health_account=bool(rows) and HealthAccount.objects.filter(person=person).exists(),
    )


def _card(card: Card | None) -> CardView | None:
    return CardView(card.ref, card.state, card.moved_at or card.ordered_at, card.state in CARDS_ALIVE) if card else None


def _doctor(doctor: Doctor | None) -> DoctorView | None:
    if doctor is None:
        return None
    sent = doctor.from_day is None and form_is_expected(doctor)
    return DoctorView(doctor.ref, doctor.name, doctor.rpps, doctor.from_day, doctor.asked_at, sent)


def form_is_expected(doctor: Doctor) -> bool:
    """Whether she said that the signed form is on its way, and nobody has recorded it."""
    return doctor.person.tasks.filter(kind="doctor_paper", about=f"doctor:{doctor.ref}", state__in=WAITING).exists()


def current_certificate(person: Person) -> Certificate | None:
    """The certificate in force."""
    alive = Certificate.objects.filter(person=person, replaced_at__isnull=True, revoked_at__isnull=True)
    return alive.select_related("person__account").order_by("-issued_at", "-pk").first()


def held_certificate(person: Person) -> Certificate | None:
    """The one taken back as a false paper, until a caseworker allows others."""
    rows = Certificate.objects.filter(person=person, revoked_for=FALSE_PAPER, allowed_at__isnull=True)
    return rows.order_by("-revoked_at", "-pk").first()


def certificate_to_show(person: Person, on: date) -> Certificate | None:
    """The certificate she may show: none once her rights have ended."""
    return current_certificate(person) if rights.current_period(person, on) else None


def certificate_view(certificate: Certificate | None) -> CertificateView | None:
    """A certificate as its owner sees it."""
    if certificate is None:
        return None
    return CertificateView(
        certificate.ref, certificate.kind, certificate_code.grouped(certificate.code), certificate.issued_at,
        certificate.from_day, certificate.until_day, certificate.checks,
    )  # fmt: skip


def periods_of(person: Person) -> list[tuple[date, date | None]]:
    """All periods of rights, half-open."""
    return list(Period.objects.filter(person=person).order_by("from_day").values_list("from_day", "until_day"))


# residents whose care another country of Europe pays: registered with form S1 (row ORI-12 of the orientation)
S1_ROUTE = "ORI-12"


def s1_periods_of(person: Person) -> list[tuple[date, date | None]]:
    """The periods opened with form S1."""
    rows = Period.objects.filter(person=person, basis=S1_ROUTE).order_by("from_day")
    return list(rows.values_list("from_day", "until_day"))


def s1_periods_by_person(among: Persons = None) -> dict[int, list[tuple[date, date | None]]]:
    """The same of everybody, by the person's key."""
    return _by_person(Period.objects.filter(basis=S1_ROUTE), among)


def doctors_of(person: Person) -> list[tuple[date, date | None, str]]:
    """(from, until, RPPS) of every médecin traitant recorded."""
    rows = Doctor.objects.filter(person=person, from_day__isnull=False).order_by("from_day")
    return [(row.from_day, row.until_day, row.rpps) for row in rows if row.from_day]


def periods_by_person(among: Persons = None) -> dict[int, list[tuple[date, date | None]]]:
    """The same of everybody, by the person's key: for the operator's reckonings."""
    return _by_person(Period.objects.all(), among)


def _by_person(rows: QuerySet[Period], among: Persons) -> dict[int, list[tuple[date, date | None]]]:
    found: dict[int, list[tuple[date, date | None]]] = {}
    if among:
        rows = rows.filter(person__gte=among[0], person__lte=among[1])
    for person, start, end in rows.order_by("from_day").values_list("person", "from_day", "until_day"):
        found.setdefault(person, []).append((start, end))
    return found


def doctors_by_person(among: Persons = None) -> dict[int, list[tuple[date, date | None, str]]]:
    """The same of everybody, by the person's key: for the operator's reckonings."""
    found: dict[int, list[tuple[date, date | None, str]]] = {}
    rows = Doctor.objects.filter(from_day__isnull=False).order_by("from_day")
    if among:
        rows = rows.filter(person__gte=among[0], person__lte=among[1])
    for person, start, end, number in rows.values_list("person", "from_day", "until_day", "rpps"):
        assert start is not None, "filtered above"
        found.setdefault(person, []).append((start, end, number))
    return found


def certificate_for(account: Account, ref: str) -> Certificate | None:
    """A certificate, for somebody of the fund."""
    rows = Certificate.objects.select_related("person__account").filter(ref=ref)
    return rows.first() if account.is_staff else None


def certificates_of(person: Person) -> list[CertificateRow]:
    """Every certificate, latest first: what became of each."""
    rows = Certificate.objects.filter(person=person).order_by("-issued_at", "-pk")
    return [_row(row) for row in rows]


def _row(row: Certificate) -> CertificateRow:
    state = "revoked" if row.revoked_at else "replaced" if row.replaced_at else "issued"
    since = row.revoked_at or row.replaced_at or row.issued_at
    return CertificateRow(row.ref, row.kind, certificate_code.grouped(row.code), state, since, row.revoked_for)


def files_named(refs: Collection[str]) -> set[str]:
    """Which of these files of the store are certificates; the first releases stored one under its own reference."""
    rows = Certificate.objects.order_by()
    stored = rows.filter(blob__in=refs).exclude(blob="").values_list("blob", flat=True)
    return {*stored, *rows.filter(ref__in=refs).values_list("ref", flat=True)}


def card_for(account: Account, ref: str) -> Card | None:
    """A card, for somebody of the fund."""
    return Card.objects.select_related("person__account").filter(ref=ref).first() if account.is_staff else None


def card_of(person: Person) -> Card | None:
    """The card on its way to her, or in her hands."""
    return Card.objects.select_related("person__account").filter(person=person, state__in=CARDS_ALIVE).first()


def doctor_for(account: Account, ref: str) -> Doctor | None:
    """A declaration, for its owner or somebody of the fund."""
    rows = Doctor.objects.select_related("person__account").filter(ref=ref)
    return (rows if account.is_staff else rows.filter(person__account=account)).first()


def register_request(exchange: Exchange) -> register.Request:
    """What the register is told: the accepted identity, and the waiting number for a final one."""
    identity = identity_of(exchange.person)
    assert identity is not None, "a number follows an accepted identity"
    waiting = Number.objects.filter(person=exchange.person, kind="NIA").select_related("person").last()
    return register.Request(
        reference=exchange.ref,
        asks=exchange.asks,
        surname=identity.surname,
        given_names=identity.given_names,
        birth_date=identity.birth_date,
        sex=identity.sex,
        birth_country=identity.birth_country,
        birth_town=identity.birth_town,
        waiting_number=opened(waiting) if waiting and exchange.asks == "final" else "",
    )
