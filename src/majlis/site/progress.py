"""Lines of progress while a site starts: each with the time since the start, and one at least every five seconds."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator

PULSE = 4.0
"""Seconds after which a step that says nothing is named again, at the next tick of a second."""
EVERY = 2.0
"""Seconds between two lines of a counted step."""


class CountedProgress:
    """Says how many steps of many are done: the first and the last, and between them one every two seconds."""

    def __init__(self, name: str, total: int, say: Callable[[str], None]) -> None:
        self._name, self._total, self._say = name, total, say
        self._done = 0
        self._say_it()

    def advance(self) -> None:
        """Count one step more."""
        self._done += 1
        if self._done == self._total or time.monotonic() - self._last >= EVERY:
            self._say_it()

    def _say_it(self) -> None:
        self._last = time.monotonic()
        self._say(f"{self._name}: {self._done} of {self._total}")


class Progress:
    """Prints the steps of the start, one a line, without control of the terminal."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._start = self._last = time.monotonic()
        self._step = ""

    def say(self, step: str) -> None:
        """Print what is done now, after the time since the start."""
        self._step = step
        self._print(step)

    def pulse(self) -> None:
        """Name the present step again if nothing was printed for some seconds."""
        if self._step and time.monotonic() - self._last >= PULSE:
            self._print(f"{self._step}: in progress")

    @contextlib.contextmanager
    def pulsing(self) -> Iterator[None]:
        """Call ``pulse`` every second, also while a call waits for another process.

        A timer of the system does so, and no thread: the supervisor forks, and has one thread for that.
        """

        def tick(number: int, frame: object) -> None:
            with contextlib.suppress(RuntimeError):  # a line is being printed at this very moment
                self.pulse()

        previous = signal.signal(signal.SIGALRM, tick)
        signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, previous)

    def _print(self, line: str) -> None:
        self._last = time.monotonic()
        minutes, seconds = divmod(int(self._last - self._start), 60)
        self._say(f"[{minutes}:{seconds:02}] {line}")
