"""Who is signed in: what each request of a signed-in person asks first, by prepared queries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from affilia.journal.prepared import Prepared
from affilia.people.models import Account

STORED = Prepared(Session, lambda key: Session.objects.filter(session_key=key))
ACCOUNT = Prepared(Account, lambda key: Account.objects.filter(pk=key))


class SessionStore(db.SessionStore):
    """Django's sessions in the database (the engine's module must hold a class of this name)."""

    def load(self) -> dict[str, Any]:
        """What the session holds; one that is not there or is over holds nothing and gets a new key."""
        key = self.session_key or ""
        # what no key of ours has in it, PostgreSQL may not even be asked for
        for row in STORED.rows(key) if key.isalnum() and key.isascii() else ():
            if row.expire_date > timezone.now():
                return self.decode(row.session_data)
        self._session_key = None
        return {}


class Accounts(ModelBackend):
    """Accounts that may sign in."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, while it is active."""
        return next((row for row in ACCOUNT.rows(user_id) if self.user_can_authenticate(row)), None)
