"""A refusal: a code, a sentence that can be translated, and data fields. Each operation defines its own."""

from __future__ import annotations

from typing import Any


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
        """The sentence with its data, in the language now active."""
        return str(self.sentence).format(**self.data) if self.data else str(self.sentence)
