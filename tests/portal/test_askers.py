"""Codes by mail: nobody floods an address, and no stranger keeps a student out of the browser she used before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from affilia.letters.models import Mail
from affilia.people import codes, operations
from affilia.people.codes import Asker
from affilia.people.models import Account, SignInCode
from affilia.portal.askers import address_of, network_of

pytestmark = pytest.mark.django_db
HERS = "salma@example.org"


def ask(at: datetime, asker: Asker, email: str = HERS) -> None:
    operations.ask_code(email=email, language="en", carried={}, at=at, asker=asker)


def asked(at: datetime, most: int, *askers: Asker, email: str = "") -> int:
    """How many codes a crowd gets before it is told to wait."""
    for count in range(most):
        try:
            ask(at, askers[count % len(askers)], email or HERS)
        except codes.TooManyCodes:
            return count
    return most


def test_a_stranger_uses_up_his_own_allowance_not_hers(at: datetime) -> None:
    assert asked(at, 50, *[Asker("stranger", f"b{n}") for n in range(50)]) == codes.TO_ONE_FROM_A_NETWORK
    ask(at, Asker("home", "laptop"))


def test_a_crowd_of_strangers_sends_her_few_mails_and_does_not_shut_out_her_own_browser(at: datetime) -> None:
    crowd = [Asker(f"n{n}", f"b{n}") for n in range(50)]
    assert asked(at, 50, *crowd) == codes.TO_ONE_ADDRESS
    with pytest.raises(codes.TooManyCodes):
        ask(at, Asker("home", "new laptop"))
    assert asked(at, 50, Asker("home", "old laptop", known=True)) == codes.FROM_A_BROWSER
    ask(at + timedelta(hours=1, seconds=1), Asker("home", "new laptop"))


def test_one_browser_asks_for_few_addresses_and_one_network_for_a_campus_of_them(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(codes.FROM_A_BROWSER):
        ask(at, Asker(f"n{number}", "b"), f"{number}@example.org")
    with pytest.raises(codes.TooManyCodes):
        ask(at, Asker("n", "b"), "more@example.org")
    monkeypatch.setattr(codes, "FROM_A_NETWORK", 30)
    for number in range(30):
        ask(at, Asker("campus", f"c{number}"), f"c{number}@example.org")
    with pytest.raises(codes.TooManyCodes):
        ask(at, Asker("campus", "c"), "more@example.org")


@pytest.mark.parametrize(("address", "network"), [
    ("203.0.113.77", "203.0.113.0/24"), ("::ffff:203.0.113.9", "203.0.113.0/24"),
    ("2001:db8:12:34::9", "2001:db8:12::/48"), ("", ""), ("unknown", ""),
])  # fmt: skip
def test_a_network_is_a_prefix(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "10.0.0.9"), (1, "198.51.100.4"), (2, "203.0.113.7"), (9, "10.0.0.9")]
)
def test_only_proxies_of_the_operator_say_where_a_request_comes_from(settings: Any, proxies: int, address: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7, 198.51.100.4"}, REMOTE_ADDR="10.0.0.9"
    )
    assert address_of(request) == address


def sign_in(client: Client, email: str = HERS) -> int:
    """The answer to asking for a code; entered when there is one."""
    answer = client.post("/sign-in/", {"email": email}, REMOTE_ADDR="192.0.2.1")
    if answer.status_code == 302:
        client.post(answer.url, {"code": Mail.objects.order_by("pk").last().data["digits"]})  # type: ignore[union-attr]
        client.post("/sign-out/")
    return answer.status_code


def test_she_signs_in_from_the_browser_she_used_before_whoever_asks_meanwhile() -> None:
    hers = Client()
    assert sign_in(hers) == 302
    for number in range(60):
        Client().post("/sign-in/", {"email": HERS}, REMOTE_ADDR=f"203.0.{number}.1")
    assert Client().post("/sign-in/", {"email": HERS}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert sign_in(hers) == 302
    assert SignInCode.objects.filter(known=False).count() == codes.TO_ONE_ADDRESS


def test_a_browser_is_known_only_to_the_addresses_it_signed_in_to() -> None:
    client = Client()
    sign_in(client)
    client.post("/sign-in/", {"email": "wei@example.org"})
    client.post("/sign-in/", {"email": HERS.upper()})
    assert list(SignInCode.objects.order_by("pk").values_list("known", flat=True)) == [False, False, True]


def test_neither_address_nor_cookie_is_kept() -> None:
    client = Client()
    sign_in(client)
    row = SignInCode.objects.get()
    cookie = client.cookies["affilia_browser"]
    assert (len(row.network), len(row.browser), cookie["httponly"], cookie["samesite"]) == (64, 64, True, "Lax")
    assert "192.0.2" not in row.network
    assert row.browser not in cookie.value
    assert HERS not in cookie.value


def test_codes_of_yesterday_are_forgotten(at: datetime) -> None:
    ask(at, Asker("n", "b"))
    ask(at + timedelta(hours=20), Asker("n", "b"))
    assert operations.forget_codes(at=at + timedelta(hours=25)) == 1
    assert SignInCode.objects.count() == 1


def test_codes_for_a_bank_account_are_few_though_the_browser_forgets_its_cookie(aicha: Account, signed_in: Any) -> None:
    client = signed_in(aicha)
    session = client.session
    session["code_at"] -= 700
    session.save()
    for _click in range(20):
        client.post("/bank-account/", {"send": "code"})
        client.cookies.pop("affilia_browser", None)
    assert Mail.objects.filter(code="bank_code").count() == codes.FROM_A_BROWSER
