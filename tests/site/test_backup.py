"""A backup holds everything, and a restored site holds it again; what is damaged is refused."""

from __future__ import annotations

import io
import json
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from majlis.site.command_database import running_database
from majlis.site.configuration import load_configuration
from majlis.site.errors import SiteError
from majlis.site.restore import verify_backup
from tests.site.database_contents import database_contents
from tests.site.site_process import ROOT, Site, new_folder, share_compiled
from tests.support.accounts import account_for
from tests.support.cluster import external_server, server_folders


def url_of(site: Site) -> str:
    return load_configuration({"MAJLIS_DATA": str(site.data)}).owner_url.replace(
        "majlis_owner", "postgres"
    )


def write_to_site(site: Site, *names: str) -> list[dict[str, object]]:
    """Write records to a running site, as its own role and user."""
    return [json.loads(line) for line in run_inside(site, "writer", *names).splitlines()]


def run_inside(site: Site, program: str, *words: str) -> str:
    """Run one of the programs that stand beside the tests on the site's own database and key."""
    user = site.folder.stat()
    done = subprocess.run(
        [sys.executable, "-m", f"tests.site.{program}", *words],
        env=site.environment() | {"DJANGO_SETTINGS_MODULE": "tests.site.writer_settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        user=user.st_uid,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def backup_folder() -> Iterator[Path]:
    """A folder for backups and restored sites."""
    folder = new_folder({})
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def backup(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A backup, made while the site ran, of records with files."""
    target = tmp_path_factory.mktemp("backup") / "site.majlis"
    prepared.start()
    write_to_site(prepared, *(f"first-{number}" for number in range(5)))
    done = prepared.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    kept = len(list(prepared.folder.glob("files/*/*")))
    assert kept >= 5
    assert f"{kept} files" in done.stdout
    prepared.stop()
    yield target


@pytest.mark.slow
def test_who_turned_two_step_sign_in_on_signs_in_with_it_on_a_restored_site(
    site: Site, backup_folder: Path
) -> None:
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        secret, code = run_inside(site, "second_step", "on").split()
        assert site.run("backup", str(backup_folder / "b.majlis")).returncode == 0
    restored = Site(backup_folder / "restored")
    done = restored.run("restore", str(backup_folder / "b.majlis"), "--into", str(restored.data))
    assert done.returncode == 0, done.stderr
    with (
        running_database(load_configuration({"MAJLIS_DATA": str(restored.data)})),
        psycopg.connect(url_of(restored)) as connection,
    ):
        held = connection.execute("select data::text from mfa_authenticator").fetchall()
        assert len(held) == 2 and secret not in repr(held)
        run_inside(restored, "second_step", "codes", secret, code)


def test_a_restored_site_holds_every_record_every_file_and_every_right(
    site: Site, backup: Path, backup_folder: Path
) -> None:
    still = (
        backup_folder / "still.majlis"
    )  # of a site that stands still, so that nothing may differ
    assert site.run("backup", str(still)).returncode == 0
    restored = Site(backup_folder / "restored")
    done = restored.run("restore", str(still), "--into", str(restored.data))
    assert done.returncode == 0, done.stderr
    assert f"make up MAJLIS_DATA={restored.data}" in done.stdout
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        before = database_contents(url_of(site))
    with running_database(load_configuration({"MAJLIS_DATA": str(restored.data)})):
        after = database_contents(url_of(restored))
        with (
            psycopg.connect(
                load_configuration({"MAJLIS_DATA": str(restored.data)}).database_url
            ) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("update kernel_auditentry set verb = 'other'")
    assert len(before["rows of kernel_record"]) >= 5
    assert len(before["rows of kernel_auditentry"]) >= 5
    assert set(after) == set(before)
    for what, rows in before.items():
        assert after[what] == rows, what
    files = [path.relative_to(site.folder) for path in site.folder.glob("files/*/*")]
    assert len(files) >= 5
    for path in [*files, Path("secret_key")]:
        assert (restored.folder / path).read_bytes() == (site.folder / path).read_bytes()
    assert restored.run("check").returncode == 0


@pytest.mark.slow
def test_a_backup_made_while_people_write_is_one_moment_whole(
    site: Site, backup_folder: Path
) -> None:
    site.start()
    busy = threading.Event()
    written: list[dict[str, object]] = []

    def keep_writing() -> None:
        for number in range(8):
            written.extend(write_to_site(site, *(f"busy-{number}-{each}" for each in range(20))))
            busy.set()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    assert busy.wait(300)
    done = site.run("backup", str(backup_folder / "busy.majlis"))
    writer.join()
    assert done.returncode == 0, done.stderr
    site.stop()
    restored = Site(backup_folder / "restored")
    done = restored.run("restore", str(backup_folder / "busy.majlis"), "--into", str(restored.data))
    assert done.returncode == 0, done.stderr
    try:
        share_compiled(site, restored)
        restored.start()
        with psycopg.connect(url_of(restored)) as connection:
            records = connection.execute(
                "select r.id, count(distinct a.id), count(distinct w.id), min(f.sha256) "
                "from kernel_record r left join kernel_auditentry a on a.record_id = r.id "
                "left join kernel_wording w on w.record_id = r.id "
                "left join kernel_attachment t on t.record_id = r.id "
                "left join kernel_storedfile f on f.id = t.file_id "
                "where r.address like 'tests/busy%' group by 1"
            ).fetchall()
        assert 20 <= len(records) <= len(written) == 160
        for _, entries, words, sha256 in records:
            assert (entries, words) == (1, 6)
            assert (restored.folder / "files" / sha256[:2] / sha256).is_file()
        restored.stop()
    finally:
        restored.end()


@pytest.mark.slow
@pytest.mark.parametrize("programs", server_folders(), ids=str)
def test_a_site_moves_to_an_external_database_and_back(
    site: Site, backup: Path, backup_folder: Path, programs: Path
) -> None:
    """Back, it is an encrypted scheduled backup, made as the application's role alone."""
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        assert site.run("backup", str(backup_folder / "first.majlis")).returncode == 0
        before = database_contents(url_of(site))
    server_folder = new_folder({})
    with external_server(programs, server_folder) as address:
        urls = {
            "DATABASE_URL": address.format(role="majlis_app", database="site"),
            "DATABASE_OWNER_URL": address.format(role="majlis_owner", database="site"),
        }
        moved = Site(backup_folder / "moved", **urls, MAJLIS_FILES=str(backup_folder / "files"))
        words = ["restore", str(backup_folder / "first.majlis"), "--into", str(moved.data)]
        done = moved.run(*words)
        assert done.returncode == 0, done.stderr
        superuser = address.format(role="postgres", database="site")
        assert_same_contents(before, database_contents(superuser))
        again = moved.run(*words[:-1], str(backup_folder / "again"))
        assert again.returncode == 1 and "is not empty" in again.stderr
        with psycopg.connect(superuser) as connection:  # which another release may not know
            connection.execute("alter table kernel_record alter id set (n_distinct = 7)")
        key = moved.run("backup", "--new-key", str(backup_folder / "secret.txt"))
        del moved.settings["DATABASE_OWNER_URL"]
        target = backup_folder / "backups"
        target.mkdir()
        account_for(moved.folder).take(target)
        moved.settings |= {
            "MAJLIS_BACKUP_TO": str(target),
            "MAJLIS_BACKUP_KEY": key.stdout.strip(),
        }
        done = moved.run("backup", "--now")
        assert done.returncode == 0, done.stderr
        listed = moved.run("backup", "--list").stdout.splitlines()
        after = database_contents(superuser)
    shutil.rmtree(server_folder, ignore_errors=True)
    assert len(listed) == 1 and done.stdout.split()[0] == listed[0].split()[0]
    back = Site(backup_folder / "back")
    words = ["restore", listed[0].split()[0], "--into", str(back.data)]
    assert "is encrypted" in back.run(*words).stderr
    done = back.run(*words, "--identity", str(backup_folder / "secret.txt"))
    assert done.returncode == 0, done.stderr
    with running_database(load_configuration({"MAJLIS_DATA": str(back.data)})):
        contents = database_contents(url_of(back))
    del after["rows of site_backuprun"], contents["rows of site_backuprun"]
    assert_same_contents(after, contents)
    kept = sorted(path.name for path in site.folder.glob("files/*/*"))
    assert sorted(path.name for path in back.folder.glob("files/*/*")) == kept


def assert_same_contents(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> None:
    """Whatever a database holds; versions of extensions are those of its server."""
    assert set(after) == set(before)
    for what, rows in before.items():
        if what != "extensions":
            assert after[what] == rows, what


def test_a_backup_is_readable_by_its_maker_only_and_never_replaces_a_file(
    site: Site, backup: Path
) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = backup.read_bytes()
    done = site.run("backup", str(backup))
    assert done.returncode == 1
    assert "already exists" in done.stderr
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_was(
    site: Site, backup: Path, backup_folder: Path
) -> None:
    (backup_folder / "mine.txt").write_text("mine")
    done = site.run("restore", str(backup), "--into", str(backup_folder))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in backup_folder.iterdir()] == ["mine.txt"]


def test_a_backup_where_there_is_no_site_says_so(backup_folder: Path) -> None:
    nothing = Site(backup_folder / "nothing")
    done = nothing.run("backup", str(backup_folder / "b"))
    assert done.returncode == 1
    assert "There is no site in" in done.stderr
    assert not (backup_folder / "b").exists()
    assert not nothing.data.exists()


def altered(backup: Path, target: Path, change: Callable[[tarfile.TarInfo, bytes], object]) -> Path:
    """A copy of a backup with each part changed as told; None leaves a part out."""
    with tarfile.open(backup) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            file = old.extractfile(member)
            assert file is not None
            data = change(member, file.read())
            if isinstance(data, bytes):
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    "change",
    [
        lambda member, data: data[:-1] + b"!" if member.name.startswith("files/") else data,
        lambda member, data: None if member.name == "database.dump" else data,
        lambda member, data: None if member.name == "manifest.json" else data,
        lambda member, data: b"{}" if member.name == "manifest.json" else data,
        lambda member, data: data.replace(b'"format": 1', b'"format": 9'),
        lambda member, data: data.replace(b'"files/', b'"../es/') if b"{" == data[:1] else data,
    ],
    ids=["a file", "no database", "no manifest", "empty manifest", "format", "a way out"],
)
def test_a_damaged_backup_is_refused_before_anything_is_made(
    site: Site,
    backup: Path,
    backup_folder: Path,
    change: Callable[[tarfile.TarInfo, bytes], object],
) -> None:
    with (
        tarfile.open(altered(backup, backup_folder / "damaged", change)) as archive,
        pytest.raises(SiteError) as refused,
    ):
        verify_backup(archive)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.3, 0.9])
def test_a_backup_that_was_cut_short_is_refused(
    site: Site, backup: Path, backup_folder: Path, kept: float
) -> None:
    whole = backup.read_bytes()
    (backup_folder / "short").write_bytes(whole[: int(len(whole) * kept)])
    done = site.run("restore", str(backup_folder / "short"), "--into", str(backup_folder / "new"))
    assert done.returncode == 1
    assert done.stderr.count("\n") <= 2
    assert not (backup_folder / "new").exists()


def test_a_backup_of_a_newer_release_is_refused_and_nothing_stays(
    site: Site, backup: Path, backup_folder: Path
) -> None:
    def newer(member: tarfile.TarInfo, data: bytes) -> bytes:
        if member.name != "manifest.json":
            return data
        held = json.loads(data)
        held["migrations"].append(["kernel", "9999_not_yet"])
        return json.dumps(held).encode()

    file = altered(backup, backup_folder / "newer", newer)
    done = site.run("restore", str(file), "--into", str(backup_folder / "new"))
    assert done.returncode == 1
    assert "newer release" in done.stderr
    assert not (backup_folder / "new").exists()


def test_a_file_that_is_no_longer_what_it_was_is_told(
    site: Site, backup: Path, backup_folder: Path
) -> None:
    damaged = next(site.folder.glob("files/*/*"))
    content = damaged.read_bytes()
    try:
        damaged.write_bytes(content + b"!")
        checked = site.run("check")
        assert checked.returncode == 1
        assert damaged.name in checked.stdout
        done = site.run("backup", str(backup_folder / "b"))
        assert done.returncode == 1
        assert damaged.name in done.stderr
        assert (backup_folder / "b").exists()
    finally:
        damaged.write_bytes(content)


@pytest.mark.slow
def test_the_key_of_a_site_is_changed_and_the_old_one_is_needed_for_one_start(
    site: Site,
) -> None:
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        secret, code = run_inside(site, "second_step", "on").split()
    place = site.folder / "secret_key"
    old = place.read_text(encoding="ascii").strip()
    place.unlink()
    site.settings["MAJLIS_OLD_SECRET_KEYS"] = old
    site.start()
    assert any(
        "Secrets encrypted again with the present secret key: " in line for line in site.said
    )
    site.stop()
    del site.settings["MAJLIS_OLD_SECRET_KEYS"]
    assert place.read_text(encoding="ascii").strip() != old
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        run_inside(site, "second_step", "codes", secret, code)
