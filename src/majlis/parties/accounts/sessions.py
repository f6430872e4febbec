"""Database sessions with a reference to their user (SESSION_ENGINE)."""

from __future__ import annotations

from typing import override

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from majlis.kernel.json_types import JSON
from majlis.parties.accounts.models import Session


class SessionStore(DatabaseStore):
    """Django's database sessions, each with its user."""

    @classmethod
    @override
    def get_model_class(cls) -> type[Session]:
        """The model of sessions."""
        return Session

    @override
    def create_model_instance(self, data: dict[str, JSON]) -> Session:
        """The row of a session, with its user."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        user_id = data.get(SESSION_KEY)
        row.user_id = int(str(user_id)) if user_id else None
        return row
