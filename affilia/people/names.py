"""What a name must be before it is kept, whoever sends it: without signs nobody sees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.formats.names import unseen
from affilia.journal.errors import Refusal


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
