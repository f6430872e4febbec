"""A child process that the supervisor starts, restarts and stops."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from majlis.site import parent_death
from majlis.site.heartbeats import HeartbeatWatch
from majlis.site.logs import open_log, turn_over
from majlis.site.system_account import SystemAccount

STOP_TIMEOUT = 5.0  # seconds for a request or a task to end; a killed task is requeued
COUNTED_ENDS, ENDS_WINDOW = 6, 120.0
MAX_PAUSE = 4.0
"""Seconds between two starts: after an outage of what it needs, a process must be back within ten."""


class ChildProcess:
    """A process with a log; it and its own child processes end when the supervisor ends."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str],
        heartbeat: Path | None = None,
    ) -> None:
        self.name = name
        self.command = command
        self.log = log
        self.environment = environment
        self.watch = HeartbeatWatch(heartbeat) if heartbeat is not None else None
        self.process: subprocess.Popen[bytes] | None = None
        self.ends: deque[float] = deque(maxlen=COUNTED_ENDS)
        self.due: float | None = None  # when to start it again

    def start(self) -> None:
        """Start the process. Raises OSError."""
        self.due = None
        if self.watch is not None:
            self.watch.start()
        turn_over(self.log)
        with open_log(self.log) as log:
            self.process = parent_death.start_process(
                self.command,
                signal.SIGKILL,
                SystemAccount(os.geteuid(), os.getegid()),
                stdout=log,
                stderr=log,
                env=dict(self.environment),
            )

    def hangs(self) -> bool:
        """Whether the process runs, but gave no heartbeat for too long."""
        return self.watch is not None and self.process is not None and self.watch.is_stale()

    @property
    def ended(self) -> bool:
        """Whether the process was started and has ended."""
        return self.process is not None and self.process.poll() is not None

    @property
    def pause(self) -> float:
        """Seconds to wait before the next start; the pause grows with the number of recent ends."""
        return min(MAX_PAUSE, 0.25 * 2.0 ** (len(self.ends) - 1))

    def note_end(self) -> None:
        """Record an end, and schedule the next start. There is no limit: what was missing may come back."""
        assert self.process is not None
        _kill_group(self.process.pid)
        self.process = None
        now = time.monotonic()
        while self.ends and now - self.ends[0] > ENDS_WINDOW:
            self.ends.popleft()
        self.ends.append(now)
        self.due = now + self.pause

    def ask_to_stop(self) -> None:
        """Ask the process to end after its present work."""
        self.due = None
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience: float = STOP_TIMEOUT) -> None:
        """Wait ``patience`` seconds for the end; then kill the process and its own child processes."""
        self.due = None
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _kill_group(self.process.pid)
            self.process.wait()
            self.process = None

    def kill(self) -> None:
        """Kill the process and its own child processes at once."""
        if self.process is not None and self.process.poll() is None:
            _kill_group(self.process.pid)

    def last_words(self) -> str:
        """The last line of the log."""
        try:
            with open(self.log, "rb") as log:
                log.seek(max(0, os.fstat(log.fileno()).st_size - 4000))
                lines = log.read().decode("utf-8", "replace").split("\n")
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _kill_group(leader: int) -> None:
    """Kill the remaining processes of a process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
