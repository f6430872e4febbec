"""Sessions in the database that name their person (SESSION_ENGINE)."""

from __future__ import annotations

from typing import Any, override

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from majlis.parties.accounts.models import Session


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with the person who signed in with it."""

    @classmethod
    @override
    def get_model_class(cls) -> Any:
        """Our table of sessions."""
        return Session

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session, with its person."""
        row: Any = super().create_model_instance(data)
        person = data.get(SESSION_KEY)
        row.user_id = int(person) if person else None
        return row
