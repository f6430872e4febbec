"""Fixtures that need the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from majlis.kernel import snapshot_cache
from tests.support import databases
from tests.support.cluster import start_cluster
from tests.support.tasks import DUMMY_TASKS, IMMEDIATE_TASKS


@pytest.fixture(scope="session", autouse=True)
def remove_what_was_committed() -> Iterator[None]:
    """Tests that commit are followed by emptying the tables that they filled."""

    def remove(self: TransactionTestCase) -> None:
        databases.remove_what_was_committed()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", remove)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this process: a clone of one that is migrated once a run.

    The cluster is started when a test first needs a database, and not before.
    """
    start_cluster()
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    before, name = connection.settings_dict["NAME"], f"test_majlis_{process}"
    with django_db_blocker.unblock():
        databases.clone_migrated(name)
        databases.use(name)
        databases.note_what_migrations_bring()
    yield
    with django_db_blocker.unblock():
        databases.use(before)
        databases.drop(name)


@pytest.fixture(autouse=True)
def own_file_folder(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files that a test of the database keeps lie in its own folder."""
    # A page that was asked for leaves its language behind in the thread.
    translation.activate("en")
    if request.node.get_closest_marker("django_db"):
        settings: Any = request.getfixturevalue("settings")
        # Background work is not done by the way: a test that wants it asks for the fixture ``immediate_tasks``.
        settings.TASKS = DUMMY_TASKS
        settings.MAJLIS_FILES = request.getfixturevalue("tmp_path") / "files"
    yield


@pytest.fixture(scope="session", autouse=True)
def exact_figures() -> Iterator[None]:
    """Visitors get no figure that is some seconds old: a test reads what it has just written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot_cache, "MAX_AGE", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The folder of static files is there, as it is when the site has started."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Static files have no fingerprint in tests: fingerprints are made when the site starts."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="module")
def wsis(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The profile of WSIS in a database of its own, for a module of tests."""
    with django_db_blocker.unblock(), databases.profile(tmp_path_factory.mktemp("profile")):
        yield


@pytest.fixture
def demonstration(db: None, settings: Any) -> Iterator[None]:
    """The demonstration, in a database of its own that the test may write to."""
    settings.MAJLIS_DEMO = True
    with databases.demonstration(settings.MAJLIS_FILES):
        yield


@pytest.fixture
def reading_rooms(db: None, settings: Any) -> Iterator[None]:
    """The small world of reading rooms, in a database of its own that the test may write to."""
    settings.MAJLIS_DEMO = True
    with databases.reading_rooms(settings.MAJLIS_FILES):
        yield


@pytest.fixture
def immediate_tasks(settings: Any) -> None:
    """Background work is done before the request ends, as soon as the transaction is kept."""
    settings.TASKS = IMMEDIATE_TASKS
