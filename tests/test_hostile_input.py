"""Every address, every role, fields full of what nobody sends: an answer each time, never a breakdown (promises S3, S16)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from affilia.config.checks import patterns
from affilia.payments.models import Order
from affilia.people.models import Account
from affilia.portal.registration_forms import BirthForm

pytestmark = pytest.mark.django_db
SEED = 20261126
BAD = [
    "", "\x00", "a" * 20_000, "\u202e\u0645", "=cmd|x", "-1", "9" * 40, "<script>x", "%00", "../../etc/passwd", "2026-02-30",
    "١٢٣", "😀", "1e309", '{"a":1}', "' OR 1=1--", "\r\nX-Header: 1",
]  # fmt: skip
FIELD = re.compile(r"^    (\w+) = (?:forms\.\w+|DayField|MoneyField|PartialDateField|FilesField)\(", re.MULTILINE)
FILES = [b"", b"x" * 100, b"%PDF-1.4", b"\xff\xd8\xff"]
REFS = ("nowhere", "DOC-01", "name", "G" * 26)


def fields() -> list[str]:
    """Every name a form of ours has, and a few it has not."""
    names: set[str] = set()
    for path in (settings.BASE / "affilia").rglob("*.py"):
        if path.parent.name in ("portal", "desk"):
            names |= set(FIELD.findall(path.read_text()))
    days = {f"{name}_{part}" for name in names if "day" in name or "date" in name for part in ("day", "month", "year")}
    return sorted(
        names | days | {"next", "language", "key", "outcome", "reason", "words", "id", "pk", "state", "is_staff"}
    )


@pytest.mark.parametrize("role", ["nobody", "student", "caseworker", "supervisor"])
def test_no_address_breaks_down_on_hostile_input(
    role: str, aicha: Account, claire: Account, marc: Account, signed_in: Callable[[Account], Client]
) -> None:
    chance, names = Random(f"{SEED}{role}"), fields()
    assert len(names) > 40, "the forms were found"
    account = {"student": aicha, "caseworker": claire, "supervisor": marc}.get(role)
    broken: list[tuple[str, int]] = []
    for address, _pattern in patterns(settings.ROOT_URLCONF):
        client = signed_in(account) if account else Client()
        client.raise_request_exception = False
        for ref in REFS if "<" in address else REFS[:1]:
            url = "/" + re.sub(r"<[^>]+>", ref, address)
            told: dict[str, object] = {name: chance.choice(BAD) for name in chance.sample(names, 25)}
            told["photos"] = SimpleUploadedFile("a\r\nb.jpg", chance.choice(FILES))
            asked = {name: str(value)[:900] for name, value in told.items() if name != "photos"}
            answers = (client.get(url, asked), client.post(url, told))
            broken += [(url, answer.status_code) for answer in answers if answer.status_code >= 500]
    assert not broken


@pytest.mark.parametrize("goal", ["foo", "file", "foo/bar", "javascript:x", "//evil.example"])
def test_a_goal_that_is_no_path_of_ours_leads_home(goal: str, client: Client) -> None:
    answer = client.post("/languages/", {"next": goal, "language": "fr"})
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("after", ["\u00b2", "9" * 5000, "-1", "x"])
def test_a_place_in_the_queue_that_cannot_be_is_its_start(
    after: str, claire: Account, signed_in: Callable[[Account], Client]
) -> None:
    assert signed_in(claire).get("/desk/", {"after": after}).status_code == 200


@pytest.mark.parametrize("part", ["day", "month", "year"])
@pytest.mark.parametrize("typed", ["9" * 20, "20\u0664\u0664", "1_0", "+3", "-1"])
def test_a_date_is_of_plain_digits(part: str, typed: str) -> None:
    told = {"birth_date_day": "1", "birth_date_month": "2", "birth_date_year": "2004", f"birth_date_{part}": typed}
    assert not BirthForm(told).is_valid()


def test_an_order_is_dropped_by_that_word_only(
    claire: Account, bruno: Account, at: datetime, signed_in: Callable[[Account], Client]
) -> None:
    order = Order.objects.create(number=1, day=at.date(), prepared_by=claire, prepared_at=at, digest="")
    desk = signed_in(bruno)
    for verb in ({}, {"verb": "x"}):
        desk.post(f"/desk/payments/{order.ref}/decide/", verb)
        assert Order.objects.get().state == "prepared"
    desk.post(f"/desk/payments/{order.ref}/decide/", {"verb": "drop"})
    assert Order.objects.get().state == "dropped"
