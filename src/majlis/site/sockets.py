"""The folder of a cluster's private socket: its path is short enough, and only one user can enter it."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

# The maximum length of a socket's path: 104 bytes on macOS, 108 on Linux, with the closing zero.
MAX_PATH_LENGTH = 103
SOCKET_NAME = ".s.PGSQL.5432"


def socket_folder(folder: Path) -> Path:
    """The folder of the socket of a data folder's cluster, running or not.

    It is ``run`` in the data folder, or the target of the link ``run`` if that path would be too long.
    """
    place = folder / "run"
    return Path(os.readlink(place)) if place.is_symlink() else place


def make_socket_folder(folder: Path, user: int, group: int) -> Path:
    """Create the socket's folder, open to one user only; return its path.

    If the path of the data folder is too long, a new temporary folder with an unpredictable name is
    used, and ``run`` is a link to it. Raises OSError.
    """
    place = folder / "run"
    if len(os.fsencode(place / SOCKET_NAME)) <= MAX_PATH_LENGTH:
        if place.is_symlink():
            place.unlink()
        place.mkdir(mode=0o700, exist_ok=True)
        socket_place = place
    else:
        socket_place = socket_folder(folder)
        if not (place.is_symlink() and _is_ours(socket_place, user)):
            socket_place = Path(tempfile.mkdtemp(prefix="majlis-"))
            place.unlink(missing_ok=True)
            place.symlink_to(socket_place)
    socket_place.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(socket_place, user, group, follow_symlinks=False)
    return socket_place


def _is_ours(place: Path, user: int) -> bool:
    """Whether a folder exists, and the user owns it."""
    try:
        status = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == user


def meaning_socket(folder: Path) -> Path:
    """The socket by which the processes of a data folder reach the model of meaning."""
    return socket_folder(folder) / "meaning"
