"""Where backups are saved: a folder, or a bucket of object storage (S3 or compatible).

The name of a scheduled backup holds the kind of site, the start of the site's identity and the time, so that
several sites can share a target, and no other file is ever listed or deleted.
"""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Buffer, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, override
from urllib.parse import parse_qs, urlsplit

from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError

if TYPE_CHECKING:
    from obstore import ReadableFile
    from obstore.store import S3Store

TIME_FORMAT = "%Y%m%dT%H%M%SZ"
NAME_PATTERN = re.compile(r"(majlis-(?:demo|real)-[0-9a-f]{8})-(\d{8}T\d{6}Z)\.majlis(?:\.age)?")
ENCRYPTED_SUFFIX = ".age"
RETRIES_PATTERN = re.compile(r" in [0-9.]+\w+, after .*retry_timeout: \w+ ")
PART_SIZE = 16 << 20  # bytes; with 10,000 parts, S3 takes a backup of 160 GB
READ_SIZE = 8 << 20
CHECK_ADDRESS = (
    "Check MAJLIS_BACKUP_TO, the network, and the credentials (AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY)."
)


@dataclass(frozen=True)
class SavedBackup:
    """A backup of this site in the target: name, address for ``majlis restore``, size in bytes, time."""

    name: str
    address: str
    size: int
    made_at: datetime


def backup_name(prefix: str, moment: datetime, *, encrypted: bool) -> str:
    """The name of a scheduled backup of a site."""
    suffix = ENCRYPTED_SUFFIX if encrypted else ""
    return f"{prefix}-{moment.astimezone(UTC).strftime(TIME_FORMAT)}.majlis{suffix}"


def backup_time(name: str, prefix: str) -> datetime | None:
    """When the backup of this name was made; None if it is not one of this site."""
    match = NAME_PATTERN.fullmatch(name)
    if match is None or match[1] != prefix:
        return None
    try:
        return datetime.strptime(match[2], TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


class FolderTarget:
    """A folder for backups, on this machine or mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def staging(self) -> Path:
        """The folder in which a backup is written before it has its name."""
        return self.folder

    def prepare(self) -> None:
        """Create the folder. Raises SiteError."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SiteError(
                f"The folder {self.folder} cannot be created: {error.strerror or error}.",
                "Create it for the account of the site, or set another one with MAJLIS_BACKUP_TO.",
            ) from error

    def address(self, name: str) -> str:
        """What ``majlis restore`` takes for a backup."""
        return str(self.folder / name)

    def list(self, prefix: str) -> list[SavedBackup]:
        """The backups of a site, oldest first. Raises SiteError."""
        saved = []
        try:
            for entry in os.scandir(self.folder):
                moment = backup_time(entry.name, prefix)
                if moment is not None and entry.is_file(follow_symlinks=False):
                    size = entry.stat().st_size
                    saved.append(SavedBackup(entry.name, self.address(entry.name), size, moment))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SiteError(
                f"The folder {self.folder} cannot be read: {error.strerror or error}.",
                "Allow the account of the site to read it.",
            ) from error
        return sorted(saved, key=lambda backup: backup.made_at)

    def receive(self, draft: Path, name: str) -> None:
        """Give the complete draft its name; never replace a file. Raises OSError."""
        os.link(draft, self.folder / name)
        sync_folder(self.folder)

    def delete(self, names: Collection[str]) -> None:
        """Delete these backups. Raises SiteError."""
        try:
            for name in names:
                (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise SiteError(
                f"Old backups in {self.folder} cannot be deleted: {error.strerror or error}.",
                "Allow the account of the site to delete files there.",
            ) from error


class BucketTarget:
    """A bucket of object storage, with a prefix, an endpoint and a region.

    obstore takes the credentials, and what the address does not name, from the variables of the environment
    that Amazon's programs use.
    """

    def __init__(self, address: str, staging: Path) -> None:
        parts = urlsplit(address)
        options = parse_qs(parts.query)
        self.bucket = parts.netloc
        self.prefix = parts.path.strip("/")
        self.query = parts.query
        self.endpoint = options.get("endpoint", [""])[0]
        self.region = options.get("region", [""])[0]
        self.staging = staging

    @classmethod
    def of_backup(cls, address: str, staging: Path) -> tuple[BucketTarget, str]:
        """The target that holds the backup of an address, and the name of the backup."""
        path, mark, query = address.partition("?")
        place, _slash, name = path.rpartition("/")
        return cls(f"{place}{mark}{query}", staging), name

    def prepare(self) -> None:
        """Create the folder for drafts."""
        self.staging.mkdir(mode=0o700, parents=True, exist_ok=True)

    def address(self, name: str) -> str:
        """What ``majlis restore`` takes for a backup."""
        path = "/".join(part for part in (self.bucket, self.prefix, name) if part)
        return f"s3://{path}{'?' if self.query else ''}{self.query}"

    def list(self, prefix: str) -> list[SavedBackup]:
        """The backups of a site, oldest first. Raises SiteError."""
        import obstore

        saved = []
        with self._storage("listed") as store:
            for batch in obstore.list(store):
                for entry in batch:
                    name = entry["path"]
                    moment = backup_time(name, prefix)
                    if moment is not None:
                        saved.append(
                            SavedBackup(name, self.address(name), int(entry["size"]), moment)
                        )
        return sorted(saved, key=lambda backup: backup.made_at)

    def receive(self, draft: Path, name: str) -> None:
        """Send the complete draft in parts; the object appears when all of them are there. Raises SiteError."""
        import obstore

        with self._storage("sent") as store:
            obstore.put(store, name, draft, chunk_size=PART_SIZE, max_concurrency=2)

    def delete(self, names: Collection[str]) -> None:
        """Delete these backups. Raises SiteError."""
        import obstore

        with self._storage("deleted") as store:
            if names:
                obstore.delete(store, sorted(names))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The content of a backup, read in pieces. Raises SiteError."""
        import obstore

        with self._storage("read") as store:
            reader = obstore.open_reader(store, name, buffer_size=READ_SIZE)
            yield io.BufferedReader(_ObjectReader(reader), READ_SIZE)

    @contextmanager
    def _storage(self, done: str) -> Iterator[S3Store]:
        """The storage; its errors become a SiteError."""
        from obstore.exceptions import BaseError, NotFoundError
        from obstore.store import S3Store

        named = {"endpoint": self.endpoint, "region": self.region}
        allow_http = self.endpoint.startswith("http://")
        try:
            yield S3Store(
                self.bucket,
                prefix=self.prefix or None,
                client_options={"allow_http": allow_http, "timeout": "300s"},
                retry_config={"max_retries": 3, "retry_timeout": timedelta(minutes=5)},
                **{name: value for name, value in named.items() if value},  # type: ignore[arg-type]
            )
        except (FileNotFoundError, NotFoundError):
            raise SiteError(
                f"There is no such backup, or no bucket {self.bucket}.",
                "majlis backup --list shows the backups of the site.",
            ) from None
        except BaseError as error:
            raise SiteError(
                f"Backups could not be {done} in the bucket {self.bucket}: {_reason(error)}.",
                CHECK_ADDRESS,
            ) from error


class _ObjectReader(io.RawIOBase):
    """An object of the storage as a file of the standard library."""

    def __init__(self, reader: ReadableFile) -> None:
        self.reader = reader

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self.reader.seek(offset, whence)

    @override
    def tell(self) -> int:
        return self.reader.tell()

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        from obstore.exceptions import BaseError

        try:
            data = self.reader.read(memoryview(buffer).nbytes)
        except BaseError as error:
            raise OSError(errno.EIO, _reason(error)) from error
        memoryview(buffer)[: len(data)] = memoryview(data)
        return len(data)


def _reason(error: Exception) -> str:
    """The first line of an error of the storage, without its attempts, trace and answer of the server."""
    line = next(iter(str(error).splitlines()), "") or type(error).__name__
    return RETRIES_PATTERN.sub("", line)[:300].rstrip(".")


Target = FolderTarget | BucketTarget


def backup_target(configuration: Configuration) -> Target:
    """The target of MAJLIS_BACKUP_TO. Raises SiteError without that setting."""
    if not configuration.backup_to:
        raise SiteError(
            "MAJLIS_BACKUP_TO is not set.",
            "Set it to a folder or a bucket for scheduled backups, or name a file.",
        )
    if configuration.backup_to.startswith("s3:"):
        return BucketTarget(configuration.backup_to, configuration.folder / "backup")
    return FolderTarget(Path(configuration.backup_to))


def sync_folder(folder: Path) -> None:
    """Flush the folder's entry to the disk before a backup is reported as complete."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
