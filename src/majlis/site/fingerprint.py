"""Whether anything that a start prepares has changed since the last one: code, data files, packages."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
SKIPPED = {"__pycache__", "textkit"}


def fingerprint() -> str:
    """A hash of the names, sizes and times of all files of the package, and of the packages installed."""
    made = hashlib.sha256(sys.version.encode())
    for folder, below, names in os.walk(PACKAGE_FOLDER):
        below[:] = sorted(name for name in below if name not in SKIPPED)
        for name in sorted(names):
            found = os.stat(os.path.join(folder, name))
            made.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            installed = sorted(name for name in os.listdir(place) if name.endswith(".dist-info"))
            made.update("\n".join(installed).encode())
    return made.hexdigest()


def is_unchanged(place: Path) -> bool:
    """Whether the folder was prepared by exactly this code."""
    try:
        return place.read_text(encoding="ascii").strip() == fingerprint()
    except OSError:
        return False


def save_fingerprint(place: Path) -> None:
    """Note that the folder is prepared by this code."""
    place.write_text(fingerprint() + "\n", encoding="ascii")
