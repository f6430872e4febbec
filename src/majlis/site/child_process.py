"""A process that the supervisor keeps alive: started, watched, started again, and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from majlis.site import parent_death
from majlis.site.system_account import SystemAccount

STOP_TIMEOUT = 5.0  # for a request or a task to end; a task that is killed is put back
MAX_ENDS, ENDS_WINDOW = 6, 120.0
MAX_PAUSE = 15.0
MAX_LOG_SIZE = 10 * 1024 * 1024


class ChildProcess:
    """One process. Its output goes to a log; it and all that it starts end when the supervisor ends."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        account: SystemAccount,
        environment: Mapping[str, str],
    ) -> None:
        self.name = name
        self.command = command
        self.log = log
        self.account = account
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.ends: deque[float] = deque(maxlen=MAX_ENDS)
        self.due: float | None = None  # when to start it again

    def start(self) -> None:
        """Start the process."""
        self.due = None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > MAX_LOG_SIZE:
            self.log.replace(self.log.with_suffix(".old.log"))
        with open(self.log, "ab") as log:
            self.account.take(self.log)
            self.process = parent_death.start_process(
                self.command,
                signal.SIGKILL,
                self.account,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
            )

    @property
    def ended(self) -> bool:
        """Whether it was started and is no longer running."""
        return self.process is not None and self.process.poll() is not None

    @property
    def pause(self) -> float:
        """How long to wait before the next start: longer, the more often it ended of late."""
        return min(MAX_PAUSE, 0.25 * 2.0 ** (len(self.ends) - 1))

    def note_end(self) -> bool:
        """Take note that it ended, and set when it is due again; False where it ended too often."""
        assert self.process is not None
        _kill_group(self.process.pid)
        self.process = None
        now = time.monotonic()
        while self.ends and now - self.ends[0] > ENDS_WINDOW:
            self.ends.popleft()
        self.ends.append(now)
        self.due = now + self.pause
        return len(self.ends) < MAX_ENDS

    def ask_to_stop(self) -> None:
        """Ask the process to end once what it is doing is done."""
        self.due = None
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience: float = STOP_TIMEOUT) -> None:
        """Wait until it has ended; kill it, and all that it started, when patience runs out."""
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
        """End it and all that it started, at once."""
        if self.process is not None and self.process.poll() is None:
            _kill_group(self.process.pid)

    def last_words(self) -> str:
        """The last line of its log."""
        try:
            with open(self.log, "rb") as log:
                log.seek(max(0, os.fstat(log.fileno()).st_size - 4000))
                lines = log.read().decode("utf-8", "replace").split("\n")
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _kill_group(leader: int) -> None:
    """End whatever is left of a process and of those that it started."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
