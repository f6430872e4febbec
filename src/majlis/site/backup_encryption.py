"""Encryption of backups with age: a public key on the site, the secret key with whoever restores."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import IO

import pyrage  # type: ignore[import-untyped]

from majlis.site.errors import SiteError

MAGIC = b"age-encryption.org/v1"
SECRET_KEY_PREFIX = "AGE-SECRET-KEY-1"


def is_encrypted(file: IO[bytes]) -> bool:
    """Whether the content is encrypted with age. The file is at its start, and stays there."""
    start = file.read(len(MAGIC))
    file.seek(0)
    return start == MAGIC


def create_identity(path: Path) -> str:
    """Write a new secret key to a file that does not exist yet; return its public key. Raises SiteError."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    made = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"# created: {made}\n# public key: {public}\n{identity}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SiteError(
            f"The secret key {path} cannot be written: {error.strerror or error}.",
            "Name a file that does not exist yet, in an existing folder.",
        ) from error
    return public


def copy_decrypted(source: IO[bytes], target: IO[bytes], identity: Path | None) -> None:
    """Copy an encrypted backup, decrypted. Raises SiteError, and OSError of the target."""
    if identity is None:
        raise SiteError(
            "The backup is encrypted.", "Name the file of its secret key with --identity."
        )
    identities = read_identities(identity)
    try:
        pyrage.decrypt_io(source, target, identities)
    except pyrage.DecryptError as error:
        raise SiteError(
            f"The backup cannot be decrypted with the secret key in {identity}: {error}.",
            "Use the secret key whose public key was in MAJLIS_BACKUP_KEY when the backup was made.",
        ) from None
    except OSError as error:
        if error.errno is not None:  # of the disk; a changed content has no number
            raise
        raise SiteError(
            "The backup is damaged: it cannot be decrypted to the end.",
            "Use another backup. No data were restored.",
        ) from None


def read_identities(path: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys in a file of age; for one with a passphrase, the terminal asks for it. Raises SiteError."""
    try:
        content = path.read_bytes()
        if content.startswith(MAGIC):
            content = pyrage.passphrase.decrypt(content, getpass(f"Passphrase of {path}: "))
        lines = content.decode("ascii").splitlines()
        keys = [line.strip() for line in lines if line.startswith(SECRET_KEY_PREFIX)]
        identities = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except OSError as error:
        raise SiteError(
            f"The secret key {path} cannot be read: {error.strerror or error}.",
            "Name an existing file that you may read.",
        ) from error
    except pyrage.DecryptError:
        raise SiteError(f"The passphrase of {path} is wrong.", "Run the command again.") from None
    except (pyrage.IdentityError, UnicodeDecodeError):
        identities = []
    if not identities:
        raise SiteError(
            f"{path} contains no secret key of age.",
            f"Name a file with a line that starts with {SECRET_KEY_PREFIX}.",
        )
    return identities
