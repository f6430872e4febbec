"""The lock of a data folder, which only one process may hold."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from majlis.site.errors import SiteError

MAX_SIZE = 10_000
"""Characters of a lock that are read."""


@dataclass(frozen=True)
class LockHolder:
    """The process that runs the site of a data folder, and the address of the site.

    ``since``: the start, in seconds since 1970.
    """

    process: int
    address: str
    since: float


class FolderLock:
    """The lock of a data folder. The operating system releases it when its holder ends in any way."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: IO[str] | None = None

    def take(self, address: str) -> None:
        """Hold the lock until this process ends. Raises SiteError if another process holds it."""
        file = self._open()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(file)
            where = f" at {holder.address} (process {holder.process})" if holder else ""
            raise SiteError(
                f"Majlis is already running on the data folder {self.path.parent}{where}.",
                "Stop it with Ctrl-C, or set another folder with MAJLIS_DATA and another "
                "port with MAJLIS_PORT.",
            ) from None
        file.seek(0)
        file.truncate()
        json.dump({"process": os.getpid(), "address": address}, file)
        file.flush()
        self._file = file

    def release(self) -> None:
        """Release the lock."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def holder(self) -> LockHolder | None:
        """The process that runs the site of this folder, or None."""
        # Root may ask, in a folder of the site's account: no link is followed, and no pipe waited for.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(self.path, flags)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(error) from error
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(file) or LockHolder(0, "", os.fstat(descriptor).st_mtime)
        return None

    def _open(self) -> IO[str]:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise self._unusable(error) from error
        return os.fdopen(descriptor, "r+", encoding="utf-8")

    def _unusable(self, error: OSError) -> SiteError:
        return SiteError(
            f"The data folder {self.path.parent} cannot be written: {error.strerror}.",
            "Run the command as the user that created the folder, or set another "
            "folder with MAJLIS_DATA.",
        )


def _read(file: IO[str]) -> LockHolder | None:
    try:
        file.seek(0)
        data = json.loads(file.read(MAX_SIZE))
        since = os.fstat(file.fileno()).st_mtime
        return LockHolder(int(data["process"]), str(data["address"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return None
