"""Backups by schedule: made, sent, encrypted, recorded, deleted in time, and reported when they fail."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, override
from urllib.parse import quote

import obstore
import pytest
from django.db import connection
from django.utils import timezone
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from majlis.kernel import files
from majlis.site import backup as backup_module
from majlis.site import restore, scheduled_backups, tasks
from majlis.site.backup_encryption import create_identity
from majlis.site.backup_targets import backup_name
from majlis.site.checks import OK, WARNING, WRONG, operation
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.models import BackupRun, Installation
from majlis.site.queries import last_backup
from majlis.site.scheduled_backups import list_backups, run_backup

DAY = timedelta(days=1)
IDENTITY = "0a1b2c3d" * 4
PREFIX = "majlis-real-0a1b2c3d"


def database_url() -> str:
    """The address of the database of this test."""
    given = connection.settings_dict
    return f"postgresql://{given['USER']}@{quote(given['HOST'], safe='')}/{given['NAME']}"


def configure(tmp_path: Path, **more: str) -> Configuration:
    """A real site on the database of this test."""
    settings = {"MAJLIS_DEMO": "0", "MAJLIS_DATA": str(tmp_path / "data"), **more}
    settings["DATABASE_URL"] = database_url()
    configuration = load_configuration(settings)
    configuration.folder.mkdir(parents=True, exist_ok=True)
    return configuration


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, settings: Any) -> Configuration:
    """A site with one file, whose backups go to a folder, and are encrypted."""
    key = create_identity(tmp_path / "secret.txt")
    configuration = configure(
        tmp_path, MAJLIS_BACKUP_TO=str(tmp_path / "backups"), MAJLIS_BACKUP_KEY=key
    )
    settings.MAJLIS_FILES = configuration.files
    settings.MAJLIS_BACKUP_TO = configuration.backup_to
    Installation.objects.create(kind="real", identity=IDENTITY)
    files.store_file([b"Some evidence"])
    return configuration


@pytest.fixture
def quick_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups without the database itself, for tests of what happens around it."""

    def dump(_configuration: Configuration, target: Path) -> Any:
        target.write_bytes(b"a dump")
        return SimpleNamespace(server="18.6", programs=18, rows={}, migrations=[])

    monkeypatch.setattr(backup_module, "_dump", dump)


def test_the_database_is_read_past_a_connection_pooler(site: Configuration, tmp_path: Path) -> None:
    pooled = replace(
        site,
        given_database_url="postgresql://nobody@pooler.invalid/site",
        given_backup_url=site.given_database_url,
        backup_key="",
    )
    assert parts_of(run_backup(pooled).address, None, tmp_path / "new")


def test_reading_the_database_waits_as_long_as_needed_and_notices_a_silent_end(
    site: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    limits: list[str] = []

    def run(command: list[str], **_more: Any) -> Any:
        seen.append(command)
        with connection.cursor() as cursor:
            for name in ("idle_in_transaction_session_timeout", "statement_timeout"):
                cursor.execute(f"show {name}")
                limits.append(cursor.fetchone()[0])
        return SimpleNamespace(returncode=0, stderr="")

    with connection.cursor() as cursor:
        cursor.execute("set idle_in_transaction_session_timeout = '5s'")
        cursor.execute("set statement_timeout = '50s'")
    try:
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "OPTIONS", {"keepalives_idle": 10, "x": 1})
            patch.setattr(backup_module, "dump_program", lambda *_: "pg_dump")
            patch.setattr(backup_module, "program_release", lambda *_: 18)
            patch.setattr(subprocess, "run", run)
            backup_module._dump(site, tmp_path / "dump")
        assert limits == ["0", "0"]
        with connection.cursor() as cursor:
            cursor.execute("show idle_in_transaction_session_timeout")
            assert cursor.fetchone()[0] == "5s"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset all")
    assert seen[0][-1] == f"--dbname={site.backup_url}?keepalives_idle=10"
    given = {"keepalives_idle": 10, "keepalives_count": 3}
    kept = backup_module._kept_alive("postgresql://a@b/c?keepalives_idle=60&sslmode=require", given)
    assert kept == "postgresql://a@b/c?keepalives_idle=60&sslmode=require&keepalives_count=3"


def test_a_command_for_the_demonstration_backs_up_no_real_site(
    site: Configuration, tmp_path: Path, quick_dump: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With DATABASE_URL it would take the folder of files and the key of the demonstration."""
    wrong = replace(site, demo=True)
    wrong.folder.mkdir()
    monkeypatch.setattr(backup_module, "set_up_django", lambda _configuration: None)

    def by_hand(configuration: Configuration) -> None:
        backup_module._make(configuration, tmp_path, lambda _line: None, lambda _draft: None)

    for work in (run_backup, list_backups, by_hand):
        with pytest.raises(SiteError, match="contains a real site.*Add --real"):
            work(wrong)
    assert not BackupRun.objects.exists()
    assert not (tmp_path / "backups").exists()
    by_hand(site)
    Installation.objects.update(kind="demo")
    with pytest.raises(SiteError, match="contains a demonstration.*Leave out --real"):
        run_backup(site)
    assert "majlis backup --real" in operation.backups(site).mend
    assert "--real" not in operation.backups(wrong).mend


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """A storage of objects on this machine; its address."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket that exists, for MAJLIS_BACKUP_TO."""
    import requests

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "only")
    with closing(requests.put(f"{storage}/backups", timeout=30)) as answer:
        assert answer.ok
    yield f"s3://backups/majlis?endpoint={quote(storage)}&region=us-east-1"
    requests.post(f"{storage}/moto-api/reset", timeout=30).close()


def parts_of(source: str, identity: Path | None, folder: Path) -> set[str]:
    """The names of the parts of a backup that is whole."""
    with (
        restore._open_source(source, identity, folder, lambda _line: None) as file,
        tarfile.open(fileobj=file) as archive,
    ):
        return {part.name for part in restore.verify_backup(archive).parts}


def test_a_scheduled_backup_is_whole_encrypted_and_recorded(
    site: Configuration, tmp_path: Path
) -> None:
    made = run_backup(site)
    path = Path(made.address)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.parent == tmp_path / "backups"
    content = path.read_bytes()
    assert made.size == len(content)
    assert b"Some evidence" not in content and b"database.dump" not in content
    (stored,) = site.files.glob("??/*")
    parts = parts_of(made.address, tmp_path / "secret.txt", tmp_path / "new")
    assert parts == {"database.dump", f"files/{stored.name}"}
    with pytest.raises(SiteError, match="is encrypted.* --identity"):
        parts_of(made.address, None, tmp_path / "new")
    create_identity(tmp_path / "other.txt")
    with pytest.raises(SiteError, match="cannot be decrypted with the secret key"):
        parts_of(made.address, tmp_path / "other.txt", tmp_path / "new")
    for damaged in (content[:-1], content[:-500], content[:3000] + b"!" + content[3001:]):
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(SiteError, match="damaged"):
            parts_of(str(tmp_path / "damaged"), tmp_path / "secret.txt", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert last_backup().latest == made
    assert operation.backups(site).state == OK


def test_a_backup_in_a_bucket_is_sent_in_parts_listed_read_and_deleted_in_time(
    site: Configuration, bucket: str, tmp_path: Path, quick_dump: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr("majlis.site.backup_targets.PART_SIZE", 5 << 20)
    files.store_file([bytes(6 << 20)], allowed=None)
    configuration = replace(site, backup_to=bucket, backup_keep="2d")
    store = S3Store(
        "backups",
        prefix="majlis",
        endpoint=bucket.partition("endpoint=")[2].partition("&")[0].replace("%3A", ":"),
        region="us-east-1",
        client_options={"allow_http": True},
    )
    now = timezone.now()
    ours = [backup_name(PREFIX, now - days * DAY, encrypted=False) for days in (9, 3, 1)]
    others = ["letter.txt", backup_name("majlis-real-ffffffff", now - 9 * DAY, encrypted=False)]
    for name in [*ours, *others]:
        obstore.put(store, name, b"x")
    made = run_backup(configuration)
    assert not made.error
    left = {entry["path"] for batch in obstore.list(store) for entry in batch}
    name = made.address.partition("?")[0].rpartition("/")[2]
    assert left == {*others, ours[2], name}
    assert [backup.address for backup in list_backups(configuration)][-1] == made.address
    parts = parts_of(made.address, tmp_path / "secret.txt", tmp_path / "new")
    assert len(parts) == 3
    assert made.size is not None and made.size > 5 << 20
    assert not list((site.folder / "backup").iterdir())
    with pytest.raises(SiteError, match="no such backup"):
        parts_of(made.address.replace(name, "absent"), None, tmp_path / "new")


def test_an_unreachable_bucket_is_told_recorded_and_leaves_no_file(
    site: Configuration, quick_dump: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "only")
    nowhere = "s3://backups?endpoint=http://127.0.0.1:1&region=us-east-1"
    configuration = replace(site, backup_to=nowhere)
    with pytest.raises(SiteError, match="could not be sent.*Check MAJLIS_BACKUP_TO") as refused:
        run_backup(configuration)
    assert "\n" not in str(refused.value)
    assert "retries" not in str(refused.value)
    assert not list((site.folder / "backup").iterdir())
    failed = BackupRun.objects.get()
    assert failed.error == str(refused.value)
    assert failed.finished_at is not None and not failed.sha256
    found = operation.backups(configuration)
    assert found.state == WARNING and "could not be sent" in found.what


class FullDisk(io.BytesIO):
    """A file that takes nothing any more."""

    @override
    def write(self, _data: Any, /) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("key", [True, False])
def test_a_disk_that_is_full_leaves_no_file_and_says_so(
    site: Configuration, tmp_path: Path, quick_dump: None, monkeypatch: Any, key: bool
) -> None:
    configuration = site if key else replace(site, backup_key="")
    free = shutil.disk_usage(tmp_path)._replace(free=1000)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: free)
        with pytest.raises(SiteError, match="0 MB of free space; the backup may need"):
            run_backup(configuration)
    written = backup_module._HashingWriter.write

    def write(self: Any, data: Any, /) -> int:
        if self.size > 1000:
            self.file = FullDisk()
        return written(self, data)

    monkeypatch.setattr(backup_module._HashingWriter, "write", write)
    files.store_file([bytes(3 << 20)], allowed=None)
    with pytest.raises(SiteError, match="cannot be written.*No space left.*enough free space"):
        run_backup(configuration)
    assert list((tmp_path / "backups").iterdir()) == []
    assert [bool(run.error) for run in BackupRun.objects.all()] == [True, True]


def test_a_large_file_is_encrypted_piece_by_piece(
    site: Configuration, quick_dump: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = backup_module._HashingWriter.write
    sizes: list[int] = []

    def write(self: Any, data: Any, /) -> int:
        sizes.append(len(data))
        return written(self, data)

    monkeypatch.setattr(backup_module._HashingWriter, "write", write)
    files.store_file([bytes(1 << 20)] * 15, allowed=None)
    made = run_backup(site)
    assert made.size == sum(sizes) > 15 << 20
    assert max(sizes) <= 1 << 20


HOLD_A_DRAFT = """
import sys
from pathlib import Path
from majlis.site import backup
with backup._held(sys.argv[1]):
    (Path(sys.argv[1]) / "draft").write_bytes(b"half")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_backup_leaves_nothing_to_the_next_and_one_that_goes_on_is_left(
    site: Configuration, tmp_path: Path, quick_dump: None
) -> None:
    draft = tmp_path / "backups" / f"{backup_module.DRAFT_PREFIX}x"
    draft.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_A_DRAFT, draft], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        run_backup(site)
        assert (draft / "draft").exists()
        other.kill()
    BackupRun.objects.all().delete()
    for made in (tmp_path / "backups").glob("majlis-*"):
        made.unlink()
    run_backup(site)
    assert not draft.exists()


def test_what_a_killed_backup_left_without_a_lock_goes_after_a_day(
    site: Configuration, tmp_path: Path, quick_dump: None, monkeypatch: Any
) -> None:
    left = tmp_path / "backups" / f"{backup_module.DRAFT_PREFIX}x"
    left.mkdir(parents=True)
    (left / "draft").write_bytes(b"half")
    BackupRun.objects.create()
    monkeypatch.setattr(tasks, "load_configuration", lambda: site)
    tasks.back_up.func()
    assert left.exists()  # it may still be going on
    assert sorted(BackupRun.objects.values_list("error", flat=True)) == [
        "",
        scheduled_backups.INTERRUPTED,
    ]
    monkeypatch.setattr(backup_module, "MAX_DRAFT_AGE", -1.0)
    run_backup(replace(site, backup_key=""))
    assert not left.exists()


def test_a_damaged_file_is_recorded_and_old_backups_stay(
    site: Configuration, quick_dump: None
) -> None:
    (stored,) = site.files.glob("??/*")
    stored.write_bytes(b"Other evidence")
    made = run_backup(replace(site, backup_keep="1d"))
    assert stored.name in made.error
    assert last_backup().latest == made
    assert operation.backups(site).state == WARNING


@pytest.mark.django_db
def test_a_backup_is_due_after_its_interval_and_again_after_a_failure(settings: Any) -> None:
    now = datetime(2027, 3, 10, 12, tzinfo=UTC)
    settings.MAJLIS_BACKUP_TO, settings.MAJLIS_BACKUP_EVERY = "", 24
    assert not scheduled_backups.is_backup_due(now)
    settings.MAJLIS_BACKUP_TO = "/backups"
    assert scheduled_backups.is_backup_due(now)
    BackupRun.objects.create(started_at=now - 2 * DAY, finished_at=now - 2 * DAY, sha256="a" * 64)
    BackupRun.objects.create(started_at=now - DAY, finished_at=now - DAY, error="The disk is full.")
    assert scheduled_backups.is_backup_due(now)
    BackupRun.objects.create(started_at=now, finished_at=now, sha256="b" * 64)
    assert not scheduled_backups.is_backup_due(now + DAY - timedelta(hours=1))
    assert scheduled_backups.is_backup_due(now + DAY)


@pytest.mark.django_db
def test_a_backup_made_while_the_clock_was_ahead_puts_off_no_other(
    tmp_path: Path, settings: Any
) -> None:
    settings.MAJLIS_BACKUP_TO, settings.MAJLIS_BACKUP_EVERY = "/backups", 24
    configuration, now = configure(tmp_path), timezone.now()
    ahead = now + 400 * DAY
    BackupRun.objects.create(started_at=ahead, finished_at=ahead, sha256="a" * 64)
    assert scheduled_backups.is_backup_due(now)
    assert operation.backups(configuration).what == "none yet"
    then = now - 3 * DAY
    made = BackupRun.objects.create(started_at=then, finished_at=then, sha256="b" * 64)
    assert last_backup().latest == made
    assert operation.backups(configuration).state == WRONG
    soon = now + timedelta(minutes=4)  # another server's clock is a little ahead
    BackupRun.objects.create(started_at=soon, finished_at=soon, sha256="c" * 64)
    assert not scheduled_backups.is_backup_due(now)
    assert operation.backups(configuration).state == OK


@pytest.mark.django_db
def test_late_and_failed_backups_are_reported(tmp_path: Path, settings: Any) -> None:
    configuration = configure(tmp_path)
    settings.MAJLIS_BACKUP_TO, settings.MAJLIS_BACKUP_EVERY = "", 12
    found = operation.backups(configuration)
    assert found.state == WARNING and "MAJLIS_BACKUP_TO" in found.mend
    assert operation.backups(replace(configuration, demo=True)).state == OK
    found = operation.backups(replace(configuration, postgres_programs=tmp_path))
    assert found.state == WRONG and "MAJLIS_POSTGRES_PROGRAMS" in found.mend
    settings.MAJLIS_BACKUP_TO = "/backups"
    assert operation.backups(configuration).state == WARNING  # none yet
    now = timezone.now()
    made = BackupRun.objects.create(
        started_at=now - DAY, finished_at=now - DAY, sha256="a" * 64, size=3_000_000
    )
    made.started_at = now - timedelta(hours=23)
    made.save()
    found = operation.backups(configuration)
    assert (found.state, found.what) == (OK, "the last one was made 23 hours ago (3 MB)")
    BackupRun.objects.create(finished_at=now, error="The disk is full.")
    found = operation.backups(configuration)
    assert found.state == WARNING and "The disk is full." in found.what
    made.started_at = now - timedelta(hours=25)
    made.save()
    found = operation.backups(configuration)
    assert found.state == WRONG and found.mend
    made.delete()
    BackupRun.objects.update(started_at=now - timedelta(hours=25))
    assert operation.backups(configuration).state == WRONG  # never one, for more than two intervals


def test_the_file_of_a_secret_key_is_never_replaced(tmp_path: Path) -> None:
    create_identity(tmp_path / "secret.txt")
    assert (tmp_path / "secret.txt").stat().st_mode & 0o777 == 0o600
    with pytest.raises(SiteError, match="cannot be written"):
        create_identity(tmp_path / "secret.txt")
