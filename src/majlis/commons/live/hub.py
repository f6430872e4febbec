"""The hub of a process: who follows what, and what each of them has seen. Plain asyncio; no thread waits.

A ``Source`` reads the database: who is admitted, what is true now, and what other processes announce. A
channel is a record in a language. Its state is rendered once a version, and the same bytes go to all its
followers. Nothing is queued: a follower that is slow gets the latest state, and misses those in between.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

logger = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
"""How long the connection to the database may be lost before followers are told."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds between two attempts to connect to the database, or to read from it."""
READY_SECONDS = 5.0
"""How long a new follower waits for the connection to the database."""
RECHECK_SECONDS = 300.0
"""How often the access of all is read again: a role ends at midnight, a session by its age."""
ADMISSION_ATTEMPTS = 3
CONCURRENT_RECHECKS = 4


class NotAdmitted(Exception):
    """The record does not exist, or the visitor may not see it."""


class TooManyStreams(Exception):
    """The process, or the visitor's address, has as many streams as it may have."""


class Unavailable(Exception):
    """The database cannot be read now, or the process is ending."""


@dataclass(frozen=True)
class Admission:
    """Whether a visitor is admitted; whether everybody is; and who the visitor is, where that was read."""

    admitted: bool
    everybody: bool = False
    user: int | None = None


@dataclass(frozen=True)
class State:
    """What is true of a channel: its version, and the message that says it."""

    version: int
    message: bytes


@dataclass(frozen=True)
class Limits:
    """The maximum number of streams: of the process, of one network address, of one browser."""

    total: int = 4000
    address: int = 500
    browser: int = 4


@dataclass(frozen=True)
class Visitor:
    """Who asks for a stream: what they want to follow, their session, browser and address, and what they have seen."""

    record: int
    language: str
    session: str = ""
    browser: str = ""
    address: str = ""
    version: int | None = None


class Source(Protocol):
    """What the hub reads; ``database.py`` reads it from PostgreSQL."""

    async def admit(self, record: int, session: str) -> Admission:
        """Whether a session may see a record."""

    async def read_state(self, record: int, language: str) -> State:
        """What is true of a record now."""

    async def announce(self, messages: Sequence[str]) -> None:
        """Send messages to all processes, this one too."""

    async def listen(self, hear: Callable[[str], None], connected: Callable[[], None]) -> None:
        """Call ``connected`` once messages arrive, then ``hear`` with each, until the connection is lost (an exception)."""


@dataclass(eq=False)
class Channel:
    """A record in a language: who follows it, and what is true of it."""

    record: int
    language: str
    followers: set[Follower] = field(default_factory=set)
    state: State | None = None
    is_stale: bool = True
    rendering: asyncio.Task[None] | None = None


@dataclass(eq=False)
class Follower:
    """One stream. ``sent``: the version that it has. ``held``: nothing is sent while its access is being read."""

    visitor: Visitor
    channel: Channel
    admission: Admission
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int | None = None
    held: bool = False
    is_announced: bool = False
    """Whether the other processes know of it: what is announced afterwards is newer."""
    end: str = ""
    """Why the stream ends: ``access``, ``replaced``, ``gone`` (the visitor left) or ``restart``; empty while it goes on."""

    def close(self, reason: str) -> None:
        """End the stream."""
        if not self.end:
            self.end = reason
            self.wake.set()


class Hub:
    """All streams of a process."""

    def __init__(self, source: Source, limits: Limits | None = None) -> None:
        self.source = source
        self.limits = limits or Limits()
        self.channels: dict[tuple[int, str], Channel] = {}
        self.is_connected = False
        self.line_is_lost = False
        """Whether followers are told that the site cannot hear of changes now."""
        self._connected = asyncio.Event()
        self._ending = False
        self._streams = 0
        self._by_address: Counter[str] = Counter()
        self._by_browser: dict[str, list[Follower]] = {}
        self._open_records: set[int] = set()
        """Records that are known to be visible to everybody."""
        self._access_changes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False
        self._announcements: list[str] = []

    # Followers come and go.

    async def follow(self, visitor: Visitor) -> Follower:
        """Admit a visitor. Raises NotAdmitted, TooManyStreams, Unavailable. The caller must call ``leave``."""
        self._start()
        if self._ending:
            raise Unavailable
        if (
            self._streams >= self.limits.total
            or self._by_address[visitor.address] >= self.limits.address
        ):
            raise TooManyStreams
        self._count(visitor, 1)
        try:
            admission = await self._admit(visitor)
            if self._ending:
                raise Unavailable
        except BaseException:
            self._count(visitor, -1)
            raise
        key = (visitor.record, visitor.language)
        channel = self.channels.setdefault(key, Channel(*key))
        follower = Follower(visitor, channel, admission)
        channel.followers.add(follower)
        if visitor.browser:
            self._replace_older(follower)
        self._render(channel)
        return follower

    def leave(self, follower: Follower) -> None:
        """Forget a follower."""
        follower.close("gone")
        channel, visitor = follower.channel, follower.visitor
        if follower not in channel.followers:
            return
        channel.followers.discard(follower)
        self._count(visitor, -1)
        of_browser = self._by_browser.get(visitor.browser, [])
        if follower in of_browser:
            of_browser.remove(follower)
            if not of_browser:
                del self._by_browser[visitor.browser]
        if not channel.followers:
            self.channels.pop((channel.record, channel.language), None)

    def followers(self) -> list[Follower]:
        """All followers of the process."""
        return [follower for channel in self.channels.values() for follower in channel.followers]

    def count(self) -> int:
        """The number of streams of the process."""
        return self._streams

    def end(self) -> None:
        """End all streams, because the process ends; browsers return by themselves."""
        self._ending = True
        for follower in self.followers():
            follower.close("restart")

    async def stop(self) -> None:
        """End all streams, and whatever the hub does."""
        self.end()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _count(self, visitor: Visitor, change: int) -> None:
        self._streams += change
        self._by_address[visitor.address] += change
        if not self._by_address[visitor.address]:
            del self._by_address[visitor.address]

    async def _admit(self, visitor: Visitor) -> Admission:
        """The admission of a visitor, read again if access changed while it was read."""
        try:
            await asyncio.wait_for(self._connected.wait(), READY_SECONDS)
        except TimeoutError:
            raise Unavailable from None
        for _attempt in range(ADMISSION_ATTEMPTS):
            if visitor.record in self._open_records:
                return Admission(True, everybody=True)
            changes = self._access_changes
            try:
                admission = await self.source.admit(visitor.record, visitor.session)
            except Exception as error:
                logger.warning("A visitor of a live page could not be admitted: %s", error)
                raise Unavailable from error
            if changes == self._access_changes:
                break
        else:
            raise Unavailable
        if not admission.admitted:
            raise NotAdmitted
        if admission.everybody:
            self._open_records.add(visitor.record)
        return admission

    def _replace_older(self, follower: Follower) -> None:
        """Leave one stream a browser and channel, and a few a browser: here, and in the other processes."""
        visitor = follower.visitor
        of_browser = self._by_browser.setdefault(visitor.browser, [])
        for older in of_browser:
            if older.channel is follower.channel:
                older.close("replaced")
        of_browser.append(follower)
        going_on = [each for each in of_browser if not each.end]
        for older in going_on[: -self.limits.browser]:
            older.close("replaced")
        digest = browser_digest(visitor.browser)
        self._announce(f"browser:{digest}:{visitor.record}:{visitor.language}:{follower.token}")

    def _announce(self, message: str) -> None:
        """Announce a message to the other processes, together with those that come at the same time."""
        self._announcements.append(message)
        if len(self._announcements) == 1:
            self._do(self._send_announcements())

    async def _send_announcements(self) -> None:
        await asyncio.sleep(0.2)
        messages, self._announcements = self._announcements, []
        try:
            await self.source.announce(messages)
        except Exception as error:  # noqa: BLE001 - whatever the source raises
            # An older stream of the same browser goes on for a while; no more.
            logger.warning("Streams could not be announced: %s", error)

    # What is announced.

    def hear(self, message: str) -> None:
        """Act on a message of another process, or of the database.

        - ``state:<record>``: something changed in a record that is followed.
        - ``record:<record>``: the access of a record changed. ``user:<user>``: the roles of a person, their
          account or one of their sessions. ``access``: the access of anything.
        - ``browser:<digest>:<record>:<language>:<token>``: a browser follows a channel by a newer stream.
        """
        kind, _, rest = message.partition(":")
        if kind == "state":
            for channel in self._channels_of(int(rest)):
                channel.is_stale = True
                self._render(channel)
        elif kind in ("record", "user", "access"):
            self._access_changes += 1
            self._recheck(self._affected(kind, rest))
        elif kind == "browser":
            digest, record, language, token = rest.split(":")
            self._hear_of_browser(digest, int(record), language, token)

    def _hear_of_browser(self, digest: str, record: int, language: str, token: str) -> None:
        """Close the older streams of a browser. All processes hear the announcements in the same order."""
        channel = self.channels.get((record, language))
        for follower in list(channel.followers) if channel is not None else []:
            if follower.token == token:
                follower.is_announced = True
            elif follower.is_announced and browser_digest(follower.visitor.browser) == digest:
                follower.close("replaced")

    def _channels_of(self, record: int) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.record == record]

    def _affected(self, kind: str, rest: str) -> list[Follower]:
        """The followers whose access may have changed."""
        if kind == "record":
            self._open_records.discard(int(rest))
            return [f for channel in self._channels_of(int(rest)) for f in channel.followers]
        limited = [
            follower
            for follower in self.followers()
            if follower.channel.record not in self._open_records
        ]
        if kind == "user":
            return [follower for follower in limited if follower.admission.user == int(rest)]
        return limited

    # Access is read again.

    def _recheck(self, followers: Collection[Follower]) -> None:
        """Read the access of these followers again; until then nothing is sent to them."""
        for follower in followers:
            follower.held = True
        if followers:
            self._do(self._recheck_held(list(followers)))

    async def _recheck_held(self, followers: Iterable[Follower]) -> None:
        waiting = list(followers)
        pause = FIRST_PAUSE
        while waiting := [follower for follower in waiting if follower.held and not follower.end]:
            turns = asyncio.Semaphore(CONCURRENT_RECHECKS)
            results = await asyncio.gather(
                *(self._recheck_one(follower, turns) for follower in waiting),
                return_exceptions=True,
            )
            failed = [result for result in results if isinstance(result, BaseException)]
            if failed:
                logger.warning("The access to a live page could not be read: %s", failed[0])
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _recheck_one(self, follower: Follower, turns: asyncio.Semaphore) -> None:
        visitor = follower.visitor
        async with turns:
            while True:
                changes = self._access_changes
                if visitor.record in self._open_records:
                    admission = Admission(True, everybody=True)
                else:
                    admission = await self.source.admit(visitor.record, visitor.session)
                if changes == self._access_changes:
                    break
        follower.admission = admission
        if not admission.admitted:
            follower.close("access")
            return
        if admission.everybody:
            self._open_records.add(visitor.record)
        follower.held = False
        follower.wake.set()

    async def _recheck_from_time_to_time(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            if self.is_connected:
                self.hear("access")

    # What is true is rendered.

    def _render(self, channel: Channel) -> None:
        """Render a channel whose state is not the latest, unless that is being done."""
        if channel.is_stale and channel.rendering is None:
            channel.rendering = self._do(self._render_until_true(channel))
        for follower in channel.followers:
            follower.wake.set()

    async def _render_until_true(self, channel: Channel) -> None:
        pause = FIRST_PAUSE
        try:
            while channel.is_stale and channel.followers:
                channel.is_stale = False
                try:
                    state = await self.source.read_state(channel.record, channel.language)
                except Exception:
                    channel.is_stale = True
                    logger.warning("A live page could not be rendered", exc_info=True)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                if channel.state is None or channel.state.version != state.version:
                    channel.state = state
                for follower in channel.followers:
                    follower.wake.set()
        finally:
            channel.rendering = None

    # The connection to the database.

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._do(self._keep_listening())
            self._do(self._recheck_from_time_to_time())

    async def _keep_listening(self) -> None:
        pause = FIRST_PAUSE

        def connected() -> None:
            nonlocal pause
            pause = FIRST_PAUSE
            self._catch_up()

        while True:
            try:
                await self.source.listen(self._hear_safely, connected)
            except Exception as error:  # noqa: BLE001 - whatever the source raises
                logger.warning("Changes of live pages are not heard: %s", error)
            if self.is_connected:
                self.is_connected = False
                self._connected.clear()
                asyncio.get_running_loop().call_later(GRACE_SECONDS, self._tell_of_loss)
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, LONGEST_PAUSE)

    def _hear_safely(self, message: str) -> None:
        try:
            self.hear(message)
        except ValueError:
            logger.warning("A message about live pages is not understood: %r", message)

    def _catch_up(self) -> None:
        """Read what may have changed while nothing was heard: all access first, then all states."""
        self.is_connected = True
        self._connected.set()
        self._open_records.clear()
        self._access_changes += 1
        self._recheck(self.followers())
        for channel in self.channels.values():
            channel.is_stale = True
            self._render(channel)
        if self.line_is_lost:
            self._do(self._tell_of_return())

    def _tell_of_loss(self) -> None:
        if not self.is_connected:
            self.line_is_lost = True
            self._wake_all()

    async def _tell_of_return(self) -> None:
        """Tell followers that the line is back, once each has what is true."""
        renderings = [each.rendering for each in self.channels.values() if each.rendering]
        await asyncio.gather(*renderings, return_exceptions=True)
        if self.is_connected:
            self.line_is_lost = False
            self._wake_all()

    def _wake_all(self) -> None:
        for follower in self.followers():
            follower.wake.set()

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in the background, and keep a reference to it, without which it might be forgotten."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("The hub of live pages has a defect", exc_info=error)


def browser_digest(browser: str) -> str:
    """The identifier of a browser as other processes see it; the database keeps no list of browsers."""
    return hashlib.sha256(browser.encode()).hexdigest()[:32]
