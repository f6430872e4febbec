"""Database sessions with a reference to their user (SESSION_ENGINE)."""

from __future__ import annotations

from typing import Any, override

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from majlis.parties.accounts.models import Session


class SessionStore(DatabaseStore):
    """Django's database sessions, each with its user."""

    @classmethod
    @override
    def get_model_class(cls) -> Any:
        """The model of sessions."""
        return Session

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session, with its user."""
        row: Any = super().create_model_instance(data)
        user_id = data.get(SESSION_KEY)
        row.user_id = int(user_id) if user_id else None
        return row
