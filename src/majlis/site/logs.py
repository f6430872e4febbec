"""The log files of a site: opened so that no link leads elsewhere, and turned over while they are written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO

MAX_LOG_SIZE = 10 * 1024 * 1024
"""Bytes of a log file; then it is turned over."""
KEPT_LOGS = 4
"""Full log files that are kept beside the present one: ``server.1.log`` is the latest of them."""


def open_log(place: Path) -> IO[bytes]:
    """Open a log for additions; a link is refused. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(place, flags, 0o600), "ab")


def turn_over(place: Path) -> bool:
    """Copy a log that is full, and empty it; return whether it was.

    The processes that write it go on with the same open file, whose additions begin at its new end. If there
    is no room for a copy, the log is emptied all the same: a log must not fill the disk.
    """
    try:
        if place.stat().st_size <= MAX_LOG_SIZE:
            return False
    except OSError:
        return False
    for number in range(KEPT_LOGS - 1, 0, -1):
        older = place.with_suffix(f".{number}.log")
        if older.exists():
            older.replace(place.with_suffix(f".{number + 1}.log"))
    latest = place.with_suffix(".1.log")
    try:
        shutil.copyfile(place, latest)
        latest.chmod(0o600)
    except OSError:
        latest.unlink(missing_ok=True)
    os.truncate(place, 0)
    return True
