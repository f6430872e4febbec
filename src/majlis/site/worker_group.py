"""The worker: it loads the site once, forks a process for each group of queues, and forks it again when it ends.

The processes share the memory of the code. Nothing here uses the database, so nothing here can fail with it.
The process for heavy work is there while there is some: it is forked when the other one says so, or when
somebody asks for vectors, and it ends when it has been idle for a minute.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from majlis.site import parent_death
from majlis.site.configuration import load_configuration
from majlis.site.error_reports import start_error_reports
from majlis.site.heartbeats import HeartbeatWatch, write_heartbeat
from majlis.site.incidents import IncidentKind, record_incident, write_waiting
from majlis.site.sockets import make_socket_folder, meaning_socket
from majlis.site.worker_processes import GROUP_HEARTBEAT, PROCESSES, WorkerProcess

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds between the end of a process and its next start; the pause doubles with each early end."""
EARLY_END = 30.0
"""Seconds: a process that ended later than that is forked again at once."""
HEAVY_DELAY = 3.0
"""Seconds by which heavy work begins later than the rest."""
STOP_TIMEOUT = 4.0
"""Seconds for the present tasks to end; the supervisor kills this process soon after."""
HEAVY_WORK_SIGNAL = signal.SIGUSR1
"""By it a process of the worker says that heavy work waits."""
BACKLOG = 64
"""Requests for vectors that may wait to be accepted."""
TURN = 0.5
"""Seconds between two looks at the processes."""


class ForkedWorker:
    """One process of the worker, and when to fork it again."""

    def __init__(
        self, process: WorkerProcess, folder: Path, listener: socket.socket | None = None
    ) -> None:
        self.process = process
        self.folder = folder
        self.listener = listener
        self.is_wanted = True
        self.watch = HeartbeatWatch(process.heartbeat_file(folder))
        self.process_id = 0
        self.pause = 0.0
        # Heavy work begins when the pages answer.
        self.due = time.monotonic() + (HEAVY_DELAY if process.is_heavy else 0.0)
        self.started = 0.0

    def fork(self) -> None:
        """Start the process."""
        tie = parent_death.preexec_function(signal.SIGKILL)
        write_heartbeat_if_possible(self.watch.place)
        self.watch.start()
        self.started = time.monotonic()
        self.process_id = os.fork()
        if self.process_id == 0:
            tie()
            run_forked(self.process, self.folder, self.listener)

    def look_after(self) -> None:
        """Fork the process if it is due, note its end, and kill it if it hangs."""
        if not self.process_id:
            if time.monotonic() < self.due:
                return
            if self.is_wanted:
                self.fork()
            else:  # it is well, and can be here at once
                write_heartbeat_if_possible(self.watch.place)
            return
        ended, status = os.waitpid(self.process_id, os.WNOHANG)
        if ended:
            self.process_id = 0
            self.note_end(os.waitstatus_to_exitcode(status))
        elif self.watch.is_stale():
            what = f"The {self.process.label} gave no sign of activity and was restarted."
            record_incident(self.folder, IncidentKind.PROCESS_HUNG, what)
            say(what)
            os.kill(self.process_id, signal.SIGKILL)

    def note_end(self, code: int) -> None:
        """Decide when to fork the process again. ``code``: its exit code, 0 if it meant to end."""
        is_early = time.monotonic() - self.started < EARLY_END
        self.is_wanted = code != 0 or not self.process.is_heavy
        if code != 0:
            what = f"The {self.process.label} ended (exit code {code}) and was restarted."
            record_incident(self.folder, IncidentKind.PROCESS_ENDED, what)
            say(what)
        self.pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self.pause * 2)) if is_early else 0.0
        self.due = time.monotonic() + self.pause


class WorkerGroup:
    """All processes of the worker of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listener = listen_for_requests(folder)
        self.workers = [
            ForkedWorker(process, folder, self.listener if process.is_heavy else None)
            for process in PROCESSES.values()
        ]
        self.heavy = next(worker for worker in self.workers if worker.process.is_heavy)
        self.is_stopping = False

    def run(self) -> None:
        """Keep the processes alive until a signal asks to stop."""
        wakeup, alarm = os.pipe()
        os.set_blocking(alarm, False)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        signal.signal(HEAVY_WORK_SIGNAL, self._want_heavy)
        while not self.is_stopping:
            write_heartbeat_if_possible(self.folder / GROUP_HEARTBEAT)
            for worker in self.workers:
                worker.look_after()
            write_waiting(self.folder)
            self._wait(wakeup)
        self._stop()

    def _wait(self, wakeup: int) -> None:
        """Wait for a turn, a signal, or a request for vectors if nobody answers them now."""
        watched: list[int | socket.socket] = [wakeup]
        if not self.heavy.process_id and not self.heavy.is_wanted:
            watched.append(self.listener)
        ready, _, _ = select.select(watched, [], [], TURN)
        if wakeup in ready:
            os.read(wakeup, 4096)
        if self.listener in ready:
            self.heavy.is_wanted = True

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.is_stopping = True

    def _want_heavy(self, _number: int, _frame: object) -> None:
        if not self.heavy.process_id:
            self.heavy.is_wanted = True

    def _stop(self) -> None:
        running = [worker.process_id for worker in self.workers if worker.process_id]
        for process_id in running:
            os.kill(process_id, signal.SIGTERM)
        until = time.monotonic() + STOP_TIMEOUT
        while running and time.monotonic() < until:
            running = [each for each in running if not os.waitpid(each, os.WNOHANG)[0]]
            time.sleep(0.02)


def listen_for_requests(folder: Path) -> socket.socket:
    """The socket at which the process for heavy work takes requests for vectors. Raises OSError."""
    make_socket_folder(folder, os.geteuid(), os.getegid())
    place = meaning_socket(folder)
    place.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(place))
    place.chmod(0o600)
    listener.listen(BACKLOG)
    return listener


def run_forked(process: WorkerProcess, folder: Path, listener: socket.socket | None) -> NoReturn:
    """Be a process of the worker, in a process that was just forked."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, HEAVY_WORK_SIGNAL):
            signal.signal(number, signal.SIG_DFL)
        from majlis.site import worker

        worker.run_worker(process, folder, listener)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, it must not go on as the parent
        say(f"The {process.label} failed: {type(error).__name__}: {error}")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def write_heartbeat_if_possible(place: Path) -> None:
    """Write a heartbeat; a disk without room for a first one is no reason to end."""
    try:
        write_heartbeat(place)
    except OSError:
        pass


def say(line: str) -> None:
    """Write a line to the log."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Load the site and run the worker until a signal stops it."""
    parent_death.end_with_parent()
    folder = load_configuration().folder
    write_heartbeat_if_possible(folder / GROUP_HEARTBEAT)
    for process in PROCESSES.values():
        write_heartbeat_if_possible(process.heartbeat_file(folder))
    import django

    django.setup()
    start_error_reports(load_configuration().sentry_dsn)
    import_module("majlis.site.urls")  # with the addresses come all tasks
    # Objects that are loaded by now stay; a forked process that never looks at them shares their memory.
    gc.collect()
    gc.freeze()
    WorkerGroup(folder).run()


if __name__ == "__main__":
    os.umask(0o077)
    main()
