"""The operating-system account of the database and the site.

It is the user who started them or, if root starts them, an account without privileges.
"""

from __future__ import annotations

import os
import pwd
import shutil
import struct
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ACCOUNT_NAME, LAST_RESORT = "majlis", "nobody"
ACL_ATTRIBUTE = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
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

    def take_all(self, folder: Path) -> None:
        """Change the owner of a folder and its contents to this account."""
        if self.dropped:
            self.take(folder)
            for path in folder.rglob("*"):
                self.take(path)

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


def account_for(folder: Path) -> SystemAccount:
    """The account for the site of a data folder; if root starts it again, the owner of the folder."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid())
    if folder.is_dir() and (found := folder.stat()).st_uid != 0:
        return SystemAccount(found.st_uid, found.st_gid, dropped=True)
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
            try:
                _add_acl_entry(folder, account.user)
            except OSError:
                folder.chmod(folder.stat().st_mode | 0o001)
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


def _add_acl_entry(folder: Path, user: int) -> None:
    """Add an entry for one user to the folder's access list, with the execute permission only."""
    mode = folder.stat().st_mode
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
