"""``majlis backup``: one file that holds the database and all files of a site, with a hash of each part.

The database comes first, in one snapshot; then the files. Files are only ever added and have their hash
as name, so every file that the snapshot knows is there. It works while the site runs.
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
    """One part of a backup: its name in it, its size in bytes, the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup is of, and what it holds. ``row_codes``: how many each table had in the snapshot."""

    format: int
    majlis: str
    kind: str
    database: str
    made_at: str
    migrations: list[list[str]]
    rows: dict[str, int]
    parts: list[BackupPart]

    def as_json(self) -> bytes:
        """The manifest as it stands in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class BackupResult:
    """A backup that was made: its parts, and the files that no longer are what they were."""

    manifest: Manifest
    damaged: list[str]


def make_backup(
    configuration: Configuration, target: Path, say: Callable[[str], None]
) -> BackupResult:
    """Make the backup and give it its name only when it is whole. Raises SiteError."""
    if target.exists():
        raise SiteError(f"{target} exists already.", "Choose another name; nothing was written.")
    draft = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        with running_database(configuration, say):
            set_up_django(configuration, owner=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                made = _write(configuration, file, say)
                file.flush()
                os.fsync(file.fileno())
        os.link(draft, target)  # unlike a renaming, this never replaces a file
        _sync_folder(target.parent)
    except FileExistsError:
        raise SiteError(f"{target} exists already.", "Choose another name.") from None
    except OSError as error:
        raise SiteError(
            f"The backup {target} cannot be written: {error.strerror or error}.",
            "Choose a folder that exists and that you may write to, with enough room.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return made


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
        told = time.monotonic()
        for number, path in enumerate(stored_files(configuration.files)):
            part = _add(archive, path, f"files/{path.name}")
            parts.append(part)
            if part.sha256 != path.name:
                damaged.append(path.name)
            if time.monotonic() - told > 5:
                told = time.monotonic()
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
        words = manifest.as_json()
        archive.addfile(_tar_entry(MANIFEST_NAME, len(words)), io.BytesIO(words))
    return BackupResult(manifest, damaged)


def _dump(configuration: Configuration, target: Path) -> tuple[dict[str, int], list[list[str]]]:
    """Dump the database in one snapshot, which the counts of rows are taken from too."""
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
                "majlis check looks at the database and the disk.",
            )
        cursor.execute("select app, name from django_migrations order by app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        return row_counts(cursor), migrations


def row_counts(cursor: Any) -> dict[str, int]:
    """How many rows each table has, as the cursor's transaction sees it."""
    cursor.execute(
        "select quote_ident(tablename) from pg_tables where schemaname = 'public' order by 1"
    )
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select count(*) from {table}")
        rows[table] = cursor.fetchone()[0]
    return rows


def stored_files(folder: Path) -> Iterator[Path]:
    """The files that are kept whole, by name; what is still being written is left out."""
    for path in sorted(folder.glob("??/*")):
        if HASH_PATTERN.fullmatch(path.name) and path.is_file():
            yield path


def _add(archive: tarfile.TarFile, path: Path, name: str) -> BackupPart:
    """Add a file to the archive, and hash exactly what was added."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reader = _Hashing(file)
        archive.addfile(_tar_entry(name, size), reader)
    return BackupPart(name, size, reader.digest.hexdigest())


class _Hashing:
    """A file that is hashed as it is read."""

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
    """Have the folder's entry on the disk before anybody is told that the backup is made."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
