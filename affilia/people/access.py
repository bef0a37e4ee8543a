"""Declared access: each view says who may call it and what it shows; no declaration, no start (house 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from affilia.people.models import Account
from affilia.people.roles import STAFF, Role

View = Callable[..., HttpResponse]
ANYONE: frozenset[Role] = frozenset()


class SignedRequest(HttpRequest):
    """A request whose account the gate has checked."""

    user: Account


@dataclass(frozen=True)
class Declaration:
    """Who (`roles`, empty = anyone), which rows (`relation`), which level of fields (A to G), which methods."""

    roles: frozenset[Role]
    relation: str
    fields: str
    methods: tuple[str, ...]
    second_factor: bool = True


def access(
    *,
    roles: Iterable[Role] = ANYONE,
    relation: str,
    fields: str,
    methods: tuple[str, ...] = ("GET",),
    second_factor: bool = True,
) -> Callable[[View], View]:
    """Declare and enforce a view's access. `relation`: none, own, fund; absence and refusal look the same: 404."""
    declaration = Declaration(frozenset(roles), relation, fields, methods, second_factor)

    def declare(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _turned_away(request, declaration) or view(request, *args, **kwargs)

        gate.access = declaration  # type: ignore[attr-defined]  # read by the start check and the matrix test
        return gate

    return declare


def _turned_away(request: HttpRequest, declared: Declaration) -> HttpResponse | None:
    method = "GET" if request.method == "HEAD" else request.method
    if declared.roles:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if request.user.role not in declared.roles:
            raise Http404
        if declared.second_factor and request.user.role in STAFF and not request.session.get("second_factor"):
            return redirect("second-factor")
    if method not in declared.methods:
        return HttpResponseNotAllowed(declared.methods)
    return None


def declared(view: Any) -> Declaration | None:
    """The declaration of a view, if it has one."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Declaration) else None
