"""What a name must be before it is kept, whoever sends it, and the words a person is found by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.formats.names import spellings, unseen
from affilia.journal.errors import Refusal
from affilia.people.models import NameWord, Person


class UnseenSigns(Refusal):
    """Control characters or direction marks in a name, of a person, a place or an account."""

    code = "unseen_signs"
    sentence = _("This holds signs that cannot be seen, often from copying. Delete it and type it again by hand.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


def check_names(**texts: object) -> None:
    """Each text by the name of its field. Raises UnseenSigns."""
    for field, text in texts.items():
        if isinstance(text, str) and unseen(text):
            raise UnseenSigns(field)


def spell(person: Person, *names: str) -> None:
    """Let a person be found by these names too: a part of the verb that keeps them."""
    rows = [NameWord(person=person, word=word) for word in words_of(*names)]
    NameWord.objects.bulk_create(rows, ignore_conflicts=True)


def words_of(*names: str) -> list[str]:
    """The words names are found by, however they are typed."""
    return sorted({word for name in names for spelling in spellings(name) for word in spelling})
