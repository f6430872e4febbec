"""The message catalogues in the ``locale`` folders of the rooms, and whether they need to be compiled.

It imports little, because each start of a site looks here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]


def catalogue_files() -> list[Path]:
    """The catalogues of all rooms."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))


def is_stale(path: Path) -> bool:
    """Whether the compiled file of a catalogue is missing or older."""
    target = path.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < path.stat().st_mtime


def compile_if_stale() -> None:
    """Compile the catalogues in a process of their own, if any needs it. Raises CalledProcessError."""
    if any(is_stale(path) for path in catalogue_files()):
        subprocess.run([sys.executable, "-m", "majlis.site.catalogues"], check=True)
