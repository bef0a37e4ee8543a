"""Queries whose SQL is made once: Django makes it anew for each request, which takes longer than SQLite's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """A query by one value, a number or a text, which reaches the database as it is."""

    def __init__(self, model: type[M], query: Callable[..., QuerySet[M, Any]]) -> None:
        self.model, self.query, self.sql = model, query, ""

    def rows(self, value: int | str) -> list[M]:
        """The rows of the model, each with all its columns."""
        return list(self.model._default_manager.raw(self._made(value), [value]))

    def tuples(self, value: int | str) -> list[tuple[Any, ...]]:
        """What a `values_list` of texts and numbers gives."""
        with connection.cursor() as cursor:
            cursor.execute(self._made(value), [value])
            return list(cursor.fetchall())

    def _made(self, value: int | str) -> str:
        if not self.sql:
            sql, asked = self.query(value).query.sql_with_params()
            assert tuple(asked) == (value,), "the SQL asks for the value as it is given, and for nothing else"
            self.sql = sql
        return self.sql
