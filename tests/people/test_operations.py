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
    for _time in range(2):
        operations.replace_bank_account(person=person, holder="Aïcha", number=number, by="t", at=at)
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
