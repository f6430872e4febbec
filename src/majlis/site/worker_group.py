"""The worker: it loads the site once, forks a process for each group of queues, and forks it again when it ends.

The processes share the memory of the code. Nothing here uses the database, so nothing here can fail with it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from majlis.site import parent_death
from majlis.site.configuration import load_configuration
from majlis.site.heartbeats import HeartbeatWatch, write_heartbeat
from majlis.site.incidents import IncidentKind, record_incident, write_waiting
from majlis.site.worker_processes import GROUP_HEARTBEAT, PROCESSES, WorkerProcess

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds between the end of a process and its next start; the pause doubles with each early end."""
EARLY_END = 30.0
"""Seconds: a process that ended later than that is forked again at once."""
HEAVY_DELAY = 3.0
"""Seconds by which heavy work begins later than the rest."""
STOP_TIMEOUT = 4.0
"""Seconds for the present tasks to end; the supervisor kills this process soon after."""
TURN = 0.5
"""Seconds between two looks at the processes."""


class ForkedWorker:
    """One process of the worker, and when to fork it again."""

    def __init__(self, process: WorkerProcess, folder: Path) -> None:
        self.process = process
        self.folder = folder
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
            run_forked(self.process, self.folder)

    def look_after(self) -> None:
        """Fork the process if it is due, note its end, and kill it if it hangs."""
        if not self.process_id:
            if time.monotonic() >= self.due:
                self.fork()
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
        self.workers = [ForkedWorker(process, folder) for process in PROCESSES.values()]
        self.is_stopping = False

    def run(self) -> None:
        """Keep the processes alive until a signal asks to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        while not self.is_stopping:
            write_heartbeat_if_possible(self.folder / GROUP_HEARTBEAT)
            for worker in self.workers:
                worker.look_after()
            write_waiting(self.folder)
            time.sleep(TURN)
        self._stop()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.is_stopping = True

    def _stop(self) -> None:
        running = [worker.process_id for worker in self.workers if worker.process_id]
        for process_id in running:
            os.kill(process_id, signal.SIGTERM)
        until = time.monotonic() + STOP_TIMEOUT
        while running and time.monotonic() < until:
            running = [each for each in running if not os.waitpid(each, os.WNOHANG)[0]]
            time.sleep(0.02)


def run_forked(process: WorkerProcess, folder: Path) -> NoReturn:
    """Be a process of the worker, in a process that was just forked."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        from majlis.site import worker

        worker.run_worker(process, folder)
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
    from majlis.site import warm_up

    warm_up.load_languages()  # with the addresses come all tasks
    # Objects that are loaded by now stay; a forked process that never looks at them shares their memory.
    gc.collect()
    gc.freeze()
    WorkerGroup(folder).run()


if __name__ == "__main__":
    os.umask(0o077)
    main()
