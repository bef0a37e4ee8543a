"""Signing in: codes that cannot be guessed, answers that tell nothing, second factors used once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client

from affilia.bridges import keys
from affilia.journal.models import Event
from affilia.people import operations, queries
from affilia.people.models import Account, BankAccount, SignInCode

pytestmark = pytest.mark.django_db


def ask(email: str, at: datetime) -> tuple[str, str]:
    row, code = operations.ask_code(email=email, language="en", carried={}, at=at)
    return row.ref, code


def test_a_right_code_makes_the_account_and_the_person_once(at: datetime) -> None:
    for _visit in range(2):
        ref, code = ask(" Salma@Example.org ", at)
        account, _carried = operations.confirm_code(ref=ref, code=code, at=at)
    assert account.email == "salma@example.org"
    assert Account.objects.count() == 1
    assert queries.person_of(account)


def test_a_code_works_once(at: datetime) -> None:
    ref, code = ask("salma@example.org", at)
    operations.confirm_code(ref=ref, code=code, at=at)
    with pytest.raises(operations.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at)


def test_a_code_dies_after_ten_minutes_and_after_five_tries(at: datetime) -> None:
    ref, code = ask("salma@example.org", at)
    with pytest.raises(operations.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at + timedelta(minutes=10))
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        with pytest.raises(operations.WrongCode):
            operations.confirm_code(ref=ref, code=wrong, at=at)
    with pytest.raises(operations.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at)
    assert SignInCode.objects.get().tries == 5


def test_codes_are_few_an_hour_and_kept_as_hashes(at: datetime) -> None:
    codes = [ask("salma@example.org", at)[1] for _n in range(operations.CODES_AN_HOUR)]
    with pytest.raises(operations.TooManyCodes):
        ask("salma@example.org", at)
    ask("salma@example.org", at + timedelta(hours=1, seconds=1))
    assert not {row.code_hash for row in SignInCode.objects.all()} & set(codes)


def test_a_known_and_an_unknown_address_get_the_same_answer(aicha: Account) -> None:
    pages = []
    for email in (aicha.email, "nobody@example.org"):
        client = Client()
        answer = client.post("/sign-in/", {"email": email})
        assert answer.status_code == 302
        pages.append(client.post(answer.url, {"code": "123456"}).content)
    masked = [page.split(b"<main")[1].split(b"csrfmiddlewaretoken")[0] for page in pages]
    assert masked[0] == masked[1]


def test_a_second_factor_is_set_up_once_and_each_token_used_once(claire: Account, at: datetime) -> None:
    secret = pyotp.random_base32()
    with pytest.raises(operations.WrongToken):
        operations.set_up_second_factor(account=claire, secret=secret, token="000000", at=at)
    operations.set_up_second_factor(account=claire, secret=secret, token=pyotp.TOTP(secret).at(at), at=at)
    claire.refresh_from_db()
    assert secret.encode() not in bytes(claire.totp_secret)
    later = at + timedelta(minutes=1)
    token = pyotp.TOTP(secret).at(later)
    operations.confirm_second_factor(account=claire, token=token, at=later)
    with pytest.raises(operations.WrongToken):
        operations.confirm_second_factor(account=claire, token=token, at=later)
    with pytest.raises(operations.WrongToken):
        operations.set_up_second_factor(account=claire, secret=secret, token=token, at=later)


def test_an_account_is_sealed_and_the_older_one_ends(aicha: Account, at: datetime) -> None:
    person, number = queries.person_of(aicha), "FR7630006000011234567890189"
    operations.replace_bank_account(person=person, holder="Aïcha B", number=number, by="t", at=at)
    for _click in range(2):
        operations.replace_bank_account(person=person, holder="Aïcha", number=number, by="t", at=at)
    assert BankAccount.objects.count() == 2
    assert BankAccount.objects.filter(until_at=None).count() == 1
    kept = queries.bank_account_of(person)
    assert kept is not None
    assert number.encode() not in bytes(kept.iban_sealed)
    assert queries.iban_of(kept) == number
    assert kept.iban_index == keys.blind_index("iban", number)
    with pytest.raises(keys.Unsealable):
        keys.unseal_value(kept.iban_sealed, "bank:another")


def test_events_never_hold_a_name_a_number_or_an_address(aicha: Account, at: datetime) -> None:
    person = queries.person_of(aicha)
    operations.replace_bank_account(
        person=person, holder="MARKERNAME", number="FR7630006000011234567890189", by="t", at=at
    )
    operations.record_identity(
        person=person, surname="MARKERNAME", given_names="MARKERGIVEN", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="MA", birth_town="MARKERTOWN", nationality="MA", source="t", by="t", at=at,
    )  # fmt: skip
    told = str(list(Event.objects.values_list("data", "actor", "subject")))
    assert "MARKER" not in told
    assert "FR76" not in told


def test_digits_are_tried_so_often_a_day_and_a_right_one_after_that_waits_for_tomorrow(
    claire: Account, at: datetime
) -> None:
    secret = pyotp.random_base32()
    operations.set_up_second_factor(account=claire, secret=secret, token=pyotp.TOTP(secret).at(at), at=at)
    later = at + timedelta(minutes=2)
    wrong = f"{(int(pyotp.TOTP(secret).at(later)) + 1) % 1_000_000:06d}"
    claire.refresh_from_db()
    for _try in range(operations.TOKENS_A_DAY):
        with pytest.raises(operations.WrongToken):
            operations.confirm_second_factor(account=claire, token=wrong, at=later)
    with pytest.raises(operations.TooManyTokens):
        operations.confirm_second_factor(account=claire, token=pyotp.TOTP(secret).at(later), at=later)
    tomorrow = later + timedelta(days=1)
    operations.confirm_second_factor(account=claire, token=pyotp.TOTP(secret).at(tomorrow), at=tomorrow)


@pytest.mark.parametrize(("holder", "hers"), [
    ("Salma El Amrani", True), ("EL-AMRANI S.", True), ("M. et Mme El Amrani", True), ("Karim Bennis", False),
])  # fmt: skip
def test_euros_go_to_an_account_in_her_name(aicha: Account, at: datetime, holder: str, hers: bool) -> None:
    person, number = queries.person_of(aicha), "FR7630006000011234567890189"
    operations.record_identity(
        person=person, surname="El Amrani", given_names="Salma", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="t", by="t", at=at,
    )  # fmt: skip
    if hers:
        operations.replace_bank_account(person=person, holder=holder, number=number, by="t", at=at)
    else:
        with pytest.raises(operations.NotHerName):
            operations.replace_bank_account(person=person, holder=holder, number=number, by="t", at=at)
    assert BankAccount.objects.exists() is hers


def test_a_look_at_a_file_is_told_once_an_hour_for_each_purpose(aicha: Account, claire: Account, at: datetime) -> None:
    person = queries.person_of(aicha)
    for minutes, purpose in ((0, "claim"), (5, "claim"), (5, "task"), (70, "claim")):
        operations.log_opening(person=person, account=claire, purpose=purpose, at=at + timedelta(minutes=minutes))
    assert [opening.purpose for opening in queries.openings_of(person)] == [
        "to look at a care sheet", "to check your file", "to look at a care sheet",
    ]  # fmt: skip


def test_the_language_of_mails_is_chosen(aicha: Account, at: datetime) -> None:
    operations.choose_language(account=aicha, language="fr", at=at)
    aicha.refresh_from_db()
    assert aicha.language == "fr"


@pytest.mark.parametrize(("holder", "ends"), [("Bruno Stranger", True), ("S. EL AMRANI", False)])
def test_an_account_given_before_her_name_was_known_ends_when_it_is_not_hers(
    aicha: Account, at: datetime, holder: str, ends: bool
) -> None:
    person = queries.person_of(aicha)
    operations.replace_bank_account(person=person, holder=holder, number="FR7630006000011234567890189", by="t", at=at)
    assert operations.end_account_of_another(person=person, by="t", at=at) is False
    operations.record_identity(
        person=person, surname="El Amrani", given_names="Salma", no_given_names=False, birth_date="2004-03-27", sex="F",
        birth_country="MA", birth_town="Fès", nationality="MA", source="t", by="t", at=at,
    )  # fmt: skip
    assert operations.end_account_of_another(person=person, by="t", at=at) is ends
    assert BankAccount.objects.filter(until_at=None).exists() is not ends
