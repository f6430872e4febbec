"""Sites that run, for tests of the commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.site.site_process import Site, new_folder, unprivileged_user


@pytest.fixture(scope="session")
def prepared() -> Iterator[Site]:
    """A demonstration that was started once, to be started again: that is quick."""
    site = Site(new_folder({}))
    site.data.chmod(0o755)
    try:
        site.start()
        site.stop()
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
