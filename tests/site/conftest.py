"""Sites that run, for tests of the commands."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.bare_site import make_bare_site
from tests.site.site_process import Site, copy_data, new_folder, unprivileged_user
from tests.support import databases


@pytest.fixture(scope="session")
def prepared(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """A demonstration that can be started at once, without people in it.

    It is made once a run; each process has a copy of it, with the owners of its files.
    """
    kept = Path(os.environ["MAJLIS_TEST_FOLDER"]) / "prepared-site"
    site = Site(new_folder({}))
    site.data.chmod(0o755)
    try:
        with kept.with_suffix(".lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if not kept.exists():
                with django_db_blocker.unblock(), databases.migrated() as tables:
                    make_bare_site(site, tables)
                copy_data(site.data, kept)
            else:
                copy_data(kept, site.data)
        yield site
    finally:
        site.end()
        shutil.rmtree(site.data, ignore_errors=True)


@pytest.fixture
def site(prepared: Site) -> Iterator[Site]:
    """That demonstration, not running; whatever a test leaves is ended."""
    if prepared.process is not None:
        prepared.stop()
    yield prepared
    prepared.end()


@pytest.fixture
def running(prepared: Site) -> Site:
    """That demonstration, running, for tests that only look at it: those that follow have the same one."""
    if prepared.process is None:
        prepared.start()
    return prepared


@pytest.fixture
def fresh() -> Iterator[Site]:
    """A data folder without anything, for an ordinary user."""
    user = unprivileged_user()
    made = Site(new_folder(user), user)
    try:
        yield made
    finally:
        made.end()
        shutil.rmtree(made.data, ignore_errors=True)
