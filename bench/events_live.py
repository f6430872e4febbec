"""An act of the chair until it has reached 1,000 followers, on two cores, generator included.

The yardstick is the bare stream: an application that does nothing but send the same number of bytes to as many
followers, on the same server, told by a signal. The followers are connections of this process; each has an address
of its own, as a proxy passes it on. Latency is measured from the call of the verb, or from the signal.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, override

from measuring import Row, row
from served import database

FOLLOWERS = 1000
ACTS = 20
BARE = Path(__file__).parent / "barestream.py"


def measure() -> list[Row]:
    """Latency of an act, and of the bare stream beside it; the time to connect; memory."""
    with database():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        floor = FloorOfBench()
        with server(sys.executable, "-m", "majlis.site.server") as (port, pids):
            ours = asyncio.run(follow(port, f"/live/{floor.meeting}/en/", floor.act))
            grown = sum(map(memory, pids()))
        size = ours.size
        with server(sys.executable, str(BARE), str(size)) as (port, pids):

            def tell() -> None:
                for pid in pids():
                    os.kill(pid, signal.SIGUSR1)

            bare = asyncio.run(follow(port, "/", tell))
            bare_grown = sum(map(memory, pids()))
    rows = [
        row(f"an act reaches {FOLLOWERS:,} followers, {name}", of(ours), "ms", of(bare))
        for name, of in (
            ("median", lambda run: 1000 * statistics.median(run.latencies)),
            ("p99", lambda run: 1000 * percentile(run.latencies, 0.99)),
            ("last", lambda run: 1000 * max(run.latencies)),
        )
    ]
    return [
        *rows,
        row("all have the state after they connect", ours.connected, "s", bare.connected),
        row("bytes of an act to one follower", size, "bytes", bare.size),
        row("memory of the server with all followers", grown / 1e6, "MB", bare_grown / 1e6),
    ]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory(pid: int) -> int:
    """The memory of a process in bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


class FloorOfBench:
    """An open sitting with a list of speakers, whose chair stops and starts the clock."""

    def __init__(self) -> None:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from tests.events import factories
        from tests.support.parties import organisation

        from majlis.events.floor import actions
        from majlis.kernel.actor import Actor

        self.actions = actions
        self.actor = Actor.as_system("bench")
        meeting = factories.meeting(state="open")
        sitting = factories.sitting(meeting)
        items = [factories.item(meeting, f"Item {number}") for number in range(12)]
        actions.set_item_in_hand(self.actor, sitting, item=items[3])
        actions.open_speakers_list(self.actor, sitting)
        people = [factories.participant(meeting, organisation=organisation()) for _ in range(10)]
        turns = [
            actions.ask_for_floor(Actor(user=each.user), sitting, mode="room") for each in people
        ]
        self.turn = actions.give_floor(self.actor, turns[0])
        self.meeting = meeting.pk
        self.runs = True

    def act(self) -> None:
        """One act."""
        act = self.actions.pause_speech if self.runs else self.actions.resume_speech
        act(self.actor, self.turn)
        self.runs = not self.runs


@contextmanager
def server(*command: str) -> Iterator[tuple[int, Callable[[], list[int]]]]:
    """A server with two workers on a port of its own; gives the port, and a function for the keys of the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MAJLIS_PORT": str(port), "MAJLIS_WORKERS": "2"}
    process = subprocess.Popen(command, env=environment)

    def workers() -> list[int]:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        return list(map(int, children.read_text(encoding="ascii").split()))

    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        time.sleep(5)  # both workers are there
        yield port, workers
    finally:
        process.terminate()
        process.wait(20)


class Run:
    """What the followers of a run saw. ``latencies``: seconds of each act to each follower."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.connected = 0.0
        self.size = 0


class Line(asyncio.Protocol):
    """The line of one follower: counts the states that came, and notes when the latest did."""

    def __init__(self, request: bytes, run: Run) -> None:
        self.request, self.run = request, run
        self.pending = b""
        self.states = 0
        self.at = 0.0

    @override
    def connection_made(self, transport: Any) -> None:
        """Send the request."""
        self.transport = transport
        transport.write(self.request)

    @override
    def data_received(self, data: bytes) -> None:
        """Count the states in what has come."""
        self.pending += data
        while (end := self.pending.find(b"\n\n")) >= 0:
            event, self.pending = self.pending[:end], self.pending[end + 2 :]
            if b"event: state" in event:
                self.states += 1
                self.at = time.perf_counter()
                self.run.size = len(event) + 2


async def follow(port: int, path: str, act: Callable[[], None]) -> Run:
    """Connect all followers, act some times, and note when each of them knows."""
    run = Run()
    async with followers(port, path, run) as lines:
        await asyncio.to_thread(act)  # the first renders, imports and prepares
        await asyncio.sleep(2)
        for _ in range(ACTS):
            counts = [line.states for line in lines]
            start = time.perf_counter()
            await asyncio.to_thread(act)

            def all_know(counts: list[int] = counts) -> bool:
                return all(line.states > n for line, n in zip(lines, counts, strict=True))

            await until(all_know)
            run.latencies += [line.at - start for line in lines]
            await asyncio.sleep(random.uniform(0.2, 0.4))
    return run


async def until(holds: Callable[[], bool], patience: float = 30) -> None:
    """Wait until something holds. Raises TimeoutError."""
    async with asyncio.timeout(patience):
        while not holds():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def followers(port: int, path: str, run: Run) -> AsyncIterator[list[Line]]:
    """All followers, each with the state."""
    loop = asyncio.get_running_loop()
    lines: list[Line] = []

    async def connect(number: int) -> None:
        request = (
            f"GET {path}?browser=bench-{number} HTTP/1.1\r\nHost: localhost\r\n"
            f"X-Forwarded-For: 203.0.{number // 250}.{number % 250 + 1}\r\n\r\n"
        )
        line = Line(request.encode(), run)
        lines.append(line)
        connecting: Awaitable[Any] = loop.create_connection(lambda: line, "127.0.0.1", port)
        await connecting

    start = time.perf_counter()
    for first in range(0, FOLLOWERS, 100):
        await asyncio.gather(*(connect(number) for number in range(first, first + 100)))
    try:
        await until(lambda: all(line.states for line in lines))
        run.connected = time.perf_counter() - start
        yield lines
    finally:
        for line in lines:
            line.transport.close()
        await asyncio.sleep(0.2)
