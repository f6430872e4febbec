"""The operating-system account of the database and the site.

It is the user who started them or, if root starts them, an account without privileges. Root makes the
folder of the site and becomes that account for good: nothing that root does follows a name in a folder
that the account could change.
"""

from __future__ import annotations

import errno
import os
import pwd
import shutil
import stat
import struct
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ACCOUNT_NAME, LAST_RESORT = "majlis", "nobody"
ACL_ATTRIBUTE = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
MAX_LINKS = 40
RunAs = TypedDict("RunAs", {"user": int, "group": int, "extra_groups": list[int]}, total=False)


@dataclass(frozen=True)
class SystemAccount:
    """A user and a group of this machine, by their ids."""

    user: int
    group: int
    dropped: bool = False  # whether processes must change to it: this one runs as root

    def to_run_as(self) -> RunAs:
        """Arguments of ``subprocess.Popen`` by which a child process runs as this account."""
        if not self.dropped:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def take(self, path: Path) -> None:
        """Change the owner of a file or folder to this account."""
        if self.dropped:
            os.chown(path, self.user, self.group, follow_symlinks=False)

    def may_read(self, paths: Iterable[Path]) -> bool:
        """Whether the account can read these files, tested in a child process as the account."""
        if not self.dropped:
            return all(os.access(path, os.R_OK) for path in paths)
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(self.group)
                os.setuid(self.user)
                os._exit(0 if all(os.access(path, os.R_OK) for path in paths) else 1)
            finally:
                os._exit(2)
        return os.waitpid(child, 0)[1] == 0


def become_site_account(
    folder: Path, needed: Iterable[Path] = (), files: Path | None = None
) -> list[Path]:
    """If this process is root's: create the folder of a site for its account, and become that account for good.

    A folder that exists keeps its owner, who is the account; a folder of root's gets the account ``majlis``.
    The account may then pass through the folders above it, and above the ``needed`` files and folders. A folder
    for uploaded ``files`` elsewhere is created for the account too; one that is root's and not empty is left.
    Returns the folders that were opened for passage. Raises OSError.
    """
    if os.geteuid() != 0:
        return []
    with open_folder(folder, create=True) as descriptor:
        account = _owner_of(os.fstat(descriptor)) or new_site_account()
        os.fchown(descriptor, account.user, account.group)
        os.fchmod(descriptor, 0o700)
    places = [folder, *needed]
    if files is not None:
        places.append(files)
        with open_folder(files, create=True) as descriptor:
            if _owner_of(os.fstat(descriptor)) is None and not os.listdir(descriptor):
                os.fchown(descriptor, account.user, account.group)
    opened = [each for place in places for each in grant_passage(account, place)]
    os.setgroups([])
    os.setresgid(account.group, account.group, account.group)
    os.setresuid(account.user, account.user, account.user)
    os.environ["HOME"] = str(folder)
    return opened


@contextmanager
def open_folder(path: Path, *, create: bool = False) -> Iterator[int]:
    """A descriptor of a folder, opened name by name from the root of the file system.

    Of the links on the way only those of root are followed: another account could lead root elsewhere
    with its own. ``create``: missing folders are created. Raises OSError.
    """
    names = list(reversed(path.absolute().parts[1:]))
    links = 0
    at = os.open("/", _FOLDER_FLAGS)
    try:
        while names:
            name = names.pop()
            try:
                found = os.stat(name, dir_fd=at, follow_symlinks=False)
            except FileNotFoundError:
                if not create:
                    raise
                os.mkdir(name, 0o755, dir_fd=at)
                found = os.stat(name, dir_fd=at, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                links += 1
                if found.st_uid != 0 or links > MAX_LINKS:
                    what = f"{name} is a link of another user than root; name its target instead"
                    raise OSError(errno.ELOOP, what, str(path))
                target = Path(os.readlink(name, dir_fd=at))
                names += reversed([part for part in target.parts if part != "/"])
                name = "/" if target.is_absolute() else "."
            below = os.open(name, _FOLDER_FLAGS, dir_fd=at)
            os.close(at)
            at = below
        yield at
    finally:
        os.close(at)


def _owner_of(status: os.stat_result) -> SystemAccount | None:
    """The account that owns a folder; None if it is root."""
    if status.st_uid == 0:
        return None
    return SystemAccount(status.st_uid, status.st_gid, dropped=True)


def new_site_account() -> SystemAccount:
    """The account ``majlis``, created if it does not exist, or ``nobody``. Raises OSError."""
    entry = (
        _existing_account(ACCOUNT_NAME)
        or _new_account(ACCOUNT_NAME)
        or _existing_account(LAST_RESORT)
    )
    if entry is None:
        raise OSError(f"this machine has neither the account {ACCOUNT_NAME} nor {LAST_RESORT}")
    return SystemAccount(entry.pw_uid, entry.pw_gid, dropped=True)


def _existing_account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _new_account(name: str) -> pwd.struct_passwd | None:
    """Create an account without password, home or shell; None if it cannot be created."""
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None:
        return None
    command = [
        program,
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    command += ["--shell", "/usr/sbin/nologin", "--comment", "Majlis", name]
    subprocess.run(command, capture_output=True, check=False)
    return _existing_account(name)


def grant_passage(account: SystemAccount, place: Path) -> Iterator[Path]:
    """Let the account pass through the parent folders of a path; yield each folder that was changed.

    The account can then enter them, but not list or read their contents. On file systems without access
    lists (ACL), all users can enter the folder. Raises OSError.
    """
    if not account.dropped:
        return
    for folder in reversed(place.resolve().parents):
        if not _may_pass(account, folder):
            with open_folder(folder) as descriptor:
                try:
                    _add_acl_entry(descriptor, account.user)
                except OSError:
                    os.fchmod(descriptor, os.fstat(descriptor).st_mode | 0o001)
            yield folder


def _may_pass(account: SystemAccount, folder: Path) -> bool:
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.group)
            os.setuid(account.user)
            os._exit(0 if os.access(folder, os.X_OK) else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def _add_acl_entry(folder: int, user: int) -> None:
    """Add an entry for one user to the access list of an open folder, with the execute permission only."""
    mode = os.fstat(folder).st_mode
    try:
        stored = os.getxattr(folder, ACL_ATTRIBUTE)
        entries = list(struct.iter_unpack("<HHI", stored[4:]))
    except OSError:
        entries = [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    entries_by_key = {(tag, user_id): rights for tag, rights, user_id in entries}
    entries_by_key[_USER, user] = 1
    limit = entries_by_key.get((_MASK, _NO_ID), entries_by_key.get((_GROUP_OBJ, _NO_ID), 0))
    entries_by_key[_MASK, _NO_ID] = limit | 1
    packed = [
        struct.pack("<HHI", tag, rights, user_id)
        for (tag, user_id), rights in sorted(entries_by_key.items())
    ]
    os.setxattr(folder, ACL_ATTRIBUTE, struct.pack("<I", 2) + b"".join(packed))
