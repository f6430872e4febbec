"""``majlis restore``: restore a site from a backup into a new folder, verified before and after."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import psycopg

from majlis.site import files_folder, privileges
from majlis.site.account_process import run_as_site_account
from majlis.site.backup import (
    BLOCK_SIZE,
    DATABASE_NAME,
    FORMAT,
    HASH_PATTERN,
    KEY_NAME,
    MANIFEST_NAME,
    BackupPart,
    Manifest,
    row_counts,
)
from majlis.site.backup_encryption import copy_decrypted, is_encrypted
from majlis.site.backup_targets import BucketTarget
from majlis.site.command_database import set_up_django
from majlis.site.configuration import Configuration
from majlis.site.database_programs import find_program
from majlis.site.database_setup import set_up_database
from majlis.site.errors import SiteError
from majlis.site.postgres import Cluster, clean_environment, last_line
from majlis.site.restore_script import run_script
from majlis.site.system_account import SystemAccount

NEWEST_FORMER = 18  # the release of the programs that wrote backups without naming it
MEND = (
    "Check that the disk has enough space and, if DATABASE_URL is set, that its extensions are "
    "installed (majlis check)."
)


def restore_backup(
    configuration: Configuration,
    source: str,
    folder: Path,
    say: Callable[[str], None],
    identity: Path | None = None,
) -> Manifest:
    """Restore the site of a backup into a folder that is empty or does not exist. Raises SiteError.

    ``source`` is a path, or the address of an object in a bucket; ``identity`` the file of the secret key of
    an encrypted backup. The folder is then the value for MAJLIS_DATA. If DATABASE_URL or MAJLIS_FILES is
    set, the database or the files are restored there, and must be empty too. After a failure the folders are
    deleted again, or emptied if they were there before.
    """
    if configuration.given_files is not None:
        _require_empty(configuration.given_files)
    _require_empty(folder)
    with (
        _open_source(source, identity, folder, say) as file,
        _open_archive(source, file) as archive,
    ):
        say("Verifying the backup")
        manifest = verify_backup(archive)
        configuration = replace(configuration, data=folder.absolute(), demo=manifest.kind == "demo")
        place = configuration.folder
        fresh = not folder.exists()
        try:
            place.mkdir(parents=True)

            run_as_site_account(configuration, lambda: _fill(configuration, archive, manifest, say))
        except BaseException:
            shutil.rmtree(folder if fresh else place, ignore_errors=True)
            if configuration.given_files is not None:  # it was empty
                for path in configuration.given_files.glob("??"):
                    shutil.rmtree(path, ignore_errors=True)
                (configuration.given_files / files_folder.MARKER_NAME).unlink(missing_ok=True)
            raise
    return manifest


def _fill(
    configuration: Configuration,
    archive: tarfile.TarFile,
    manifest: Manifest,
    say: Callable[[str], None],
) -> None:
    """Fill the folder and the database from a verified backup, as the account of the site."""
    place = configuration.folder
    place.chmod(0o700)
    if not configuration.own_cluster:
        _require_ready(configuration)
    _unpack(archive, manifest, configuration, say)
    _restore_database(configuration, place / DATABASE_NAME, manifest, say)
    (place / DATABASE_NAME).unlink()


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SiteError(
            f"{folder} is not empty.",
            "Name a folder that is empty or does not exist yet.",
        )


def _require_ready(configuration: Configuration) -> None:
    """Raise SiteError if a database elsewhere has tables, or its server lacks the role of the application."""
    role = privileges.second_role(configuration)
    try:
        with psycopg.connect(configuration.owner_url, autocommit=True) as connection:
            if connection.execute("select from pg_tables where schemaname = 'public'").rowcount:
                raise SiteError(
                    "The database of DATABASE_URL is not empty.", "Name a database without tables."
                )
            known = connection.execute("select from pg_roles where rolname = %s", [role]).rowcount
            if role and not known:
                raise SiteError(
                    f"The database server does not have the role {role} of DATABASE_URL.",
                    "Create the role, or correct DATABASE_URL.",
                )
    except psycopg.Error as error:
        raise _not_filled(error) from error


def _not_filled(error: psycopg.Error) -> SiteError:
    message = " ".join(str(error).split()).rstrip(".")
    return SiteError(f"The database could not be filled: {message}.", MEND)


@contextmanager
def _open_source(
    source: str, identity: Path | None, folder: Path, say: Callable[[str], None]
) -> Iterator[IO[bytes]]:
    """The backup, decrypted, as a file that can be read twice. Raises SiteError.

    A copy of an encrypted or remote one lies without a name beside the new folder, and is gone with the end
    of the process, whatever ends it.
    """
    beside = next(parent for parent in folder.absolute().parents if parent.is_dir())
    with ExitStack() as stack:
        try:
            if source.startswith("s3:"):
                say("Downloading the backup")
                file: IO[bytes] = stack.enter_context(tempfile.TemporaryFile(dir=beside))
                target, name = BucketTarget.of_backup(source, beside)
                with target.open(name) as remote:
                    _copy(remote, file, identity)
            else:
                file = stack.enter_context(open(source, "rb"))
                if is_encrypted(file):
                    say("Decrypting the backup")
                    copy = stack.enter_context(tempfile.TemporaryFile(dir=beside))
                    _copy(file, copy, identity)
                    file = copy
        except OSError as error:
            raise SiteError(
                f"{source} cannot be read: {error.strerror or error}.",
                "Name an existing backup, and a folder on a disk with enough free space.",
            ) from error
        yield file


def _copy(source: IO[bytes], target: IO[bytes], identity: Path | None) -> None:
    """Copy a backup, decrypted if it is encrypted. Raises SiteError and OSError."""
    if is_encrypted(source):
        copy_decrypted(source, target, identity)
    else:
        shutil.copyfileobj(source, target, BLOCK_SIZE)
    target.seek(0)


def _open_archive(source: str, file: IO[bytes]) -> tarfile.TarFile:
    try:
        return tarfile.open(fileobj=file, mode="r:")
    except tarfile.TarError:
        raise SiteError(
            f"{source} is not a backup.", "Name a file created by majlis backup."
        ) from None


def verify_backup(archive: tarfile.TarFile) -> Manifest:
    """Read the whole backup; return its manifest. Raises SiteError if a part is missing or changed."""
    try:
        members = {member.name: member for member in archive.getmembers()}
        manifest = _manifest(archive, members)
        for part in manifest.parts:
            member = members.pop(part.name, None)
            if member is None or not member.isreg() or _hash(archive, member) != part.sha256:
                raise SiteError(
                    f"The backup is damaged: {part.name} has changed since it was written.",
                    "Use another backup. No data were restored.",
                )
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, OSError):
        raise SiteError(
            "The backup is damaged: it cannot be read to the end.",
            "Use another backup. No data were restored.",
        ) from None
    if set(members) - {MANIFEST_NAME}:
        raise SiteError(
            "The backup contains parts that its manifest does not name.", "Use another backup."
        )
    return manifest


def _manifest(archive: tarfile.TarFile, members: dict[str, tarfile.TarInfo]) -> Manifest:
    file = archive.extractfile(members[MANIFEST_NAME]) if MANIFEST_NAME in members else None
    if file is None:
        raise SiteError(
            "The file is not a complete backup: it has no manifest.", "Use another backup."
        )
    data = json.loads(file.read())
    if data["format"] != FORMAT:
        raise SiteError(
            f"The backup has format {data['format']}, which this release does not support.",
            f"Restore it with Majlis {data['majlis']}, which created it.",
        )
    manifest = Manifest(**{**data, "parts": [BackupPart(**part) for part in data["parts"]]})
    if manifest.kind not in ("demo", "real"):
        raise ValueError(manifest.kind)
    for part in manifest.parts:
        is_known = part.name in (DATABASE_NAME, KEY_NAME) or (
            part.name.startswith("files/") and HASH_PATTERN.fullmatch(part.name[6:])
        )
        if not is_known:
            raise ValueError(part.name)
    return manifest


def _hash(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = archive.extractfile(member)
    digest = hashlib.sha256()
    while file is not None and (data := file.read(BLOCK_SIZE)):
        digest.update(data)
    return digest.hexdigest()


def _unpack(
    archive: tarfile.TarFile,
    manifest: Manifest,
    configuration: Configuration,
    say: Callable[[str], None],
) -> None:
    """Write the parts to their places in the data folder."""
    say(f"Unpacking {len(manifest.parts)} parts")
    configuration.files.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in manifest.parts:
        name = part.name.removeprefix("files/")
        target = configuration.folder / part.name
        if part.name.startswith("files/"):
            target = configuration.files / name[:2] / name
            target.parent.mkdir(mode=0o700, exist_ok=True)
        source = archive.extractfile(part.name)
        assert source is not None
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(source, file, BLOCK_SIZE)
            file.flush()
            os.fsync(file.fileno())


def _restore_database(
    configuration: Configuration,
    dump: Path,
    manifest: Manifest,
    say: Callable[[str], None],
) -> None:
    """Restore the database, in a cluster of its own or elsewhere."""
    account = SystemAccount(os.geteuid(), os.getegid())
    cluster = (
        Cluster(configuration.folder, account, configuration.postgres_programs)
        if configuration.own_cluster
        else None
    )
    try:
        if cluster is not None:
            cluster.make(say)
            cluster.start(say)
            set_up_database(cluster, configuration.database_name)
        set_up_django(configuration, owner=True)
        _refuse_newer(manifest)
        say("Filling the database")
        for statement in _restore_tables(configuration, dump, manifest):
            say(f"Left out, because this database does not know it: {statement}")
    finally:
        if cluster is not None:
            cluster.stop()


def _restore_tables(configuration: Configuration, dump: Path, manifest: Manifest) -> list[str]:
    """Create, fill and compare the tables, and grant the privileges; return the statements that were left out.

    All in one transaction: whatever fails, the database is as empty as before. pg_restore only turns the dump
    into a script: see ``restore_script.py``. Raises SiteError.
    """
    program = find_program(configuration, "pg_restore", manifest.programs or NEWEST_FORMER)
    command = [program, "--file=-", "--no-owner", "--no-privileges", str(dump)]
    try:
        with (
            psycopg.connect(configuration.owner_url, autocommit=True) as connection,
            connection.transaction(),
            connection.cursor() as cursor,
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=configuration.folder,
                env=clean_environment(),
            ) as process,
        ):
            assert process.stdout is not None
            left_out = run_script(connection, process.stdout)
            if process.wait() != 0:
                errors.seek(0)
                message = last_line(errors.read().decode("utf-8", "replace"))
                raise SiteError(f"The dump of the database cannot be read: {message}.", MEND)
            cursor.execute("reset search_path")  # the script has emptied it
            privileges.grant_with(cursor, configuration)
            _compare_rows(manifest, cursor)
            files_folder.write_restored_marker(configuration, cursor)
    except psycopg.Error as error:
        raise _not_filled(error) from error
    return left_out


def _refuse_newer(manifest: Manifest) -> None:
    """Raise SiteError for a backup with migrations that this code does not have."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    apps = {app for app, _ in known}
    for app, name in map(tuple, manifest.migrations):
        if app in apps and (app, name) not in known:
            raise SiteError(
                f"The backup was created by a newer release, Majlis {manifest.majlis}.",
                "Restore it with that release.",
            )


def _compare_rows(manifest: Manifest, cursor: psycopg.Cursor) -> None:
    """Raise SiteError if the number of rows of a table differs from the backup."""
    rows = row_counts(cursor)
    wrong = [
        table for table in {*rows, *manifest.rows} if rows.get(table) != manifest.rows.get(table)
    ]
    if wrong:
        raise SiteError(
            f"The number of rows of the table {min(wrong)} differs from the backup.",
            "Use another backup. No data were saved.",
        )
