"""Who may sign in, and as what."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; one account, one role."""

    STUDENT = "student"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"


STAFF = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
