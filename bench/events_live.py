"""An act of the chair until it has reached 1,000 followers, and their return after ``kill -9``, on two cores.

The site runs whole, as ``majlis up`` starts it, on a data folder of its own; the followers are connections of one
other process on the same machine (``followers.py``). Latency is measured from the call of the verb. Its yardstick is
the bare stream: an application that does nothing but send the same number of bytes to as many followers, on the same
server, told by a signal.

After a kill, the chair acts as soon as the database lets them; measured is the time from the kill until every follower
sees what the database says then. Its yardstick is the time until a page of the site is answered again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from measuring import Row, row

FOLLOWERS = int(sys.argv[1]) if __name__ == "__main__" and len(sys.argv) == 2 else 1000
ACTS = 20
HERE = Path(__file__).parent
KILLS = {
    "the server": ("site.server",),
    "the database": ("cluster",),
    "server and database": ("site.server", "cluster"),
}
"""What is killed: words in the command lines of processes that the supervisor of the site started."""
ANY_PAGE = "en/meetings/"


def measure() -> list[Row]:
    """Latency of an act, and of the bare stream beside it; memory; the return after each kill."""
    sys.path.insert(0, str(HERE.parent))
    load = os.getloadavg()[0]
    kills: list[Row] = []
    with site() as running:
        floor = FloorOfBench()
        with followers(running.port, f"/live/{floor.meeting.pk}/en/") as crowd:
            ours = act_often(crowd, floor.act, floor.version())
            grown = sum(memory(each) for each in running.child("site.server").children())
            for name, victims in KILLS.items():
                all_see, answered = after_kill(running, crowd, floor, victims)
                kills.append(
                    row(f"kill -9 of {name}: all see what is true", all_see, "s", answered)
                )
    with bare_stream(ours.size) as (port, tell, workers), followers(port, "/") as crowd:
        bare = act_often(crowd, tell, 1)
        bare_grown = sum(map(memory, workers()))
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
        row("bytes of an act to one follower", ours.size, "bytes", bare.size),
        row("memory of the server with all followers", grown / 1e6, "MB", bare_grown / 1e6),
        *kills,
        row("processes that wanted a core before (load average)", load, ""),
    ]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory(process: psutil.Process) -> int:
    """The memory of a process in bytes."""
    return int(process.memory_info().rss)


# The site, and what happens on it.


@contextmanager
def site() -> Iterator[Any]:
    """A site that runs as its users run it, with two processes of the server; Django is set up on its database."""
    from tests.site.site_process import Site

    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-"))
    folder.chmod(0o755)
    running = Site(folder, MAJLIS_DEMO="0", MAJLIS_WORKERS="2")
    try:
        running.start()
        ours = ("MAJLIS_", "DATABASE_")
        for name in [name for name in os.environ if name.startswith(ours)]:
            del os.environ[name]
        given = running.environment()
        os.environ |= {name: value for name, value in given.items() if name.startswith(ours)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "majlis.site.settings"
        import django
        from django.db import connection

        django.setup()
        yield running
        connection.close()
        running.stop()
    finally:
        running.end()
        shutil.rmtree(folder, ignore_errors=True)


class FloorOfBench:
    """An open sitting with a list of speakers, whose chair stops and starts the clock."""

    def __init__(self) -> None:
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
        self.meeting = meeting
        self.runs = True

    def act(self) -> None:
        """One act."""
        act = self.actions.pause_speech if self.runs else self.actions.resume_speech
        act(self.actor, self.turn)
        self.runs = not self.runs

    def version(self) -> int:
        """How often something was published."""
        from majlis.commons.live.channels import published_version

        return published_version(self.meeting.record)

    def state(self) -> str:
        """The hash of what followers are to see now, as the database says."""
        from majlis.commons.live.database import read_state

        return hashlib.sha256(read_state(self.meeting.pk, "en").message).hexdigest()

    def act_soon(self) -> None:
        """Act as soon as the database allows it."""
        from django.db import DatabaseError, InterfaceError, connection

        while True:
            try:
                self.act()
            except (DatabaseError, InterfaceError):
                connection.close()
                time.sleep(0.05)
            else:
                return


def after_kill(
    running: Any, crowd: Crowd, floor: FloorOfBench, victims: tuple[str, ...]
) -> tuple[float, float]:
    """The seconds from a kill until all followers see what is true, and until a page is answered again."""
    if not floor.runs:
        floor.act()
        crowd.know(
            floor.version()
        )  # the act below stops the clock, so the state does not depend on the time
    found = [running.child(victim) for victim in victims]
    everything = [each for one in found for each in (*one.children(recursive=True), one)]
    ended = time.monotonic()
    for each in everything:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each.pid, signal.SIGKILL)
    answered: list[float] = []

    def ask() -> None:
        while running.status(ANY_PAGE) != 200:
            time.sleep(0.1)
        answered.append(time.monotonic() - ended)

    asking = threading.Thread(target=ask)
    asking.start()
    floor.act_soon()
    seen = crowd.know(floor.version())
    asking.join(60)
    if seen["states"] != [floor.state()]:
        raise RuntimeError("followers do not see what the database says")
    return max(seen["times"]) - ended, answered[0]


# The bare stream.


@contextmanager
def bare_stream(
    size: int,
) -> Iterator[tuple[int, Callable[[], None], Callable[[], list[psutil.Process]]]]:
    """A bare stream with two processes; gives its port, a function that makes it send, and one for its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MAJLIS_PORT": str(port), "MAJLIS_WORKERS": "2"}
    command = [sys.executable, str(HERE / "barestream.py"), str(size)]
    process = subprocess.Popen(command, env=environment)

    def workers() -> list[psutil.Process]:
        found: list[psutil.Process] = psutil.Process(process.pid).children()
        return found

    def tell() -> None:
        for each in workers():
            each.send_signal(signal.SIGUSR1)

    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        time.sleep(3)  # both processes are there
        yield port, tell, workers
    finally:
        process.terminate()
        process.wait(20)


# The followers.


class Crowd:
    """The process of the followers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def know(self, version: int) -> dict[str, Any]:
        """Wait until all have seen a version; what ``followers.py`` answers."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{version}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"not all have seen version {version}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def followers(port: int, path: str) -> Iterator[Crowd]:
    """All followers of a stream."""
    command = [sys.executable, str(HERE / "followers.py"), str(port), path, str(FOLLOWERS)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Crowd(process)
    finally:
        process.kill()
        process.communicate()


@dataclass
class Run:
    """What the followers of a run saw. ``latencies``: seconds of each act to each follower."""

    connected: float
    size: int = 0
    latencies: list[float] = field(default_factory=list)


def act_often(crowd: Crowd, act: Callable[[], None], version: int) -> Run:
    """Act some times, and note when each follower knows; ``version``: that before the first act."""
    start = time.monotonic()
    crowd.know(version)
    run = Run(time.monotonic() - start)
    act()  # the first renders, imports and prepares
    crowd.know(version + 1)
    time.sleep(2)
    for number in range(ACTS):
        start = time.monotonic()
        act()
        seen = crowd.know(version + 2 + number)
        run.size = seen["size"]
        run.latencies += [at - start for at in seen["times"]]
        time.sleep(random.uniform(0.2, 0.4))
    return run


if __name__ == "__main__":
    for each in measure():
        print(each)
