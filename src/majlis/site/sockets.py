"""Where the private socket of a cluster is: a path that is short enough, and nobody else's."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

# What a socket's address holds on the strictest system that we know (macOS: 104, Linux: 108), with
# its closing zero.
MAX_PATH_LENGTH = 103
SOCKET_NAME = ".s.PGSQL.5432"


def socket_folder(folder: Path) -> Path:
    """The folder of the socket of the cluster in a data folder, whether it is running or not.

    It is ``run`` in the data folder, or where ``run`` points to if that path would be too long.
    """
    place = folder / "run"
    return Path(os.readlink(place)) if place.is_symlink() else place


def make_socket_folder(folder: Path, user: int, group: int) -> Path:
    """Make the socket's folder, open to one user only; give its path.

    Where the data folder's own path is too long, it is a new folder with a name that nobody can
    foresee among the temporary ones, and ``run`` points to it. Raises OSError.
    """
    place = folder / "run"
    if len(os.fsencode(place / SOCKET_NAME)) <= MAX_PATH_LENGTH:
        if place.is_symlink():
            place.unlink()
        place.mkdir(mode=0o700, exist_ok=True)
        found = place
    else:
        found = socket_folder(folder)
        if not (place.is_symlink() and _is_ours(found, user)):
            found = Path(tempfile.mkdtemp(prefix="majlis-"))
            place.unlink(missing_ok=True)
            place.symlink_to(found)
    found.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(found, user, group)
    return found


def _is_ours(place: Path, user: int) -> bool:
    """Whether a folder is there, and is the user's alone."""
    try:
        found = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == user
