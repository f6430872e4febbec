"""The processes of the worker: their queues, and the files of their heartbeats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from majlis.kernel.queues import Queue


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

    @property
    def is_heavy(self) -> bool:
        """Whether it does heavy work, and has the model of meaning."""
        return Queue.HEAVY in self.queues

    def heartbeat_file(self, folder: Path) -> Path:
        """The file whose time of change is that of the last heartbeat."""
        return folder / f"{self.name}.heartbeat"


GROUP_HEARTBEAT = "workers.heartbeat"
"""The file of the heartbeat of the process that forks the others."""

# Heavy work has a process of its own: one thread computes embeddings for hours, and mail and findings
# must not wait for it. It gives way to all other processes of the machine.
PROCESSES = {
    process.name: process
    for process in (
        WorkerProcess("worker", (Queue.MAIL, Queue.DEFAULT)),
        WorkerProcess("heavy_worker", (Queue.HEAVY,), niceness=10),
    )
}
