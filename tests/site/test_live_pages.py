"""Whatever is killed: everybody who follows a live page sees what is true within ten seconds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from majlis.site.configuration import load_configuration
from majlis.site.open_files import MAX_OPEN_FILES
from tests.site.followers import Follower
from tests.site.site_process import ROOT, Site
from tests.support.stories import run_apart

pytestmark = pytest.mark.slow
FOLLOWERS = 40
LIMIT = 10.0
"""Seconds from the end of the processes until each follower sees what is true, on a machine with nothing else to do."""


def busyness() -> float:
    """How many times longer than alone a process takes here now."""
    wall, own = time.monotonic(), time.process_time()
    while time.process_time() - own < 0.5:
        pass
    return max(1.0, (time.monotonic() - wall) / 0.5)


@pytest.fixture
def live(site: Site) -> tuple[Site, int, int]:
    """A running site with an open sitting: the keys of the meeting and of the item in hand."""
    site.start()
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "majlis.site.settings"}
    made = subprocess.run(
        [sys.executable, "-m", "tests.site.live_meeting"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **site.user,
    )
    assert made.returncode == 0, made.stderr
    meeting, item = map(int, made.stdout.split())
    return site, meeting, item


def change(site: Site, meeting: int, item: int, words: str) -> None:
    """Change what the page shows and publish it, as a verb does in its transaction. Raises psycopg.Error."""
    url = load_configuration({"MAJLIS_DATA": str(site.data)}).database_url
    with psycopg.connect(url, connect_timeout=2) as connection:
        connection.execute(
            "update kernel_wording set text = %s where record_id = %s and field = 'title'",
            [words, item],
        )
        connection.execute(
            "update live_publication set version = version + 1 where record_id = %s", [meeting]
        )
        connection.execute("select pg_notify('majlis_live', %s)", [f"state:{meeting}"])


async def change_soon(site: Site, meeting: int, item: int, words: str) -> None:
    """Change it as soon as the database lets one."""
    while True:
        try:
            await asyncio.to_thread(change, site, meeting, item, words)
        except psycopg.Error:
            await asyncio.sleep(0.05)
        else:
            return


async def all_see(followers: list[Follower], words: str, patience: float) -> float:
    """Wait until each follower sees these words; how long it took, in seconds."""
    start = time.monotonic()
    while not all(words in follower.state for follower in followers):
        if time.monotonic() - start > patience:
            missing = sum(words not in follower.state for follower in followers)
            raise AssertionError(f"{missing} of {len(followers)} have not seen {words!r}")
        await asyncio.sleep(0.02)
    return time.monotonic() - start


def kill(site: Site, *victims: str) -> None:
    """End processes and those below them at once, as a machine does that runs out of memory."""
    found = [site.child(victim) for victim in victims]
    everything = [each for one in found for each in (*one.children(recursive=True), one)]
    for each in everything:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    "victims",
    [("site.server",), ("cluster",), ("site.server", "cluster")],
    ids=["server", "database", "both"],
)
def test_everybody_sees_what_is_true_within_ten_seconds_of_a_kill(
    live: tuple[Site, int, int], victims: tuple[str, ...]
) -> None:
    site, meeting, item = live

    async def story() -> tuple[float, float]:
        followers = [
            Follower(site.port, f"/live/{meeting}/{language}/", number)
            for number, language in enumerate(["en", "ar"] * (FOLLOWERS // 2))
        ]
        lines = [asyncio.ensure_future(follower.follow()) for follower in followers]
        try:
            await all_see(followers, "State 0", 60)
            await asyncio.to_thread(change, site, meeting, item, "Before the end")
            before = busyness()
            kill(site, *victims)
            ended = time.monotonic()
            await change_soon(site, meeting, item, "After the end")
            await all_see(followers, "After the end", 60)
            took = time.monotonic() - ended
            return took, took / max(before, busyness())
        finally:
            for line in lines:
                line.cancel()
            await asyncio.gather(*lines, return_exceptions=True)

    took, alone = run_apart(story)
    print(f"{took:.1f} s, {alone:.1f} s on a machine with nothing else to do")
    assert alone <= LIMIT
    site.stop()


def test_the_site_stops_at_once_though_many_follow(live: tuple[Site, int, int]) -> None:
    site, meeting, _item = live

    async def story() -> float:
        followers = [Follower(site.port, f"/live/{meeting}/en/", n) for n in range(FOLLOWERS)]
        lines = [asyncio.ensure_future(follower.follow()) for follower in followers]
        try:
            await all_see(followers, "State 0", 60)
            busy = busyness()
            start = time.monotonic()
            await asyncio.to_thread(site.stop)
            return (time.monotonic() - start) / busy
        finally:
            for line in lines:
                line.cancel()
            await asyncio.gather(*lines, return_exceptions=True)

    took = run_apart(story)
    assert took < 4.5, "a server that waits for streams is killed after five seconds"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of another process are read here")
def test_the_server_may_open_as_many_files_as_its_user_may(live: tuple[Site, int, int]) -> None:
    site, _meeting, _item = live
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    server = site.child("site.server")
    for process in (server, *server.children()):
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
        (line,) = [line for line in limits.splitlines() if line.startswith("Max open files")]
        assert int(line.split()[3]) == min(hard, MAX_OPEN_FILES)
