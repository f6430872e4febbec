"""The fingerprint of code, data files, packages and key, by which a start skips the preparation."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
SKIPPED = {"__pycache__", "textkit"}


def fingerprint(key: str) -> str:
    """A hash of the names, sizes and times of the package's files, of the installed packages and of the secret key."""
    digest = hashlib.sha256(f"{sys.version} {key}".encode())
    for folder, below, names in os.walk(PACKAGE_FOLDER):
        below[:] = sorted(name for name in below if name not in SKIPPED)
        for name in sorted(names):
            stat = os.stat(os.path.join(folder, name))
            digest.update(f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            installed = sorted(name for name in os.listdir(place) if name.endswith(".dist-info"))
            digest.update("\n".join(installed).encode())
    return digest.hexdigest()


def is_unchanged(place: Path, key: str) -> bool:
    """Whether the stored fingerprint is that of this code and key."""
    try:
        return place.read_text(encoding="ascii").strip() == fingerprint(key)
    except OSError:
        return False


def save_fingerprint(place: Path, key: str) -> None:
    """Store the fingerprint of this code and key."""
    place.write_text(fingerprint(key) + "\n", encoding="ascii")
