"""``majlis up``: one process that starts the database, the server and the workers, and restarts them."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from majlis.site import catalogue_files, fingerprint, parent_death, ports
from majlis.site.account_process import become_account_of
from majlis.site.child_process import ChildProcess
from majlis.site.configuration import Configuration
from majlis.site.database_setup import set_up_database
from majlis.site.errors import SiteError
from majlis.site.incidents import IncidentKind, record_incident, write_waiting
from majlis.site.lock import FolderLock
from majlis.site.logs import turn_over
from majlis.site.postgres import Cluster, ClusterError
from majlis.site.progress import Progress
from majlis.site.system_account import SystemAccount
from majlis.site.worker_processes import GROUP_HEARTBEAT

MAX_START = 120.0
MAX_DATABASE_PAUSE = 4.0
"""Seconds between two attempts to start a database that ends: a full disk gets room, a person mends it."""
NOT_FOR_THE_SITE = ("DATABASE_OWNER_URL",)
"""Settings that the server and the worker do not get: with them, who takes a process takes the audit."""
TO_TRY = (
    "Three things to try at the address below:",
    '  1. Follow the links under "Try this" on the front page.',
    '  2. Select "Sign in" and then a person. One click signs you in.',
    '  3. Select "Import your own text", for example samples/tidal-gardens.2026.en.docx.',
)
"""What a demonstration says before its address."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


class StopRequested(Exception):
    """A signal asked the supervisor to stop."""


class Supervisor:
    """Starts the parts of a site in order, keeps them alive, and stops them in reverse order."""

    def __init__(
        self, configuration: Configuration, say: Callable[[str], None], gave_up_root: bool = False
    ) -> None:
        self.configuration = configuration
        self.gave_up_root = gave_up_root
        self.say = say
        self.progress = Progress(say)
        self.folder = configuration.folder
        self.account = SystemAccount(os.geteuid(), os.getegid())
        self.lock = FolderLock(self.folder)
        self.cluster = (
            Cluster(self.folder, self.account, configuration.postgres_programs)
            if configuration.own_cluster
            else None
        )
        self.children: list[ChildProcess] = []
        self.links: list[str] = []
        self.step: subprocess.Popen[str] | None = None
        self.asked_to_stop = 0
        self._wakeup, self._alarm = os.pipe()
        self._cluster_due: float | None = None
        self._cluster_pause = 0.0

    @property
    def address(self) -> str:
        """The address of the site on this machine."""
        return f"http://127.0.0.1:{self.configuration.port}/"

    def run(self) -> int:
        """Start everything, print the address, keep it alive until a stop; return the exit status."""
        with self._listening_to_signals():
            try:
                with self.progress.pulsing():
                    self._start()
                self._announce()
                self._watch()
            except StopRequested:
                self.say("Stopping")
            except SiteError:
                if not self.asked_to_stop:
                    raise
            finally:
                self._stop()
        return 0

    # Starting

    def _start(self) -> None:
        configuration = self.configuration
        self._make_folder()
        self.lock.take(self.address)
        ports.wait_for_free_port(configuration.listen, configuration.port, self.gave_up_root)
        prepared = self.folder / "prepared"
        key = configuration.secret_key()
        unchanged = fingerprint.is_unchanged(prepared, key)
        fresh = configuration.own_cluster and unchanged
        if self.cluster is not None:
            self.cluster.make(self.progress.say)
            self.progress.say("Starting the database")
            self.cluster.start(self.progress.say)
            if not fresh:
                set_up_database(self.cluster, configuration.database_name)
        if not fresh:
            self._prepare(prepared, unchanged)
        if configuration.old_secret_keys:
            self._run_step("majlis.site.reencrypt")
        self._check_stop()
        self.progress.say("Starting the site")
        server = self._start_child("server", "majlis.site.server")
        self._start_child("worker", "majlis.site.worker_group", self.folder / GROUP_HEARTBEAT)
        self._wait_for_answer(server)

    def _start_child(self, name: str, module: str, heartbeat: Path | None = None) -> ChildProcess:
        environment = self._environment()
        for setting in NOT_FOR_THE_SITE:
            environment.pop(setting, None)
        child = ChildProcess(
            name,
            [sys.executable, "-m", module],
            self.folder / "log" / f"{name}.log",
            environment,
            heartbeat,
        )
        self.children.append(child)
        child.start()
        return child

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise SiteError(
                f"The data folder {self.folder} cannot be created: {error.strerror}.",
                "Run the command as the user that created it, or set another folder with "
                "MAJLIS_DATA.",
            ) from error

    def _environment(self) -> dict[str, str]:
        environment = {"DJANGO_SETTINGS_MODULE": "majlis.site.settings", **os.environ}
        environment["MAJLIS_DEMO"] = "1" if self.configuration.demo else "0"
        environment["MAJLIS_DATA"] = str(self.configuration.data)
        environment["PYTHONUNBUFFERED"] = "1"
        # Each of many threads would keep free memory for itself.
        environment.setdefault("MALLOC_ARENA_MAX", "2")
        # Bytecode goes to the data folder, because the folder of the code may not be writable.
        environment["PYTHONPYCACHEPREFIX"] = str(self.folder / "pycache")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return environment

    def _prepare(self, prepared: Path, unchanged: bool) -> None:
        """Prepare the database and the files for this code, and report progress.

        ``unchanged``: this machine did it before; then only another machine can have left something to do.
        """
        self.progress.say(
            "Looking at the database" if unchanged else "Preparing the site (once for each release)"
        )
        prepared.unlink(missing_ok=True)
        self._run_step("majlis.site.prepare", *(["--unchanged"] if unchanged else []))
        if not self.links:  # a link for the first administrator is offered again until it is used
            fingerprint.save_fingerprint(prepared, self.configuration.secret_key())

    def _run_step(self, module: str, *arguments: str) -> None:
        """Run a module as the owner of the tables, and read its output. Raises SiteError, StopRequested."""
        environment = self._environment()
        environment["DJANGO_SETTINGS_MODULE"] = "majlis.site.settings_owner"
        self.step = parent_death.start_process(
            [sys.executable, "-m", module, *arguments],
            signal.SIGKILL,
            self.account,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        last = refused = ""
        with self.step as child:
            assert child.stdout is not None
            for line in child.stdout:
                last = line.strip() or last
                refused = self._hear(line.rstrip("\n")) or refused
        self._check_stop()
        if refused:
            raise SiteError(refused)
        if child.returncode != 0:
            raise SiteError(
                f"The site could not be prepared: {last}",
                "Correct this problem and start again. Run majlis check to find others.",
            )

    def _hear(self, line: str) -> str:
        """Handle a line of the preparing process: store a link, report progress, or return a refusal."""
        mark, _, rest = line.partition("\t")
        if mark == "refused":
            return rest
        if mark == "link":
            self.links.append(rest)
        elif line.strip():
            self.progress.say(line)
        return ""

    def _wait_for_answer(self, server: ChildProcess) -> None:
        configuration = self.configuration
        until = time.monotonic() + MAX_START
        while not ports.response_status(
            configuration.listen, configuration.port, configuration.host
        ):
            self._check_stop()
            if server.ended:
                raise SiteError(
                    f"The server ended during the start: {server.last_words()}",
                    f"Its log is {server.log}.",
                )
            if time.monotonic() > until:
                raise SiteError("The server does not respond.", f"Its log is {server.log}.")
            time.sleep(0.05)

    def _announce(self) -> None:
        kind = "The demonstration" if self.configuration.demo else "The site"
        self.say(f"{kind} is running. Press Ctrl-C to stop it.")
        for line in (*self.links, *(TO_TRY if self.configuration.demo else ())):
            self.say(line)
        print(self.address, flush=True)
        if self.configuration.address:
            self.say(f"Public address: {self.configuration.address}")

    # Keeping alive

    def _watch(self) -> None:
        while True:
            self._check_stop()
            if self.cluster is not None:
                self._look_after_cluster(self.cluster)
            for child in self.children:
                if not child.ended and child.hangs():
                    what = f"The {child.name} gave no sign of activity and was restarted."
                    self._report(IncidentKind.PROCESS_HUNG, what)
                    child.kill()
                self._restart_ended(child)
            self._turn_over_logs()
            write_waiting(self.folder)
            self._sleep()

    def _report(self, kind: IncidentKind, what: str) -> None:
        """Say what happened, and keep it for ``majlis check`` and the page for operators."""
        self.say(what)
        record_incident(self.folder, kind, what)

    def _turn_over_logs(self) -> None:
        logs = [child.log for child in self.children]
        if self.cluster is not None:
            logs.append(self.cluster.log)
        for log in logs:
            turn_over(log)

    def _restart_ended(self, child: ChildProcess) -> None:
        """Note that a child has ended, and start it again when it is due."""
        if child.ended:
            self._note_end(child)
        if child.due is not None and time.monotonic() >= child.due:
            try:
                child.start()
            except OSError as error:  # for want of memory, processes or room for its log
                child.due = time.monotonic() + child.pause
                self.say(f"The {child.name} cannot be started now: {error.strerror}")

    def _restart_server(self) -> None:
        """Restart the server if it has ended too: it starts while the database recovers, and needs it for requests only."""
        for child in self.children:
            if child.name == "server":
                self._restart_ended(child)

    def _look_after_cluster(self, cluster: Cluster) -> None:
        """Start the database again when it has ended; if it cannot start, try again, without limit."""
        now = time.monotonic()
        if cluster.process is not None and cluster.process.poll() is not None:
            self._report(IncidentKind.DATABASE_ENDED, "The database ended and was restarted.")
            cluster.process = None
            self._cluster_due = now
        if self._cluster_due is None or now < self._cluster_due:
            return
        try:
            cluster.start(self.say, self._restart_server)
        except (ClusterError, OSError) as error:
            cluster.quit()
            cluster.process = None
            self._cluster_pause = min(MAX_DATABASE_PAUSE, max(0.5, self._cluster_pause * 2))
            self._cluster_due = time.monotonic() + self._cluster_pause
            self.say(f"The database cannot be started now: {error}")
        else:
            self._cluster_due, self._cluster_pause = None, 0.0

    def _note_end(self, child: ChildProcess) -> None:
        what = f"The {child.name} ended and was restarted (its log is {child.log}): {child.last_words()}"
        child.note_end()
        self._report(IncidentKind.PROCESS_ENDED, what)

    def _sleep(self) -> None:
        """Wait for a signal, or until a process has to start."""
        dues = [child.due for child in self.children] + [self._cluster_due]
        waits = [due - time.monotonic() for due in dues if due is not None]
        patience = max(0.0, min([5.0, *waits]))
        ready, _, _ = select.select([self._wakeup], [], [], patience)
        if ready:
            os.read(self._wakeup, 4096)

    # Stopping

    def _check_stop(self) -> None:
        if self.asked_to_stop:
            raise StopRequested

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        if self.cluster is not None:
            self.cluster.stop()
        self.lock.release()

    def _hurry(self) -> None:
        """Kill a running preparation; at a second signal also kill processes that are still stopping."""
        if self.step is not None and self.step.poll() is None:
            self.step.kill()
        if self.asked_to_stop > 1:
            for child in self.children:
                child.kill()
            if self.cluster is not None:
                self.cluster.quit()

    @contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        """Handle signals as requests to stop, which are checked between steps."""

        def note(number: int, _: object) -> None:
            if number != signal.SIGCHLD:
                self.asked_to_stop += 1
                self._hurry()

        os.set_blocking(self._alarm, False)
        previous = signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        handlers = {}
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                handlers[number] = signal.signal(number, note)
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(previous)


def up(configuration: Configuration, say: Callable[[str], None], with_parent: bool = False) -> int:
    """Run a site until a signal stops it; return the exit status. Raises SiteError if it cannot start.

    ``with_parent``: also stop when the process that started this one ends.
    """
    catalogue_files.compile_if_stale()  # they are beside the code, which belongs to the user who started this
    gave_up_root = os.geteuid() == 0
    for opened in become_account_of(configuration):
        say(f"The account of the site now has access through the folder {opened}")
    parent_death.forbid_reading()
    if with_parent:
        parent_death.end_with_parent(signal.SIGTERM)
    return Supervisor(configuration, say, gave_up_root).run()
