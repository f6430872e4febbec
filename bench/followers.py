"""Many followers of a stream in a process of its own: ``python bench/followers.py PORT PATH FOLLOWERS``.

Each is a connection that reads server-sent events, and returns as a browser does: after the time that the stream
told it, with the identifier of what it saw last. Each has an address of its own, as a proxy passes it on.

A line on standard input is a version; the answer is a line of JSON about the moment when all have seen it or a
later one: ``times`` (by the clock of ``time.monotonic``), ``states`` (hashes of what they see, each once), ``size``
(bytes of it) and ``opened`` (connections that were opened since the start).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sys
from asyncio import AbstractEventLoop, Transport
from typing import Any, override

from majlis.site.open_files import raise_limit

FIRST_RETRY = 3000
"""Milliseconds after which a browser returns that was told nothing yet."""
AT_ONCE = 100
"""Connections that are opened at the same time at the start."""
PATIENCE = 60.0
"""Seconds that are waited for a version."""
RETRY = re.compile(rb"(?:^|\n)retry: (\d+)")
REFUSAL = re.compile(rb"HTTP/1\.1 (?!200)\d{3}")
EVENT = re.compile(rb"event: (\w+)\nid: (\d+)\n")


class Follower(asyncio.Protocol):
    """One follower. ``seen``: when each version came; ``state``: the hash of the latest."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.number = crowd, number
        self.retry = FIRST_RETRY
        self.version = 0
        self.state = ""
        self.seen: dict[int, float] = {}
        self.pending = b""
        self.opened = 0

    async def connect(self) -> None:
        """Open a connection, or try again later."""
        try:
            await self.crowd.loop.create_connection(lambda: self, "127.0.0.1", self.crowd.port)
        except OSError:
            self.connection_lost(None)

    @override
    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        self.pending = b""
        self.opened += 1
        self.transport: Transport = transport
        last = f"Last-Event-ID: {self.version}\r\n" if self.seen else ""
        transport.write(
            f"GET {self.crowd.path}?browser=bench-{self.number} HTTP/1.1\r\nHost: localhost\r\n"
            f"X-Forwarded-For: 203.0.{self.number // 250}.{self.number % 250 + 1}\r\n{last}\r\n".encode()
        )

    @override
    def data_received(self, data: bytes) -> None:
        """Hear the events that are complete. What frames the parts of the response has no empty line."""
        *events, self.pending = (self.pending + data).split(b"\n\n")
        for event in events:
            self.hear(event)
        if REFUSAL.match(self.pending):
            self.transport.abort()

    def hear(self, event: bytes) -> None:
        """Note what an event says."""
        if found := RETRY.search(event):
            self.retry = int(found[1])
        if found := EVENT.search(event):
            self.version = int(found[2])
            self.seen.setdefault(self.version, self.crowd.loop.time())
            if found[1] == b"state":
                state = event[found.start() :] + b"\n\n"
                self.state = self.crowd.hash_of(state)
            if self.version >= self.crowd.wanted:
                self.crowd.changed.set()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Return after the time that the stream told."""
        loop = self.crowd.loop
        loop.call_later(self.retry / 1000, lambda: self.crowd.do(self.connect()))

    def knows(self, version: int) -> float | None:
        """When the follower saw a version or a later one; None while it has not."""
        return min((at for seen, at in self.seen.items() if seen >= version), default=None)


class Crowd:
    """All followers. ``wanted``: the version that is waited for."""

    def __init__(self, loop: AbstractEventLoop, port: int, path: str, count: int) -> None:
        self.loop, self.port, self.path = loop, port, path
        self.followers = [Follower(self, number) for number in range(count)]
        self.changed = asyncio.Event()
        self.wanted = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self.hashes: dict[bytes, str] = {}
        self.size = 0

    def do(self, work: Any) -> None:
        """Do something beside the rest."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def hash_of(self, state: bytes) -> str:
        """The hash of a state, computed once for all: the generator is to be light."""
        if state not in self.hashes:
            self.hashes = {state: hashlib.sha256(state).hexdigest()}
        self.size = len(state)
        return self.hashes[state]

    async def connect(self) -> None:
        """Open the connections, some at once."""
        for first in range(0, len(self.followers), AT_ONCE):
            group = self.followers[first : first + AT_ONCE]
            await asyncio.gather(*(follower.connect() for follower in group))

    async def all_know(self, version: int) -> dict[str, Any]:
        """Wait until all have seen a version; see the module. Raises TimeoutError."""
        self.wanted = version
        async with asyncio.timeout(PATIENCE):
            while not all(follower.version >= version for follower in self.followers):
                self.changed.clear()
                await self.changed.wait()
                await asyncio.sleep(0.01)
        return {
            "times": [follower.knows(version) for follower in self.followers],
            "states": sorted({follower.state for follower in self.followers}),
            "size": self.size,
            "opened": sum(follower.opened for follower in self.followers),
        }


async def main(port: str, path: str, count: str) -> None:
    """Follow until standard input ends."""
    raise_limit()
    loop = asyncio.get_running_loop()
    crowd = Crowd(loop, int(port), path, int(count))
    await crowd.connect()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await crowd.all_know(int(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
