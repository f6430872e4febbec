"""The lines of a start: when, what, and that it goes on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from majlis.site import progress
from majlis.site.progress import CountedProgress, Progress


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """The time now."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_each_line_has_the_time_since_the_start(clock: Clock) -> None:
    lines: list[str] = []
    start = Progress(lines.append)
    start.say("Starting the database")
    clock.now += 75.4
    start.say("Loading the profile")
    assert lines == ["[0:00] Starting the database", "[1:15] Loading the profile"]


def test_a_step_that_says_nothing_is_named_again_every_few_seconds(clock: Clock) -> None:
    lines: list[str] = []
    start = Progress(lines.append)
    start.pulse()
    clock.now += 60
    start.pulse()
    assert lines == []  # nothing has begun
    start.say("Loading the profile")
    for _second in range(9):
        clock.now += 1
        start.pulse()
    assert lines == [
        "[1:00] Loading the profile",
        "[1:04] Loading the profile: in progress",
        "[1:08] Loading the profile: in progress",
    ]


def test_many_steps_are_counted_without_a_line_for_each(clock: Clock) -> None:
    lines: list[str] = []
    counted = CountedProgress("Creating tables", 10, lines.append)
    for _step in range(9):
        clock.now += 0.7
        counted.advance()
    counted.advance()
    assert lines == [f"Creating tables: {n} of 10" for n in (0, 3, 6, 9, 10)]


WAITING = """
import subprocess, sys
from majlis.site import progress
progress.PULSE = 0.5
start = progress.Progress(print)
with start.pulsing():
    start.say("Creating the database")
    subprocess.run([sys.executable, "-c", "import time; time.sleep(2.5)"], capture_output=True, check=True)
subprocess.run([sys.executable, "-c", "import time; time.sleep(1.5)"], check=True)
"""


def test_it_goes_on_while_another_process_is_waited_for_and_ends_with_the_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAITING], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [line.partition("] ")[2] for line in done.stdout.splitlines()]
    assert lines[0] == "Creating the database"
    assert set(lines[1:]) == {"Creating the database: in progress"}
    assert 1 <= len(lines[1:]) <= 4
