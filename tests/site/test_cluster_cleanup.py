"""What killed test runs left is removed, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.cluster import OWNER_FILE, remove_orphans


@pytest.fixture(scope="module")
def dead() -> int:
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-S", "-c", ""])
    done.wait()
    return done.pid


def abandoned_folder(parent: Path, server: int | None, owner: int | None, hours: float) -> Path:
    """The folder of a run, last written to some hours ago."""
    folder = parent / "majlis-test-ab_c1234"
    (folder / "pg/pg_wal").mkdir(parents=True)
    (folder / "pg/pg_wal/1").write_text("x")
    if server is not None:
        (folder / "pg/postmaster.pid").write_text(f"{server}\n{folder}\n")
    if owner is not None:
        (folder / OWNER_FILE).write_text(str(owner))
    then = time.time() - hours * 3600
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (then, then))
    return folder


def test_a_folder_whose_server_and_run_are_dead_goes(tmp_path: Path, dead: int) -> None:
    for server, owner in ((dead, dead), (dead, None), (None, dead)):
        folder = abandoned_folder(tmp_path, server, owner, hours=2)
        remove_orphans(tmp_path)
        assert not folder.exists()


def test_a_folder_in_use_or_in_doubt_stays(tmp_path: Path, dead: int) -> None:
    here = os.getpid()
    cases = [(here, dead, 2.0), (dead, here, 2.0), (None, here, 2.0), (None, None, 2.0)]
    for at, (server, owner, hours) in enumerate([*cases, (dead, dead, 0.5)]):
        parent = tmp_path / str(at)
        folder = abandoned_folder(parent, server, owner, hours)
        remove_orphans(parent)
        assert folder.exists(), (server, owner, hours)


def test_what_was_written_to_of_late_stays(tmp_path: Path, dead: int) -> None:
    folder = abandoned_folder(tmp_path, dead, dead, hours=2)
    os.utime(folder / "pg/pg_wal/1")
    remove_orphans(tmp_path)
    assert folder.exists()


def test_other_folders_links_and_half_written_notes_stay(tmp_path: Path, dead: int) -> None:
    folder = abandoned_folder(tmp_path, dead, dead, hours=2)
    named = folder.rename(tmp_path / "majlis-test-kept-by-hand")
    (tmp_path / "majlis-test-12345678").symlink_to(named)
    half = abandoned_folder(tmp_path, dead, None, hours=2)
    (half / OWNER_FILE).write_text("")
    os.utime(half / OWNER_FILE, (1, 1))
    os.utime(half, (1, 1))
    remove_orphans(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "majlis-test-12345678", "majlis-test-ab_c1234", "majlis-test-kept-by-hand",
    ]  # fmt: skip
    assert (named / OWNER_FILE).exists()
