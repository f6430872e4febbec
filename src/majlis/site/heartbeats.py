"""Heartbeats: signs of life, in files for who watches a process, in the database for all machines."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

STALE_SECONDS = 60.0
"""Seconds without a sign of life after which a process counts as hanging."""


def write_heartbeat(place: Path) -> None:
    """Say that this process is alive. This needs no room on the disk once the file is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(place, flags, 0o600)
    try:
        os.utime(descriptor)
    finally:
        os.close(descriptor)


def heartbeat_age(place: Path) -> float | None:
    """Seconds since the last heartbeat in a file; None without one."""
    try:
        return time.time() - place.stat().st_mtime
    except OSError:
        return None


class HeartbeatWatch:
    """Watches the heartbeat of one process.

    The time is measured here: neither a change of the clock nor a pause of the machine counts.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._last_beat = 0
        self._beat_seen = time.monotonic()

    def start(self) -> None:
        """Begin to count: the process was started now."""
        self._beat_seen = time.monotonic()

    def is_stale(self) -> bool:
        """Whether there was no heartbeat for ``STALE_SECONDS``."""
        try:
            beat = self.place.stat().st_mtime_ns
        except OSError:
            beat = 0
        now = time.monotonic()
        if beat != self._last_beat:
            self._last_beat, self._beat_seen = beat, now
        return now - self._beat_seen > STALE_SECONDS


class LivenessObserver:
    """Tells which workers are gone, from their heartbeats in the database, by the clock of this process.

    A worker is gone if its heartbeat stayed the same for ``STALE_SECONDS`` while this process looked again
    and again. Jumps of any clock do not matter, nor times in which the database could be read by nobody.
    """

    MAX_GAP = 30.0
    """Seconds between two looks; after a longer pause the counting begins anew."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[datetime | None, float]] = {}
        self._looked_at = 0.0

    def gone_workers(self, heartbeats: dict[str, datetime | None]) -> set[str]:
        """The ids of the workers that are gone. ``heartbeats``: id -> last heartbeat, None without one."""
        now = time.monotonic()
        if now - self._looked_at > self.MAX_GAP:
            self._seen.clear()
        self._looked_at = now
        self._seen = {
            worker: before
            if (before := self._seen.get(worker)) is not None and before[0] == beat
            else (beat, now)
            for worker, beat in heartbeats.items()
        }
        return {worker for worker, (_, since) in self._seen.items() if now - since > STALE_SECONDS}
