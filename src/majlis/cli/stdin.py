"""Standard input as a file, so that every reader can do with a path."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def as_file(name: str) -> Iterator[str]:
    """The path of a file to read; ``-`` is standard input, kept in a file while it is read."""
    if name != "-":
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="majlis-") as folder:
        path = os.path.join(folder, "standard-input")
        with open(path, "wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
        yield path
