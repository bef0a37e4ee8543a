"""Where each role begins."""

from __future__ import annotations

from affilia.people.models import Account
from affilia.people.roles import Role

HOMES = {Role.STUDENT: "status", Role.CASEWORKER: "desk", Role.SUPERVISOR: "desk-board"}


def home_of(account: Account) -> str:
    """The name of the page somebody who signed in sees first."""
    return HOMES[Role(account.role)]
