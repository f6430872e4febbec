"""A source of the hub without a database, whose answers a test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from majlis.commons.live.hub import Admission, State


class FakeSource:
    """What it is told: who is admitted, what is true, whether the line stands."""

    def __init__(self) -> None:
        self.version = 1
        self.admissions: dict[str, Admission] = {}
        self.everybody = True
        self.rendered: list[tuple[int, str, int]] = []
        self.announced: list[str] = []
        self.admitted: list[str] = []
        self.hear: Callable[[str], None] | None = None
        self.works = True
        self.fails_to_read = False
        self.reading: asyncio.Event | None = None
        self.deciding: asyncio.Event | None = None
        self._broken = asyncio.Event()

    async def admit(self, record: int, session: str) -> Admission:
        """Whether a session is admitted; everybody is, unless ``everybody`` is unset.

        The answer is that of the moment of the question; it comes when ``deciding`` is set.
        """
        self.admitted.append(session)
        admission = self.admissions.get(session, Admission(False))
        if self.everybody:
            admission = Admission(True, everybody=True)
        await (self.deciding.wait() if self.deciding is not None else asyncio.sleep(0))
        return admission

    async def read_state(self, record: int, language: str) -> State:
        """The present version; waits for ``reading`` where a test sets it."""
        version = self.version
        if self.reading is not None:
            await self.reading.wait()
        if self.fails_to_read:
            raise OSError("no database")
        self.rendered.append((record, language, version))
        return State(version, f"state {version} {language}".encode())

    async def announce(self, messages: Sequence[str]) -> None:
        """Keep what is announced."""
        self.announced += messages

    async def listen(self, hear: Callable[[str], None], connected: Callable[[], None]) -> None:
        """Listen until ``break_line``."""
        if not self.works:
            raise OSError("no database")
        self._broken.clear()
        self.hear = hear
        connected()
        await self._broken.wait()
        raise OSError("the line is broken")

    def change(self, record: int = 1) -> None:
        """Something changes, and is announced."""
        self.version += 1
        self.say(f"state:{record}")

    def say(self, message: str) -> None:
        """A message of another process."""
        assert self.hear is not None
        self.hear(message)

    def break_line(self) -> None:
        """The connection is lost, and comes back when ``works`` is set."""
        self.works = False
        self._broken.set()
