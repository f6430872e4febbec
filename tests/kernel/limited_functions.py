"""What the tests of limited processes run in one: plain functions, which know nothing of Django."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time


def double(number: int) -> int:
    return 2 * number


def surroundings() -> dict[str, object]:
    """What a function finds in its process."""
    return {
        "environment": sorted(os.environ),
        "threads": threading.active_count(),
        "django": "django" in sys.modules,
        "parent": os.getppid(),
        "files": sorted(os.listdir("/proc/self/fd")),
    }


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def allocate(size: int) -> int:
    return len(bytearray(size))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def end_quietly() -> None:
    os._exit(0)


def fail() -> None:
    raise ValueError("Words of the file.")


def nest() -> list[object]:
    found: list[object] = []
    for _n in range(900):
        found = [found]
    return found


def answer(size: int) -> str:
    return "x" * size


def write() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
