"""Whatever is killed, whenever: what the site acknowledged over HTTP is there afterwards, and whole."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator

import psutil
import pytest

from majlis.site.configuration import load_configuration
from tests.site.acknowledged import assert_all_kept, stop_writers
from tests.site.site_clients import Writer
from tests.site.site_process import Site

pytestmark = pytest.mark.slow
VICTIMS = ("cluster", "site.server", "worker", "a backend", "supervisor", "everything")
MIN_ROUNDS, MAX_ROUNDS = 12, 40
WRITES = 500


@pytest.fixture
def writable(site: Site) -> Iterator[Site]:
    """The demonstration with one more page, by which a test can do a verb."""
    site.settings["DJANGO_SETTINGS_MODULE"] = "tests.site.writer_settings"
    site.start()
    yield site
    site.end()
    del site.settings["DJANGO_SETTINGS_MODULE"]


def kill_part(site: Site, victim: str, chance: random.Random) -> None:
    """Kill one part, or all of it; a supervisor that was killed is started again."""
    if victim == "everything":
        site.end()
    elif victim == "supervisor":
        site.supervisor().kill()
        assert site.process is not None
        site.process.wait()
    else:
        found = site.child("cluster" if victim == "a backend" else victim)
        with contextlib.suppress(psutil.NoSuchProcess):
            below = found.children()
            doomed = chance.choice(below) if victim == "a backend" and below else found
            doomed.kill()
    if victim in ("everything", "supervisor"):
        site.start()
    assert site.answers_again()


def test_what_was_acknowledged_survives_whatever_is_killed(writable: Site) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    writers = [Writer(writable, f"writer-{number}-{seed}") for number in range(2)]
    writers.append(Writer(writable, f"reviewer-{seed}", "accept/"))
    for writer in writers:
        writer.start()
    for number in range(MAX_ROUNDS):
        time.sleep(chance.uniform(0.2, 1.5))
        kill_part(writable, VICTIMS[number % len(VICTIMS)], chance)
        written = sum(len(writer.acknowledged) for writer in writers)
        if number >= MIN_ROUNDS and written >= WRITES:
            break
    time.sleep(0.5)
    stop_writers(writers)
    url = load_configuration({"MAJLIS_DATA": str(writable.data)}).database_url
    assert assert_all_kept(writable, url, writers) > MAX_ROUNDS
    assert writable.run("check").returncode == 0
    writable.stop()
    assert writable.nothing_is_left()
