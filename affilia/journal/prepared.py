"""Queries whose SQL is made once: Django makes it anew for each request, which takes longer than SQLite's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """A query by its values, in the order its SQL has them: numbers and texts only, which reach the database as they are."""

    def __init__(self, model: type[M], query: Callable[..., QuerySet[M, Any]]) -> None:
        self.model, self.query, self.sql = model, query, ""

    def rows(self, *values: int | str) -> list[M]:
        """The rows of the model, each with all its columns."""
        return list(self.model._default_manager.raw(self._made(values), values))

    def tuples(self, *values: int | str) -> list[tuple[Any, ...]]:
        """What a `values_list` of texts and numbers gives."""
        with connection.cursor() as cursor:
            cursor.execute(self._made(values), values)
            return list(cursor.fetchall())

    def _made(self, values: tuple[int | str, ...]) -> str:
        if not self.sql:
            self.sql, asked = self.query(*values).query.sql_with_params()
            assert tuple(asked) == values, "the SQL asks for the values as they are given, and for nothing else"
        return self.sql
