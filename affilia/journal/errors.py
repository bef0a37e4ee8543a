"""A refusal: a code, a sentence that can be translated, and data fields. Each operation defines its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from affilia.formats.days import written_day


class Refusal(Exception):
    """Base of all refusals. `field` names the form field it belongs to, if any."""

    code = "refused"
    sentence: Any = ""
    field: str | None = None

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data

    @property
    def words(self) -> str:
        """The sentence with its data, in the language now active; days as people write them."""
        language = (get_language() or "en").split("-")[0]
        said = {name: written_day(one, language) if isinstance(one, date) else one for name, one in self.data.items()}
        return str(self.sentence).format(**said) if said else str(self.sentence)
