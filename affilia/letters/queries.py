"""Reading the thread between a person and the fund."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation

from affilia.formats import money
from affilia.formats.days import day_of, in_words
from affilia.letters.models import Message
from affilia.letters.texts import TEXTS
from affilia.people.models import Person

# notices that tell of one thing of several kinds, and those whose last word of a day is enough
JOINED = ("paper_accepted",)
ONCE_A_DAY = (*JOINED, "certificate_ready")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Said:
    """One message as shown: in the reader's language, with the French text that binds beside a notice."""

    author: str
    mine: bool
    body: str
    french: str
    about: str
    at: datetime
    new: bool


def thread(person: Person, reader: str) -> list[Said]:
    """The whole thread, newest first; what was accepted on one day is one notice, and none says the same twice a day."""
    kept: dict[Any, Message] = {}
    for message in Message.objects.filter(person=person).order_by("-at", "-pk"):
        place = (message.code, day_of(message.at)) if message.code in ONCE_A_DAY else message.pk
        first = kept.setdefault(place, message)
        if first is not message and message.code in JOINED:
            first.data = {name: _both(value, message.data.get(name)) for name, value in first.data.items()}
    return [_shown(message, reader) for message in kept.values()]


def _both(newer: Any, older: Any) -> list[Any]:
    """Values of two notices in the order they came, each once."""
    newer = newer if isinstance(newer, list) else [newer]
    return newer if older in newer else [older, *newer]


def unread(person: Person) -> int:
    """How many messages of the fund she has not read."""
    return Message.objects.filter(person=person, read_at__isnull=True).exclude(author__startswith="student:").count()


def _shown(message: Message, reader: str) -> Said:
    body, french = message.body, ""
    if message.code:
        body = words(message.code, message.data)
        if translation.get_language() != "fr":
            with translation.override("fr"):
                french = words(message.code, message.data)
    author = message.author.split(":")[0]
    return Said(author, message.author == reader, body, french, message.about, message.at, message.read_at is None)


def words(code: str, data: dict[str, Any]) -> str:
    """A notice in the language now active, then a caseworker's own words: days and amounts as people write them."""
    told = str(TEXTS[code].message).format(**{name: _said(name, value) for name, value in data.items()})
    told = re.sub(" {2,}", " ", told)  # an empty value leaves no gap
    adds = translation.gettext("The caseworker adds:")
    return f"{told}\n{adds} {data['words']}" if data.get("words") else told


def _said(name: str, value: Any) -> Any:
    language = translation.get_language() or "en"
    if isinstance(value, list):
        return "; ".join(str(_said(name, one)) for one in value)
    if name == "amount":
        return money.euros(int(value), language)
    if isinstance(value, str) and DAY.fullmatch(value):
        return in_words(date.fromisoformat(value), language)
    return translation.gettext(value) if isinstance(value, str) and value else value
