"""Every address, every role, fields full of what nobody sends: an answer each time, never a breakdown (promises S3, S16)."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from affilia.config.checks import patterns
from affilia.people.models import Account

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
