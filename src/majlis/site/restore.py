"""``majlis restore``: restore a site from a backup into a new folder, verified before and after."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from majlis.site.backup import (
    DATABASE_NAME,
    FORMAT,
    HASH_PATTERN,
    KEY_NAME,
    MANIFEST_NAME,
    BackupPart,
    Manifest,
    row_counts,
)
from majlis.site.command_database import set_up_django
from majlis.site.configuration import Configuration
from majlis.site.database_setup import set_up_database
from majlis.site.errors import SiteError
from majlis.site.postgres import Cluster, last_line, program_path, split_password
from majlis.site.system_account import SystemAccount, account_for

BLOCK_SIZE = 1 << 20


def restore_backup(
    configuration: Configuration, source: Path, folder: Path, say: Callable[[str], None]
) -> Manifest:
    """Restore the site of a backup into a folder that is empty or does not exist. Raises SiteError.

    The folder is then the value for MAJLIS_DATA. If DATABASE_URL is set, the database is restored there,
    and must be empty too. After a failure the folder is deleted again.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SiteError(
            f"{folder} is not empty.",
            "Name a folder that is empty or does not exist yet.",
        )
    with _open_archive(source) as archive:
        say("Verifying the backup")
        manifest = verify_backup(archive)
        configuration = replace(configuration, data=folder.absolute(), demo=manifest.kind == "demo")
        place = configuration.folder
        fresh = not folder.exists()
        try:
            place.mkdir(parents=True)
            account = account_for(place)
            account.take(place)
            place.chmod(0o700)
            _unpack(archive, manifest, configuration, account, say)
            _restore_database(configuration, place / DATABASE_NAME, manifest, account, say)
            (place / DATABASE_NAME).unlink()
        except BaseException:
            shutil.rmtree(folder if fresh else place, ignore_errors=True)
            raise
    return manifest


def _open_archive(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except OSError as error:
        raise SiteError(
            f"{source} cannot be read: {error.strerror or error}.", "Name an existing backup."
        ) from error
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
    account: SystemAccount,
    say: Callable[[str], None],
) -> None:
    """Write the parts to their places in the data folder."""
    say(f"Unpacking {len(manifest.parts)} parts")
    configuration.files.mkdir(mode=0o700)
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
    account.take_all(configuration.folder)


def _restore_database(
    configuration: Configuration,
    dump: Path,
    manifest: Manifest,
    account: SystemAccount,
    say: Callable[[str], None],
) -> None:
    """Restore the database, grant the privileges, and compare the numbers of rows."""
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
        _restore_tables(configuration, dump, account)
        from majlis.site import privileges

        privileges.grant_privileges(configuration)
        _compare_rows(manifest)
        _close_connections()
    finally:
        if cluster is not None:
            cluster.stop()


def _restore_tables(configuration: Configuration, dump: Path, account: SystemAccount) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if row_counts(cursor):
            raise SiteError(
                "The database of DATABASE_URL is not empty.", "Name a database without tables."
            )
    command = [program_path("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner"]
    address, environment = split_password(configuration.owner_url)
    command += ["--no-privileges", f"--dbname={address}", str(dump)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=configuration.folder,
        env=environment,
        **account.to_run_as(),
    )
    if done.returncode != 0:
        raise SiteError(
            f"The database could not be filled: {last_line(done.stderr)}.",
            "Check that the disk has enough space and, if DATABASE_URL is set, that its "
            "extensions are installed (majlis check).",
        )


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


def _compare_rows(manifest: Manifest) -> None:
    """Raise SiteError if the number of rows of a table differs from the backup."""
    from django.db import connection

    with connection.cursor() as cursor:
        rows = row_counts(cursor)
    wrong = [
        table for table in {*rows, *manifest.rows} if rows.get(table) != manifest.rows.get(table)
    ]
    if wrong:
        raise SiteError(
            f"The number of rows of the table {min(wrong)} differs from the backup.",
            "Use another backup. No data were saved.",
        )


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
