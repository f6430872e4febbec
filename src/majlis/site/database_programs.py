"""PostgreSQL's client programs of a release: pg_dump never reads a server that is newer than itself.

The programs of the embedded package are those of its own server. An external database may be of a newer
release, and its distribution may have changed the server in a way that only its own programs know. So
programs of the server's own release are preferred, wherever they come from.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.postgres import ClusterError, program_path

INSTALLED_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
"""Where the packages of Debian and of Red Hat put programs: one folder per major release."""
WRAPPER = "pg_wrapper"
"""Debian's program of the name pg_dump, which selects a release by itself. The programs behind it are found
in their own folders."""


def find_program(configuration: Configuration, name: str, release: int) -> str:
    """The path of a program of this major release, else of the oldest newer one. Raises SiteError.

    If MAJLIS_POSTGRES_PROGRAMS is set, only its folder is searched.
    """
    candidates = [
        (found, path)
        for path in _candidates(configuration.postgres_programs, name)
        if (found := program_release(path)) is not None
    ]
    fitting = [candidate for candidate in candidates if candidate[0] >= release]
    if fitting:
        # min keeps the order of the folders among equal releases.
        return str(min(fitting, key=lambda candidate: candidate[0])[1])
    newest = max((found for found, _path in candidates), default=None)
    present = f"the newest here is of release {newest}" if newest else "there is none here"
    where = f" in {configuration.postgres_programs}" if configuration.postgres_programs else ""
    raise SiteError(
        f"The database needs the program {name} of PostgreSQL {release} or later{where}; {present}.",
        f"Install the client programs of PostgreSQL {release} (the package "
        f"postgresql-client-{release} of Debian), or set MAJLIS_POSTGRES_PROGRAMS to their folder.",
    )


def _candidates(folder: Path | None, name: str) -> Iterator[Path]:
    """The places of a program: on PATH, in the folders of packages, in the embedded package."""
    if folder is not None:
        yield folder / name
        return
    on_path = shutil.which(name)
    if on_path is not None and Path(on_path).resolve().name != WRAPPER:
        yield Path(on_path)
    for pattern in INSTALLED_FOLDERS:
        root = Path(pattern.partition("*")[0]).parent
        yield from sorted(root.glob(str(Path(pattern).relative_to(root) / name)))
    try:
        yield Path(program_path(name))
    except ClusterError:
        return


def program_release(path: Path) -> int | None:
    """The major release of a program; None if it cannot be run."""
    if not os.access(path, os.X_OK):
        return None
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(match[1]) if match and done.returncode == 0 else None
