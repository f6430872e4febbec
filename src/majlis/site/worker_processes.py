"""The processes of the worker: their queues, and the heartbeats by which others see that they are alive."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from majlis.kernel.queues import Queue

STALE_SECONDS = 60.0  # with an older heartbeat a process counts as hanging


@dataclass(frozen=True)
class WorkerProcess:
    """A process of the worker: its name, its queues, and by how much it gives way to other processes."""

    name: str
    queues: tuple[Queue, ...]
    niceness: int = 0

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.name.replace("_", " ")

    def heartbeat_file(self, folder: Path) -> Path:
        """The file whose time of change is that of the last heartbeat."""
        return folder / f"{self.name}.heartbeat"

    def write_heartbeat(self, folder: Path) -> None:
        """Say that the process is alive. This needs no room on the disk once the file is there."""
        self.heartbeat_file(folder).touch(mode=0o600)

    def heartbeat_age(self, folder: Path) -> float | None:
        """Seconds since the last heartbeat; None without one."""
        try:
            return time.time() - self.heartbeat_file(folder).stat().st_mtime
        except OSError:
            return None


# Heavy work has a process of its own: one thread computes embeddings for hours, and mail and findings
# must not wait for it. It gives way to all other processes of the machine.
PROCESSES = {
    process.name: process
    for process in (
        WorkerProcess("worker", (Queue.MAIL, Queue.DEFAULT)),
        WorkerProcess("heavy_worker", (Queue.HEAVY,), niceness=10),
    )
}
