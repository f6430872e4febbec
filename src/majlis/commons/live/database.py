"""What the hub reads from PostgreSQL: admission, states, and announcements by LISTEN and NOTIFY.

One connection of a process listens. The ORM is called in a few threads, however many follow.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    load_backend,
)
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.crypto import constant_time_compare

from majlis.commons.live import channels
from majlis.commons.live.hub import Admission, State
from majlis.commons.live.messages import encode_state
from majlis.kernel.models import Record, User

THREADS = 4
PROBE_SECONDS = 5.0
"""How often the connection that listens is tried, and how long an answer may take."""


class DatabaseSource:
    """The source of the hub on a site."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def admit(self, record: int, session: str) -> Admission:
        """Whether a session may see a record."""
        return await self._in_thread(admit, record, session)

    async def read_state(self, record: int, language: str) -> State:
        """What is true of a record now, in a language."""
        return await self._in_thread(read_state, record, language)

    async def announce(self, messages: Sequence[str]) -> None:
        """Send messages to all processes."""
        await self._in_thread(channels.notify, list(messages))

    async def listen(self, hear: Callable[[str], None], connected: Callable[[], None]) -> None:
        """Listen until the connection is lost. Raises psycopg.Error, OSError or TimeoutError."""
        line = await asyncio.wait_for(
            psycopg.AsyncConnection.connect(**listening_parameters(), autocommit=True),
            PROBE_SECONDS,
        )
        async with line:
            await line.execute(f"LISTEN {channels.NOTIFICATION_CHANNEL}")
            connected()
            while True:
                async for message in line.notifies(timeout=PROBE_SECONDS):
                    hear(message.payload)
                # A connection may be lost without a word.
                await asyncio.wait_for(line.execute("SELECT 1"), PROBE_SECONDS)

    async def _in_thread[**P, R](
        self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        def done() -> R:
            try:
                return read(*args, **kwargs)
            finally:
                connection.close()  # back to the pool

        return await asyncio.get_running_loop().run_in_executor(self._threads, done)


def listening_parameters() -> dict[str, Any]:
    """The parameters of psycopg for a session of the database, without a pooler in between."""
    if settings.MAJLIS_DIRECT_DATABASE:
        return {"conninfo": settings.MAJLIS_DIRECT_DATABASE}
    parameters: dict[str, Any] = dict(connection.get_connection_params())
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return parameters


def admit(record: int, session: str) -> Admission:
    """Whether a session may see a record that can be followed: whom ``visible_to`` admits."""
    rows = Record.objects.filter(pk=record, kind__in=channels.CHANNEL_KINDS)
    if rows.visible_to(AnonymousUser()).exists():
        return Admission(True, everybody=True)
    user = user_of_session(session)
    if user is None:
        return Admission(False)
    return Admission(rows.visible_to(user).exists(), user=user.pk)


def user_of_session(key: str) -> User | None:
    """The person who has signed in with a session; None without one.

    As ``django.contrib.auth.get_user``, but it never changes the session: a stream cannot send its new key.
    """
    if not key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key).load()
    backend = session.get(BACKEND_SESSION_KEY)
    if SESSION_KEY not in session or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(backend).get_user(int(session[SESSION_KEY]))
    if not isinstance(user, User):
        return None
    stored = session.get(HASH_SESSION_KEY) or ""
    valid = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if any(constant_time_compare(stored, each) for each in valid) else None


def read_state(record: int, language: str) -> State:
    """What is true of a record now, as the message to its followers."""
    row = Record.objects.with_wordings().get(pk=record)
    state = channels.read_state(row, language)
    return State(state.version, encode_state(state.version, state.markup))
