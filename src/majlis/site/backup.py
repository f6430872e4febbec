"""A backup: one file with the database and all files of a site, with a hash of each part.

The database comes first, in one snapshot; then the files. Files are only ever added and named by their
hash, so all files of the snapshot are present. It works while the site runs, and as the role of the
application, which may read all tables: the worker, which makes backups by schedule, has no other role.

With MAJLIS_BACKUP_KEY the file is encrypted while it is written (age). The site has the public key only, so
whoever takes over the site cannot read its earlier backups.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Buffer, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast, override
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from majlis.site import parent_death
from majlis.site.account_process import run_as_site_account
from majlis.site.backup_targets import sync_folder
from majlis.site.command_database import running_database, set_up_django
from majlis.site.configuration import Configuration
from majlis.site.database_programs import find_program, program_release
from majlis.site.errors import SiteError
from majlis.site.installation import refuse_command_for_other_kind
from majlis.site.postgres import last_line, program_path, split_password

if TYPE_CHECKING:
    import psycopg
    from django.db.backends.utils import CursorWrapper

FORMAT = 1
MANIFEST_NAME, DATABASE_NAME, KEY_NAME = "manifest.json", "database.dump", "secret_key"
HASH_PATTERN = re.compile(r"[0-9a-f]{64}")
DRAFT_PREFIX = ".majlis-backup-"
LOCK_NAME = "lock"  # in the folder of a draft; held while it is written and saved
MAX_DRAFT_AGE = 24 * 3600.0
"""Seconds since the last change, after which no process writes a draft without a lock any more."""
FIRST_EXCLUDING_RELEASE = (
    17  # the first pg_dump that can leave extensions out; a restore does so anyway
)
NETWORK_OPTIONS = (
    "connect_timeout",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
)
NO_TIMEOUTS = """
select set_config(name, '0', true) from pg_settings
where name in ('idle_in_transaction_session_timeout', 'statement_timeout', 'transaction_timeout')
"""
"""The transaction of the snapshot is idle while pg_dump runs. Older servers lack the last setting."""
BLOCK_SIZE = 1 << 20


@dataclass(frozen=True)
class BackupPart:
    """One part of a backup: name, size in bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The source and the contents of a backup.

    ``rows``: the number of rows of each table in the snapshot. ``programs``: the major release of the
    pg_dump that wrote the database, which an older pg_restore cannot read; 0 in backups of earlier versions.
    """

    format: int
    majlis: str
    kind: str
    database: str
    made_at: str
    migrations: list[list[str]]
    rows: dict[str, int]
    parts: list[BackupPart]
    programs: int = 0

    def as_json(self) -> bytes:
        """The manifest as JSON in UTF-8."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class BackupResult:
    """A complete backup that has no name yet.

    ``draft``: its path; ``size`` and ``sha256`` of the file as written; ``damaged``: the names of stored
    files whose content does not match their hash.
    """

    draft: Path
    size: int
    sha256: str
    manifest: Manifest
    damaged: list[str]


@dataclass(frozen=True)
class BackupSummary:
    """How much a backup holds; ``damaged``: the names of files whose content does not match their hash."""

    rows: int
    tables: int
    files: int
    damaged: list[str]


def make_backup(
    configuration: Configuration, target: Path, say: Callable[[str], None]
) -> BackupSummary:
    """Write a backup, and give it its name when it is complete. Raises SiteError.

    Under root the account of the site writes it in the folder of the site, and root's file receives it: root
    reads nothing there, where a name could lead elsewhere.
    """
    if target.exists():
        raise SiteError(f"{target} already exists.", "Select another name. No file was written.")
    if os.geteuid() == 0 and configuration.folder.is_dir():
        return _make_for_root(configuration, target, say)

    def publish(draft: Path) -> None:
        _link(draft, target)

    return _make(configuration, target.parent, say, publish)


def _make_for_root(
    configuration: Configuration, target: Path, say: Callable[[str], None]
) -> BackupSummary:
    draft = target.with_name(f".{target.name}.part-{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        descriptor = os.open(draft, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:

                def publish(written: Path) -> None:
                    with written.open("rb") as source:
                        shutil.copyfileobj(source, file, BLOCK_SIZE)
                    file.flush()
                    os.fsync(file.fileno())

                done = run_as_site_account(
                    configuration,
                    lambda: asdict(_make(configuration, configuration.folder, say, publish)),
                )
            _link(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SiteError(
            f"The backup {target} cannot be written: {error.strerror or error}.",
            "Select an existing folder that you may write to, with enough free space.",
        ) from error
    return BackupSummary(**cast("dict[str, Any]", done))


def _make(
    configuration: Configuration,
    folder: Path,
    say: Callable[[str], None],
    publish: Callable[[Path], None],
) -> BackupSummary:
    """Write a backup in a folder, and publish the complete file."""
    with running_database(configuration, say):
        set_up_django(configuration)
        refuse_command_for_other_kind(configuration)
        with written_backup(configuration, folder, say) as backup:
            publish(backup.draft)
            manifest = backup.manifest
            files = sum(part.name.startswith("files/") for part in manifest.parts)
            rows = sum(manifest.rows.values())
            return BackupSummary(rows, len(manifest.rows), files, backup.damaged)


def _link(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)  # unlike a rename, this never replaces a file
    except FileExistsError:
        raise SiteError(f"{target} already exists.", "Select another name.") from None
    sync_folder(target.parent)


@contextmanager
def written_backup(
    configuration: Configuration, folder: Path, say: Callable[[str], None]
) -> Iterator[BackupResult]:
    """Write a backup into a hidden folder in ``folder``, which is deleted after the block.

    The database is running, and Django is set up. The folder needs space for the dump and the backup. Raises
    SiteError if it has not enough, or if writing fails, also within the block.
    """
    try:
        _delete_old_drafts(folder)
        _require_space(configuration, folder)
        with tempfile.TemporaryDirectory(prefix=DRAFT_PREFIX, dir=folder) as place, _held(place):
            draft = Path(place) / "draft"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                written = _HashingWriter(file)
                with _encrypted(written, configuration.backup_key) as plain:
                    manifest, damaged = _write(configuration, plain, Path(place), say)
                file.flush()
                os.fsync(file.fileno())
            yield BackupResult(draft, written.size, written.digest.hexdigest(), manifest, damaged)
    except OSError as error:
        raise SiteError(
            f"The backup cannot be written in {folder}: {error.strerror or error}.",
            "Select an existing folder that you may write to, with enough free space.",
        ) from error


@contextmanager
def _held(place: str) -> Iterator[None]:
    """Say that this process writes in the folder of a draft. The system takes that back at its end."""
    lock = Path(place) / LOCK_NAME
    with lock.with_suffix(".new").open("wb") as file:
        with suppress(
            OSError
        ):  # some mounted folders have no locks: their drafts wait for their age
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.rename(file.name, lock)  # whoever finds it finds it locked
        yield


def _delete_old_drafts(folder: Path) -> None:
    """Delete what a backup left that was killed, or lost its power."""
    for place in folder.glob(f"{DRAFT_PREFIX}*"):
        with suppress(OSError):  # the process that wrote it deletes it in this moment
            if _is_abandoned(place):
                shutil.rmtree(place, ignore_errors=True)


def _is_abandoned(place: Path) -> bool:
    """Whether no process writes in the folder of a draft. Raises OSError."""
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        with os.fdopen(os.open(place / LOCK_NAME, flags), "r+b", 0) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:  # without a lock, its age decides
        changed = max(path.lstat().st_mtime for path in (place, *place.glob("*")))
        return time.time() - changed > MAX_DRAFT_AGE


def _require_space(configuration: Configuration, folder: Path) -> None:
    """Raise SiteError if the disk of a folder has too little space for a backup.

    The dump of the database and its copy in the backup, both compressed, need together less than the
    database; files are copied as they are.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_database_size(current_database())")
        needed = cursor.fetchone()[0]
    needed += sum(path.stat().st_size for path in stored_files(configuration.files))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SiteError(
            f"The disk of {folder} has {free // 10**6} MB of free space; the backup may need "
            f"{needed // 10**6} MB.",
            "Free space, or select another folder. No file was written.",
        )


class _HashingWriter(io.RawIOBase):
    """A file of which the size and the hash are known, and the error of a failed write."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.size = 0
        self.digest = hashlib.sha256()
        self.error: OSError | None = None

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        try:
            self.file.write(data)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(data)
        size = memoryview(data).nbytes
        self.size += size
        return size


@contextmanager
def _encrypted(file: _HashingWriter, key: str) -> Iterator[IO[bytes]]:
    """A file whose content is encrypted for a public key, while it is written; as it is without a key.

    Raises OSError if the file cannot be written.
    """
    if not key:
        with io.BufferedWriter(file, BLOCK_SIZE) as buffered:
            yield buffered
        return
    import pyrage  # type: ignore[import-untyped]

    recipient = pyrage.x25519.Recipient.from_str(key)
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def encrypt() -> None:
        # When this ends early, the other end of the pipe gets an error too.
        with os.fdopen(reading, "rb", BLOCK_SIZE) as plain:
            try:
                pyrage.encrypt_io(plain, file, [recipient])
            except (pyrage.EncryptError, OSError) as error:
                failures.append(file.error or error)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with os.fdopen(writing, "wb", BLOCK_SIZE) as plain:
            yield plain
    finally:
        thread.join()
        if failures:  # the reason of a broken pipe
            raise failures[0]


def _write(
    configuration: Configuration, file: IO[bytes], place: Path, say: Callable[[str], None]
) -> tuple[Manifest, list[str]]:
    """Write all parts; return the manifest, and the names of damaged files. ``place``: for the dump."""
    parts: list[BackupPart] = []
    damaged: list[str] = []
    # A stream, because a pipe cannot be rewound.
    with tarfile.open(
        fileobj=file, mode="w|", format=tarfile.PAX_FORMAT, bufsize=BLOCK_SIZE
    ) as archive:
        say("Reading the database")
        dump = place / DATABASE_NAME
        dumped = _dump(configuration, dump)
        parts.append(_add(archive, dump, DATABASE_NAME))
        dump.unlink()
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
            database=dumped.server,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=dumped.migrations,
            rows=dumped.rows,
            parts=parts,
            programs=dumped.programs,
        )
        data = manifest.as_json()
        archive.addfile(_tar_entry(MANIFEST_NAME, len(data)), io.BytesIO(data))
    return manifest, damaged


@dataclass(frozen=True)
class _Dumped:
    """What the manifest says of a dump: see ``Manifest``. ``server``: the version of the server."""

    server: str
    programs: int
    rows: dict[str, int]
    migrations: list[list[str]]


def _dump(configuration: Configuration, target: Path) -> _Dumped:
    """Dump the database in one snapshot, and describe the same snapshot."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute(NO_TIMEOUTS)
        cursor.execute("select pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        program = dump_program(configuration, int(re.findall(r"\d+", server)[0]))
        programs = program_release(Path(program)) or 0
        command = [program, "--format=custom", "--no-owner", "--no-privileges"]
        if programs >= FIRST_EXCLUDING_RELEASE:
            command.append("--exclude-extension=*")
        given = connection.settings_dict["OPTIONS"]
        address, environment = split_password(_kept_alive(configuration.backup_url, given))
        command += [f"--snapshot={snapshot}", f"--file={target}", f"--dbname={address}"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            preexec_fn=parent_death.preexec_function(signal.SIGKILL),
        )
        if done.returncode != 0:
            raise SiteError(
                f"The database could not be read: {last_line(done.stderr)}.",
                "Run majlis check to check the database and the disk.",
            )
        cursor.execute("select app, name from django_migrations order by app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        return _Dumped(server, programs, row_counts(cursor), migrations)


def _kept_alive(url: str, given: Mapping[str, object]) -> str:
    """A database URL that notices a silent end of its server as soon as the site's own connections do.

    ``given``: the options of those connections. What the URL itself sets remains.
    """
    parts = urlsplit(url)
    own = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    more = {name: given[name] for name in NETWORK_OPTIONS if name in given and name not in own}
    query = "&".join(part for part in (parts.query, urlencode(more)) if part)
    return urlunsplit(parts._replace(query=query))


def dump_program(configuration: Configuration, release: int) -> str:
    """The path of a pg_dump for a server of this major release. Raises SiteError if there is none."""
    if configuration.own_cluster:
        return program_path("pg_dump", configuration.postgres_programs)
    return find_program(configuration, "pg_dump", release)


def row_counts(cursor: CursorWrapper | psycopg.Cursor[Any]) -> dict[str, int]:
    """Table -> number of rows, as the cursor's transaction sees it."""
    cursor.execute(
        "select quote_ident(tablename) from pg_tables where schemaname = 'public' order by 1"
    )
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select count(*) from {table}")
        ((rows[table],),) = cursor.fetchall()
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
