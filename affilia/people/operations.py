"""Writes about persons: signing in, second factors, identity, bank accounts, who opened whose file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from affilia.bridges import keys
from affilia.formats import contact, iban
from affilia.formats.days import day_of
from affilia.formats.names import Agreement, agreement
from affilia.journal import operations as journal
from affilia.journal.errors import Refusal
from affilia.people.codes import CODE_LIFE, CODE_TRIES, NOBODY, Asker, TooManyTokens, WrongCode, WrongToken, check_few
from affilia.people.models import Account, BankAccount, Identity, Opening, Person, SignInCode, Turn
from affilia.people.names import check_names, spell
from affilia.people.queries import identity_of
from affilia.people.roles import Role
from affilia.people.turns import AN_HOUR, check_turns

TOKENS_A_DAY = 60
# a page opened again within this time is the same look at a file
ONE_LOOK = timedelta(hours=1)


class BadIban(Refusal):
    """The fund cannot pay to this account."""

    code = "bad_iban"
    field = "iban"
    sentence = _("Check this number letter by letter: it is not a bank account number (IBAN).")


class NotSepa(BadIban):
    """The account lies outside the euro payments area."""

    code = "not_sepa"
    sentence = _("The law allows payments only to accounts of the euro payments area (SEPA). Give an account there.")


class NotHerName(Refusal):
    """The account is somebody else's."""

    code = "not_her_name"
    field = "holder"
    sentence = _("The account must be in your name.")


def _hashed(ref: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{ref}:{code}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def ask_code(
    *, email: str, language: str, carried: dict[str, object], at: datetime, asker: Asker = NOBODY
) -> tuple[SignInCode, str]:
    """A one-time code for an address, whether or not it is known. Raises TooManyCodes."""
    address = contact.email(email)
    check_few(email=address, asker=asker, at=at)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = SignInCode(
        email=address, sent_at=at, expires_at=at + CODE_LIFE, language=language, carried=carried,
        network=asker.network, browser=asker.browser, known=asker.known,
    )  # fmt: skip
    row.code_hash = _hashed(row.ref, code)
    row.save()
    return row, code


@transaction.atomic
def forget_codes(*, at: datetime) -> int:
    """Codes of yesterday, and who asked for them, are nobody's business any more; how many there were."""
    return SignInCode.objects.filter(sent_at__lt=at - timedelta(days=1)).delete()[0]


def confirm_code(*, ref: str, code: str, at: datetime) -> tuple[Account, dict[str, object]]:
    """The account of a right code, made on first use, and what was carried along. Raises WrongCode."""
    row = _tried(ref, code, at)
    with transaction.atomic():
        _use(row, at)
        return _account_of(row.email, row.language, at), row.carried


def prove_again(*, account: Account, ref: str, code: str, at: datetime) -> None:
    """Somebody signed in shows with a fresh code that it is her: before her bank account changes. Raises WrongCode."""
    row = _tried(ref, code, at)
    if row.email != account.email:
        raise WrongCode
    with transaction.atomic():
        _use(row, at)
        journal.record(subject=account.subject, verb="people.account.proved", by=account.actor, at=at)


def _tried(ref: str, code: str, at: datetime) -> SignInCode:
    fresh = SignInCode.objects.filter(ref=ref, used_at__isnull=True, expires_at__gt=at, tries__lt=CODE_TRIES)
    # the try is counted before the code is looked at, and stays counted: parallel guesses count like serial ones
    if not fresh.update(tries=F("tries") + 1):
        raise WrongCode
    row = SignInCode.objects.get(ref=ref)
    if not hmac.compare_digest(row.code_hash, _hashed(ref, "".join(code.split()))):
        raise WrongCode
    return row


def _use(row: SignInCode, at: datetime) -> None:
    if not SignInCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=at):
        raise WrongCode


def _account_of(email: str, language: str, at: datetime) -> Account:
    """The account of a proven address, made with its person on first use."""
    account = Account.objects.filter(email=email).first() or _new_student(email, language, at)
    if not account.is_active:
        raise WrongCode
    journal.record(subject=account.subject, verb="people.account.signed_in", by=account.actor, at=at)
    return account


def _new_student(email: str, language: str, at: datetime) -> Account:
    try:
        with transaction.atomic():
            account = Account(email=email, role=Role.STUDENT, language=language, created_at=at)
            account.set_unusable_password()
            account.save()
            Person.objects.create(account=account, created_at=at)
            journal.record(subject=account.subject, verb="people.account.created", by=account.actor, at=at)
            return account
    except IntegrityError:
        return Account.objects.get(email=email)


@transaction.atomic
def create_staff(*, email: str, name: str, role: Role, language: str, by: str, at: datetime) -> Account:
    """An account of the fund; it passes nothing before its second factor is set up. Raises UnseenSigns."""
    check_names(name=name)
    account = Account(email=contact.email(email), name=name, role=role, language=language, created_at=at)
    account.set_unusable_password()
    account.save()
    journal.record(subject=account.subject, verb="people.account.created", by=by, at=at, role=str(role))
    return account


@transaction.atomic
def set_up_second_factor(*, account: Account, secret: str, token: str, at: datetime) -> None:
    """Keep a new TOTP secret once a token of it was shown. Raises WrongToken."""
    if account.totp_secret:
        raise WrongToken
    if not pyotp.TOTP(secret).verify(token, for_time=at, valid_window=1):
        raise WrongToken
    sealed = keys.seal_value(secret, account.subject)
    if not Account.objects.filter(pk=account.pk, totp_secret=b"").update(totp_secret=sealed, totp_step=_step(at)):
        raise WrongToken
    journal.record(subject=account.subject, verb="people.second_factor.set_up", by=account.actor, at=at)


def confirm_second_factor(*, account: Account, token: str, at: datetime) -> None:
    """Accept a token once, so many tries a day. Raises WrongToken, TooManyTokens."""
    if not account.totp_secret or not (token.isascii() and token.isdigit()):
        raise WrongToken
    # the try is counted before the token is looked at, and stays counted
    Account.objects.filter(pk=account.pk).exclude(tokens_on=day_of(at)).update(tokens_on=day_of(at), tokens=0)
    if not Account.objects.filter(pk=account.pk, tokens__lt=TOKENS_A_DAY).update(tokens=F("tokens") + 1):
        raise TooManyTokens
    _pass(account, token, at)


@transaction.atomic
def _pass(account: Account, token: str, at: datetime) -> None:
    """The step a token belongs to must be later than the last one used."""
    totp = pyotp.TOTP(keys.unseal_value(bytes(account.totp_secret), account.subject))
    steps = [step for step in range(_step(at) - 1, _step(at) + 2) if hmac.compare_digest(totp.at(step * 30), token)]
    if not steps or not Account.objects.filter(pk=account.pk, totp_step__lt=steps[0]).update(totp_step=steps[0]):
        raise WrongToken
    journal.record(subject=account.subject, verb="people.second_factor.passed", by=account.actor, at=at)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // 30


@transaction.atomic
def record_identity(
    *, person: Person, surname: str, given_names: str, no_given_names: bool, birth_date: str, sex: str,
    birth_country: str, birth_town: str, nationality: str, source: str, by: str, at: datetime, reason: str = "",
) -> Identity:  # fmt: skip
    """Who she is, as accepted now. Raises UnseenSigns."""
    check_names(surname=surname, given_names=given_names, birth_town=birth_town)
    identity = Identity.objects.create(
        person=person, from_at=at, surname=surname, given_names=given_names, no_given_names=no_given_names,
        birth_date=birth_date, sex=sex, birth_country=birth_country, birth_town=birth_town, nationality=nationality,
        source=source, reason=reason,
    )  # fmt: skip
    spell(person, surname, given_names)
    journal.record(subject=person.subject, verb="people.identity.recorded", by=by, at=at, source=source, reason=reason)
    return identity


def hold(person: Person) -> None:
    """Nobody else changes what a person has one of (account, certificate, doctor, money due) until the transaction ends."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


@transaction.atomic
def take_turn(*, person: Person, at: datetime) -> Turn:
    """Let the service do something costly for her, so many at a time and an hour. Raises TooManyTurns."""
    hold(person)
    Turn.objects.filter(person=person, from_at__lte=at - AN_HOUR).delete()
    check_turns(person=person, at=at)
    return Turn.objects.create(person=person, from_at=at)


@transaction.atomic
def end_turn(*, turn: Turn, at: datetime) -> None:
    """It is done, well or not."""
    Turn.objects.filter(pk=turn.pk).update(until_at=at)


@transaction.atomic
def replace_bank_account(*, person: Person, holder: str, number: str, by: str, at: datetime) -> BankAccount:
    """Where euros go from now on. Raises BadIban, NotSepa, NotHerName, UnseenSigns."""
    check_names(holder=holder)
    found = iban.check(number)
    if found.reason:
        raise NotSepa if found.reason == "not_sepa" else BadIban
    identity = identity_of(person)
    if identity and agreement(f"{identity.surname} {identity.given_names}", holder) == Agreement.DIFFERENT:
        raise NotHerName
    hold(person)
    index = keys.blind_index("iban", found.iban)
    same = BankAccount.objects.filter(person=person, until_at__isnull=True, iban_index=index, holder=holder).first()
    if same:
        return same  # a double click
    BankAccount.objects.filter(person=person, until_at__isnull=True).update(until_at=at)
    account = BankAccount(person=person, holder=holder, from_at=at, bic=found.bic)
    account.iban_sealed = keys.seal_value(found.iban, f"bank:{account.ref}")
    account.iban_index = index
    account.iban_masked = iban.masked(found.iban)
    account.save()
    journal.record(subject=person.subject, verb="people.bank_account.replaced", by=by, at=at, account=account.ref)
    return account


@transaction.atomic
def end_account_of_another(*, person: Person, by: str, at: datetime) -> bool:
    """Once it is known who she is: an account given before, in a name that is not hers, ends. Whether there was one."""
    identity = identity_of(person)
    account = BankAccount.objects.filter(person=person, until_at__isnull=True).first()
    if account is None or identity is None:
        return False
    if agreement(f"{identity.surname} {identity.given_names}", account.holder) != Agreement.DIFFERENT:
        return False
    BankAccount.objects.filter(pk=account.pk).update(until_at=at)
    journal.record(subject=person.subject, verb="people.bank_account.ended", by=by, at=at, account=account.ref)
    return True


@transaction.atomic
def log_opening(*, person: Person, account: Account, purpose: str, at: datetime) -> None:
    """A member of staff looks at what is the person's: told to her, once for one look (promises S4)."""
    recent = Opening.objects.filter(person=person, account=account, purpose=purpose, at__gt=at - ONE_LOOK)
    if recent.exists():
        return
    Opening.objects.create(person=person, account=account, purpose=purpose, at=at)
    journal.record(subject=person.subject, verb="people.file.opened", by=account.actor, at=at, purpose=purpose)


@transaction.atomic
def log_search(*, account: Account, purpose: str, found: Sequence[str], at: datetime) -> None:
    """A member of staff searched for a person: why, and who was shown; the words themselves are nobody's business later."""
    journal.record(
        subject=account.subject,
        verb="people.person.searched",
        by=account.actor,
        at=at,
        purpose=purpose,
        found=list(found),
    )


@transaction.atomic
def choose_language(*, account: Account, language: str, at: datetime) -> None:
    """The language mails and pages use from now on."""
    Account.objects.filter(pk=account.pk).update(language=language)
    journal.record(subject=account.subject, verb="people.language.chosen", by=account.actor, at=at, language=language)
