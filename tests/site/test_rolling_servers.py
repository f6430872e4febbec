"""Servers of the release before go on while the present code changes their tables, and beside its servers."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from majlis.site.configuration import load_configuration
from tests.site.rolling_upgrade import last_release
from tests.site.site_clients import Commenter, Reader, comments_address, pages_of_each_room
from tests.site.site_process import ROOT, Site, new_folder

pytestmark = pytest.mark.slow
LISTS = [
    "/en/",
    "/en/texts/",
    "/en/mandates/",
    "/en/entities/",
    "/en/meetings/",
    "/en/documents/",
    "/en/organisations/",
    "/en/bodies/",
    "/en/schemes/",
    "/en/calendar/",
    "/en/search/?q=report",
]
BESIDE = 15.0
"""Seconds for which servers of both releases are used."""
MAX_START = 1200.0
"""Seconds: the demonstration is loaded, on a machine that may be busy."""


@pytest.fixture(scope="module")
def code_of_last_release() -> Iterator[Path]:
    """The code of the last release, from the history of the repository."""
    commit = last_release().get("commit", "")
    known = subprocess.run(
        ["git", "cat-file", "-e", f"{commit}^{{commit}}"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if not commit or known.returncode:
        pytest.skip("the history of the repository with the last release is not here")
    folder = Path(tempfile.mkdtemp(prefix="majlis-release-"))
    try:
        archive = folder / "code.tar"
        subprocess.run(["git", "archive", f"--output={archive}", commit], cwd=ROOT, check=True)
        with tarfile.open(archive) as tar:
            tar.extractall(folder / "code", filter="data")
        folder.chmod(0o755)
        yield folder / "code"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def old_site(code_of_last_release: Path) -> Iterator[Site]:
    """The demonstration of the last release, running."""
    site = Site(new_folder({}), root=code_of_last_release)
    site.data.chmod(0o755)
    site.patience = MAX_START
    try:
        site.start()
        yield site
    finally:
        site.end()
        shutil.rmtree(site.data, ignore_errors=True)


@pytest.fixture
def new_site(old_site: Site) -> Iterator[Site]:
    """A server of the present code on the same database, not started."""
    configuration = load_configuration({"MAJLIS_DATA": str(old_site.data)})
    site = Site(
        new_folder({}),
        DATABASE_URL=configuration.database_url,
        DATABASE_OWNER_URL=configuration.owner_url,
        MAJLIS_SECRET_KEY=(old_site.folder / "secret_key").read_text(encoding="ascii").strip(),
    )
    site.data.chmod(0o755)
    site.patience = MAX_START
    try:
        yield site
    finally:
        site.end()
        shutil.rmtree(site.data, ignore_errors=True)


def test_old_servers_answer_while_the_tables_change_and_afterwards(
    old_site: Site, new_site: Site
) -> None:
    pages = pages_of_each_room(old_site, LISTS)
    assert len(pages) > 2 * len(LISTS)
    reader, commenter = (
        Reader(old_site, pages),
        Commenter(old_site, comments_address(old_site, pages)),
    )
    clients = (reader, commenter)
    for client in clients:
        client.start()
    try:
        new_site.start()  # which changes the tables, and then serves beside the others
        before = (reader.read, len(commenter.written))
        beside = Reader(new_site, pages)
        beside.start()
        time.sleep(BESIDE)
        beside.stop()
    finally:
        for client in clients:
            client.stop()
    assert reader.refused == beside.refused == commenter.refused == []
    after = (reader.read, len(commenter.written))
    assert all(now > then > 0 for then, now in zip(before, after, strict=True)), (before, after)
    assert beside.read
    with psycopg.connect(new_site.settings["DATABASE_OWNER_URL"]) as connection:
        for page, words in commenter.written:
            key = int(page.rstrip("/").rpartition("/")[2])
            stored = connection.execute(
                "select text from comments_comment where id = %s", [key]
            ).fetchone()
            assert stored and stored[0] == words
        failed = connection.execute(
            "select distinct task_path from django_tasks_database_dbtaskresult where status = 'FAILED'"
        ).fetchall()
        assert failed == []
