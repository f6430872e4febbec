"""``majlis backup``: one file with the database and all files of a site, with a hash of each part.

The database comes first, in one snapshot; then the files. Files are only ever added and named by their
hash, so all files of the snapshot are present. It works while the site runs.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from majlis.site.command_database import running_database, set_up_django
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.postgres import last_line, program_path, split_password

FORMAT = 1
MANIFEST_NAME, DATABASE_NAME, KEY_NAME = "manifest.json", "database.dump", "secret_key"
HASH_PATTERN = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BackupPart:
    """One part of a backup: name, size in bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The source and the contents of a backup. ``rows``: the number of rows of each table in the snapshot."""

    format: int
    majlis: str
    kind: str
    database: str
    made_at: str
    migrations: list[list[str]]
    rows: dict[str, int]
    parts: list[BackupPart]

    def as_json(self) -> bytes:
        """The manifest as JSON in UTF-8."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class BackupResult:
    """The result of a backup: its manifest, and the names of files whose content does not match their hash."""

    manifest: Manifest
    damaged: list[str]


def make_backup(
    configuration: Configuration, target: Path, say: Callable[[str], None]
) -> BackupResult:
    """Write the backup, and rename it to its name when it is complete. Raises SiteError."""
    if target.exists():
        raise SiteError(f"{target} already exists.", "Select another name. No file was written.")
    draft = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        with running_database(configuration, say):
            set_up_django(configuration, owner=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                result = _write(configuration, file, say)
                file.flush()
                os.fsync(file.fileno())
        os.link(draft, target)  # unlike a rename, this never replaces a file
        _sync_folder(target.parent)
    except FileExistsError:
        raise SiteError(f"{target} already exists.", "Select another name.") from None
    except OSError as error:
        raise SiteError(
            f"The backup {target} cannot be written: {error.strerror or error}.",
            "Select an existing folder that you may write to, with enough free space.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return result


def _write(
    configuration: Configuration, file: IO[bytes], say: Callable[[str], None]
) -> BackupResult:
    parts: list[BackupPart] = []
    damaged: list[str] = []
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        with tempfile.TemporaryDirectory(prefix="majlis-backup-") as folder:
            say("Reading the database")
            dump = Path(folder) / DATABASE_NAME
            rows, migrations = _dump(configuration, dump)
            parts.append(_add(archive, dump, DATABASE_NAME))
        key = configuration.folder / KEY_NAME
        if not configuration.given_secret_key and key.is_file():
            parts.append(_add(archive, key, KEY_NAME))
        reported = time.monotonic()
        for number, path in enumerate(stored_files(configuration.files)):
            part = _add(archive, path, f"files/{path.name}")
            parts.append(part)
            if part.sha256 != path.name:
                damaged.append(path.name)
            if time.monotonic() - reported > 5:
                reported = time.monotonic()
                say(f"Copying files ({number + 1})")
        manifest = Manifest(
            format=FORMAT,
            majlis=version("majlis"),
            kind=configuration.name,
            database=_server_version(),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=migrations,
            rows=rows,
            parts=parts,
        )
        data = manifest.as_json()
        archive.addfile(_tar_entry(MANIFEST_NAME, len(data)), io.BytesIO(data))
    return BackupResult(manifest, damaged)


def _dump(configuration: Configuration, target: Path) -> tuple[dict[str, int], list[list[str]]]:
    """Dump the database in one snapshot; return the row counts and migrations of the same snapshot."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        command = [program_path("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        command += ["--exclude-extension=*", f"--snapshot={snapshot}", f"--file={target}"]
        address, environment = split_password(configuration.owner_url)
        command += [f"--dbname={address}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            raise SiteError(
                f"The database could not be read: {last_line(done.stderr)}.",
                "Run majlis check to check the database and the disk.",
            )
        cursor.execute("select app, name from django_migrations order by app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        return row_counts(cursor), migrations


def row_counts(cursor: Any) -> dict[str, int]:
    """Table -> number of rows, as the cursor's transaction sees it."""
    cursor.execute(
        "select quote_ident(tablename) from pg_tables where schemaname = 'public' order by 1"
    )
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select count(*) from {table}")
        rows[table] = cursor.fetchone()[0]
    return rows


def stored_files(folder: Path) -> Iterator[Path]:
    """The stored files, sorted by name, without partly written ones."""
    for path in sorted(folder.glob("??/*")):
        if HASH_PATTERN.fullmatch(path.name) and path.is_file():
            yield path


def _add(archive: tarfile.TarFile, path: Path, name: str) -> BackupPart:
    """Add a file to the archive, and hash the bytes that were added."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reader = _Hashing(file)
        archive.addfile(_tar_entry(name, size), reader)
    return BackupPart(name, size, reader.digest.hexdigest())


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _tar_entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    entry.mtime = int(time.time())
    return entry


def _server_version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])


def _sync_folder(folder: Path) -> None:
    """Flush the folder's entry to the disk before the backup is reported as complete."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
