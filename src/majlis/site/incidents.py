"""What went wrong on this machine and was survived: one line of JSON each, in the data folder.

The supervisor and the workers write them, also while the database is away; ``majlis check``, the metrics and
the page for operators read them. A full disk keeps nothing back: what cannot be written waits in the memory
of its process, and is written with the next incident or the next ``write_waiting``.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

MAX_FILE_SIZE = 512 * 1024
MAX_WAITING = 100
MAX_WORDS = 300
ONE_DAY = 86_400.0


class IncidentKind(StrEnum):
    """The kinds of incidents."""

    PROCESS_ENDED = "process_ended"
    PROCESS_HUNG = "process_hung"
    DATABASE_ENDED = "database_ended"
    DATABASE_AWAY = "database_away"
    DISK_FULL = "disk_full"
    CHORE_FAILED = "chore_failed"
    CLOCK_CHANGED = "clock_changed"
    TASKS_REQUEUED = "tasks_requeued"


@dataclass(frozen=True)
class Incident:
    """One incident: when (seconds since 1970), of which kind, and what happened."""

    at: float
    kind: str
    what: str


_waiting: deque[Incident] = deque(maxlen=MAX_WAITING)


def incident_file(folder: Path) -> Path:
    """The file of the incidents of a data folder."""
    return folder / "log" / "incidents.jsonl"


def record_incident(folder: Path, kind: IncidentKind, what: str) -> None:
    """Note an incident. It never fails: what cannot be written now is written later."""
    _waiting.append(Incident(time.time(), kind.value, what[:MAX_WORDS]))
    write_waiting(folder)


def write_waiting(folder: Path) -> None:
    """Write the incidents that wait."""
    if not _waiting:
        return
    place = incident_file(folder)
    lines = "".join(json.dumps(asdict(each)) + "\n" for each in _waiting)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and place.stat().st_size > MAX_FILE_SIZE:
            place.replace(place.with_suffix(".old.jsonl"))
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(lines)
    except OSError:
        return
    _waiting.clear()


def recent_incidents(folder: Path, seconds: float = ONE_DAY) -> list[Incident]:
    """The incidents of the last ``seconds``, the oldest first; lines that cannot be read are left out."""
    since = time.time() - seconds
    place = incident_file(folder)
    found = []
    for path in (place.with_suffix(".old.jsonl"), place):
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            try:
                incident = Incident(**json.loads(line))
                if incident.at >= since:
                    found.append(incident)
            except (ValueError, TypeError):
                continue
    return found


def incident_counts(folder: Path, seconds: float = ONE_DAY) -> dict[IncidentKind, int]:
    """Kind -> number of incidents in the last ``seconds``; every kind is in it."""
    counts = Counter(each.kind for each in recent_incidents(folder, seconds))
    return {kind: counts[kind.value] for kind in IncidentKind}
