"""How many requests were answered, of which kind of page, with which status, and how quickly: over all processes.

Each process of the server counts in its own memory, and saves its counts as a file every few seconds. Who asks
for them gets the sum of the files, so it does not matter which process answers. The processes share no memory:
with shared pages on a disk (the multiprocess mode of prometheus-client), a full disk would end the server.
This module imports no Django: the server empties the folder before it starts its processes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper limits of the durations that are counted together, in seconds; longer ones are counted too."""
SAVE_SECONDS = 5.0

type Key = tuple[str, str]
"""The kind of page, and the class of the status: ``2xx``."""
type Row = list[float]
"""The number of requests in each bucket and above the last, and the sum of their seconds."""


@dataclass
class RequestTotals:
    """The sums over all processes. ``followers``: streams of live pages that are open now."""

    rows: dict[Key, Row] = field(default_factory=dict)
    followers: int = 0


def _new_row() -> Row:
    return [0.0] * (len(BUCKETS) + 2)


class RequestStatistics:
    """The counts of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: defaultdict[Key, Row] = defaultdict(_new_row)
        self._saved = ""
        self._file: Path | None = None
        self._followers: Callable[[], int] = lambda: 0

    def count(self, page: str, status: int, seconds: float) -> None:
        """Count a request."""
        with self._lock:
            row = self._rows[page, f"{status // 100}xx"]
            row[bisect_left(BUCKETS, seconds)] += 1
            row[-1] += seconds

    def begin_saving(self, folder: Path, followers: Callable[[], int]) -> None:
        """Save the counts of this process in a folder from now on, with the number of its followers."""
        self._file = folder / f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self._followers = followers
        threading.Thread(target=self._save_again_and_again, daemon=True).start()

    def save(self) -> None:
        """Save what has changed. Where the disk is full, the file stays as it was, and is tried again."""
        with self._lock:
            rows = [[*key, *row] for key, row in self._rows.items()]
            text = json.dumps({"rows": rows, "followers": self._followers()})
            if self._file is None or text == self._saved:
                return
            draft = self._file.with_suffix(".new")
            try:
                draft.write_text(text, encoding="utf-8")
                draft.replace(self._file)
            except OSError:
                return
            self._saved = text

    def totals(self) -> RequestTotals:
        """The sums over all processes that saved their counts since the start of the server."""
        if self._file is None:
            with self._lock:
                rows = {key: [*row] for key, row in self._rows.items()}
            return RequestTotals(rows, self._followers())
        self.save()
        return read_totals(self._file.parent)

    def _save_again_and_again(self) -> None:
        while True:
            time.sleep(SAVE_SECONDS)
            self.save()


def read_totals(folder: Path) -> RequestTotals:
    """The sum of the files in a folder; a process that has ended still counts, but has no followers."""
    totals = RequestTotals()
    for file in folder.glob("*.json"):
        try:
            saved = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        for page, status, *row in saved["rows"]:
            before = totals.rows.get((page, status), _new_row())
            totals.rows[page, status] = [a + b for a, b in zip(before, row, strict=True)]
        if psutil.pid_exists(int(file.name.partition("-")[0])):
            totals.followers += saved["followers"]
    return totals


def empty_folder(folder: Path) -> None:
    """Forget the counts of an earlier server."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


statistics = RequestStatistics()
"""The counts of this process."""
