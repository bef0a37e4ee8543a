"""Signing in: codes that cannot be guessed, answers that tell nothing, second factors used once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client

from affilia.bridges import keys
from affilia.claims import operations as claims
from affilia.coverage import doctors
from affilia.journal.models import Event
from affilia.letters import jobs
from affilia.letters.models import Mail
from affilia.people import codes, operations, queries
from affilia.people.models import Account, BankAccount, SignInCode
from affilia.people.names import UnseenSigns, check_names
from affilia.people.roles import Role
from affilia.registration import operations as registration

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
    with pytest.raises(codes.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at)


def test_a_code_dies_after_ten_minutes_and_after_five_tries(at: datetime) -> None:
    ref, code = ask("salma@example.org", at)
    with pytest.raises(codes.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at + timedelta(minutes=10))
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        with pytest.raises(codes.WrongCode):
            operations.confirm_code(ref=ref, code=wrong, at=at)
    with pytest.raises(codes.WrongCode):
        operations.confirm_code(ref=ref, code=code, at=at)
    assert SignInCode.objects.get().tries == 5


def test_codes_are_few_an_hour_and_kept_as_hashes(at: datetime) -> None:
    sent = [ask("salma@example.org", at)[1] for _n in range(codes.TO_ONE_FROM_A_NETWORK)]
    with pytest.raises(codes.TooManyCodes):
        ask("salma@example.org", at)
    ask("salma@example.org", at + timedelta(hours=1, seconds=1))
    assert not {row.code_hash for row in SignInCode.objects.all()} & set(sent)


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
    with pytest.raises(codes.WrongToken):
        operations.set_up_second_factor(account=claire, secret=secret, token="000000", at=at)
    operations.set_up_second_factor(account=claire, secret=secret, token=pyotp.TOTP(secret).at(at), at=at)
    claire.refresh_from_db()
    assert secret.encode() not in bytes(claire.totp_secret)
    later = at + timedelta(minutes=1)
    token = pyotp.TOTP(secret).at(later)
    operations.confirm_second_factor(account=claire, token=token, at=later)
    with pytest.raises(codes.WrongToken):
        operations.confirm_second_factor(account=claire, token=token, at=later)
    with pytest.raises(codes.WrongToken):
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
        with pytest.raises(codes.WrongToken):
            operations.confirm_second_factor(account=claire, token=wrong, at=later)
    with pytest.raises(codes.TooManyTokens):
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


UNSEEN = [
    "Sal\u202ema",
    "Sal\nma",
    "Sal\u200bma",
    "\u200fSalma",
    "Sal\x00ma",
    "Sal\u2066ma",
    "Sal\ue000ma",
    "Salma\u2028x",
]


@pytest.mark.parametrize("name", UNSEEN, ids=ascii)
def test_a_name_with_signs_nobody_sees_is_refused_by_every_verb_that_keeps_one(
    aicha: Account, at: datetime, name: str
) -> None:
    person, by = queries.person_of(aicha), "t"
    file = registration.open_file(person=person, told={}, by=by, at=at)
    told = {"given_names": "Salma", "no_given_names": False, "birth_date": "2004", "sex": "F", "birth_country": "MA",
            "birth_town": "Fès", "nationality": "MA", "source": "t", "by": by, "at": at}  # fmt: skip
    verbs = {
        "holder": lambda: operations.replace_bank_account(
            person=person, holder=name, number="FR7630006000011234567890189", by=by, at=at
        ),
        "surname": lambda: operations.record_identity(person=person, surname=name, **told),
        "town": lambda: registration.answer_step(file=file, step="address", answers={"town": name}, by=by, at=at),
        "name": lambda: doctors.declare_doctor(person=person, name=name, number="10000001916", by=by, at=at),
        "professional": lambda: claims.receive_sheet(
            person=person, sheet=None, professional=name, rpps="", specialty="", pathway="own", signed=True, lines=[],
            by=by, at=at,
        ),
    }  # fmt: skip
    for field, verb in verbs.items():
        with pytest.raises(UnseenSigns) as refused:
            verb()
        assert refused.value.field == field
    with pytest.raises(UnseenSigns):
        operations.create_staff(email="x@fund.example", name=name, role=Role.CASEWORKER, language="en", by=by, at=at)


@pytest.mark.parametrize("name", ["علی\u200cرضا", "O’Brien-Ávila", "王伟", "Nguyễn Thị", "ශ්\u200dරී"])
def test_names_of_the_world_are_kept(name: str) -> None:
    check_names(surname=name)


def test_a_form_says_beside_the_field_that_a_sign_cannot_be_seen(
    aicha: Account, signed_in: Callable[[Account], Client], at: datetime
) -> None:
    registration.open_file(person=queries.person_of(aicha), told={}, by="t", at=at)
    client, words = signed_in(aicha), "holds signs that cannot be seen"
    for address, told in {
        "/file/name/": {"surname": "El\u202eAmrani", "given_names": "Salma"},
        "/bank-account/": {"holder": "El\u202eAmrani", "iban": "FR7630006000011234567890189"},
    }.items():
        page = client.post(address, told).content.decode()
        assert words in page.split('class="wrong-words"')[1].split("</p>")[0]


IBAN = "FR7630006000011234567890189"


def mailed(code: str) -> list[dict[str, Any]]:
    return list(Mail.objects.filter(code=code).values_list("data", flat=True))


def test_a_changed_account_is_told_by_a_mail_without_personal_data_and_in_her_thread(
    aicha: Account, at: datetime
) -> None:
    person = queries.person_of(aicha)
    for _click in range(2):
        registration.change_bank_account(
            person=person, holder="Salma", number=IBAN, proved_at=at - timedelta(minutes=9), by="t", at=at
        )
    assert [message.data for message in person.messages.all()] == [{"account": "FR76 •••• 0189"}]
    assert mailed("bank_account_changed") == [{}]
    letter = jobs.letter(Mail.objects.get())
    assert "0189" not in letter.subject + letter.body


@pytest.mark.parametrize("minutes", [None, 11, -1])
def test_an_account_is_not_changed_without_a_fresh_code(aicha: Account, at: datetime, minutes: int | None) -> None:
    proved = None if minutes is None else at - timedelta(minutes=minutes)
    with pytest.raises(codes.CodeNeeded):
        registration.change_bank_account(
            person=queries.person_of(aicha), holder="Salma", number=IBAN, proved_at=proved, by="t", at=at
        )
    assert not BankAccount.objects.exists()


def test_a_fresh_code_is_of_her_own_address_and_works_once(aicha: Account, wei: Account, at: datetime) -> None:
    ref, code = ask(wei.email, at)
    with pytest.raises(codes.WrongCode):
        operations.prove_again(account=aicha, ref=ref, code=code, at=at)
    ref, code = ask(aicha.email, at)
    operations.prove_again(account=aicha, ref=ref, code=code, at=at)
    with pytest.raises(codes.WrongCode):
        operations.prove_again(account=aicha, ref=ref, code=code, at=at)
    assert Event.objects.filter(verb="people.account.proved", subject=aicha.subject).count() == 1


def test_a_session_without_a_fresh_code_is_asked_for_one_and_keeps_what_was_typed(
    aicha: Account, signed_in: Callable[[Account], Client]
) -> None:
    client, told = signed_in(aicha), {"holder": "Salma", "iban": IBAN}
    session = client.session
    session["code_at"] -= 700
    session.save()
    assert 'name="iban"' not in client.get("/bank-account/").content.decode()
    page = client.post("/bank-account/", told).content.decode()
    assert "Enter the six digits" in page
    assert IBAN in page
    [sent] = mailed("bank_code")
    assert "does not fit" in client.post("/bank-account/", {**told, "code": "wrong"}).content.decode()
    page = client.post("/bank-account/", {"holder": "Salma", "iban": "x", "code": sent["digits"]}).content.decode()
    assert "not a bank account number" in page
    assert 'name="code"' not in page
    assert client.post("/bank-account/", told).status_code == 302
    assert BankAccount.objects.filter(until_at=None).count() == 1


def test_whoever_signed_in_by_code_ten_minutes_ago_needs_no_other(aicha: Account) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"email": aicha.email})
    client.post(answer.url, {"code": mailed("sign_in_code")[0]["digits"]})
    assert client.post("/bank-account/", {"holder": "Salma", "iban": IBAN}).status_code == 302
