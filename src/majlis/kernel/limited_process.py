"""Runs a function that reads a stranger's file in a process of its own, with limits of time and memory.

A file may be built to make its reader slow, large or end. So no process that serves pages, and no worker, reads one
itself: ``run_limited`` has a process forked for each file by a small server (``fork_server``), waits for its result,
and raises a Fault for the person where there is none. Few such processes run at once: see ``Limits``.

The function stands at the top of a module that needs neither Django nor the database. Its arguments go to the process
by pickle, which is ours; its result comes back as JSON, because a file may have taken the process over. The process runs as the
account of the site: the limits bound what a file costs, they are no sandbox.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import Fault, StrOrPromise
from majlis.kernel.fork_server import MESSAGE_SIZE, STARTED, STATUS
from majlis.kernel.json_types import JSON

log = logging.getLogger(__name__)
ENVIRONMENT = ("PATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE", "LANG", "TZ")
"""The variables that the server gets, beside the path of imports: no secret is among them."""
START_SECONDS = 10.0
"""For the server to start and to import a module that it has not imported yet."""
MIB = 1 << 20
type Arguments = tuple[tuple[object, ...], dict[str, object]]


@dataclass(frozen=True)
class Limits:
    """What one process may use, and how many of a name run at once on the machine.

    ``cpu_seconds`` of processor time and ``seconds`` by the clock; ``memory`` in bytes, of what the process
    allocates itself; ``result`` in bytes. ``patience``: seconds to wait while ``at_once`` others run.
    """

    name: str
    at_once: int
    cpu_seconds: int
    seconds: float
    memory: int
    result: int
    patience: float = 0.5


VISITOR = Limits("visitor", 2, 3, 3.5, 224 * MIB, 8 * MIB)
"""For who has not signed in; all together."""
MEMBER = Limits("member", 2, 20, 30.0, 768 * MIB, 128 * MIB, patience=2.0)
"""For people who have signed in, during a request: visitors cannot take these places."""
DRAFT = replace(MEMBER, name="draft")
"""For a draft that is only compared: anybody may have an account, and what is submitted waits for none of these."""
BACKGROUND = Limits("background", 2, 600, 1800.0, 3072 * MIB, 512 * MIB, patience=30.0)
"""For large files, which the worker reads."""


class UnreadableFile(Fault):
    """A file that cannot be read within the limits, or that ended its reader (HTTP 422)."""

    status = 422


class ReadersBusy(Fault):
    """As many files as may be read at once are being read (HTTP 503)."""

    status = 503
    retry_after = 10

    def __init__(self) -> None:
        super().__init__(
            _("Too many files are being processed at the moment."),
            _("No change was made. Try again in a few seconds."),
        )


def run_limited[**P](
    function: Callable[P, JSON], limits: Limits, *args: P.args, **kwargs: P.kwargs
) -> JSON:
    """The result of a function in a process of its own. Raises UnreadableFile, ReadersBusy.

    Its arguments are plain values: strings, numbers, bytes, paths.
    """
    with _place(limits):
        answer = _SERVER.call(function.__module__, function.__name__, (args, kwargs), limits)
    if answer is None:
        raise _unreadable(_too_slow(), "no answer in time", function)
    status, content = answer
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        # After SIGKILL for want of memory of the machine, a shorter file helps as well.
        raise _unreadable(_too_slow(), f"signal {os.WTERMSIG(status)}", function)
    try:
        outcome = json.loads(content) if status == 0 else None
    except (ValueError, RecursionError):
        outcome = None
    match outcome:
        case ["done", value]:
            result: JSON = value
            return result
        case ["memory"]:
            raise _unreadable(
                _("The file needs too much memory to be processed."), "memory", function
            )
        case ["failed", str(defect)]:
            raise _unreadable(_damaged(), defect, function)
    raise _unreadable(_damaged(), f"status {status}", function)


def _unreadable(what: StrOrPromise, reason: str, function: Callable[..., JSON]) -> UnreadableFile:
    """The fault for a person; the log has the reason, not the file's content."""
    log.warning("%s ended without a result: %s", function.__qualname__, reason)
    return UnreadableFile(what, _("Send a shorter file, or only the passage."))


def _too_slow() -> StrOrPromise:
    return _("The file takes too long to process.")


def _damaged() -> StrOrPromise:
    return _("The file could not be processed. It may be damaged.")


@contextmanager
def _place(limits: Limits) -> Iterator[None]:
    """One of the places of the limits, on the whole machine. Raises ReadersBusy after their patience.

    A place is a lock on a folder, which the system opens when the process that holds it ends.
    """
    until = time.monotonic() + limits.patience
    while (place := _free_place(limits)) is None:
        if time.monotonic() >= until:
            raise ReadersBusy
        time.sleep(0.05)
    try:
        yield
    finally:
        os.close(place)


def _free_place(limits: Limits) -> int | None:
    """The descriptor of a free place, which is taken by that; None if all are taken."""
    files = Path(settings.MAJLIS_FILES)
    if files.exists() and files.stat().st_uid != os.geteuid():
        # A command of root, which makes nothing in a folder of the site's account, and takes no place.
        return os.open(os.devnull, os.O_RDONLY)
    for number in range(limits.at_once):
        folder = files / ".readers" / f"{limits.name}-{number}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(place)
        else:
            return place
    return None


class _Server:
    """The server that forks the processes of this one; started when it is first needed, and again after its end."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.owner = 0

    def call(
        self, module: str, function: str, arguments: Arguments, limits: Limits
    ) -> tuple[int, bytes] | None:
        """The wait status of the forked process and what it wrote; None where it did not end in time."""
        message = {
            "module": module,
            "function": function,
            "cpu_seconds": limits.cpu_seconds,
            "seconds": limits.seconds,
            "memory": limits.memory,
        }
        content = pickle.dumps(arguments)
        answer: bytes | None = b""
        # The server may end after its idle time, or be ended, just when it is called: then it is started again.
        for _attempt in range(2):
            own, others = socket.socketpair()
            with own:
                with others:
                    self._send(json.dumps(message).encode().ljust(MESSAGE_SIZE), others)
                answer = _exchange(own, content, limits)
            if answer is None:
                return None
            if len(answer) >= STATUS.size:
                break
        if not answer or len(answer) < STATUS.size:
            return 1, b""
        return STATUS.unpack(answer[-STATUS.size :])[0], answer[: -STATUS.size]

    def _send(self, message: bytes, others: socket.socket) -> None:
        with self.lock:
            if self.control is None or self.owner != os.getpid():
                self._start()
            assert self.control is not None
            try:
                socket.send_fds(self.control, [message], [others.fileno()])
            except OSError:
                self._start()
                socket.send_fds(self.control, [message], [others.fileno()])

    def _start(self) -> None:
        self.stop()
        own, others = socket.socketpair()
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        with others:
            self.process = subprocess.Popen(
                # -P: a folder in which the site was started has no say in what is imported.
                [sys.executable, "-P", "-m", "majlis.kernel.fork_server", str(others.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[others.fileno()],
                env=environment,
            )
        self.control, self.owner = own, os.getpid()

    def stop(self) -> None:
        """End the server, by closing the socket on which it waits."""
        if self.control is not None:
            self.control.close()
        if self.process is not None and self.owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        self.control = self.process = None


def _exchange(own: socket.socket, content: bytes, limits: Limits) -> bytes | None:
    """Send a call and read its answer, of at most ``limits.result`` bytes; None where it does not come in time.

    Empty where the server ended before it forked the process.
    """
    parts: list[bytes] = []
    size = 0
    try:
        own.settimeout(START_SECONDS)
        if own.recv(len(STARTED)) != STARTED:
            return b""
        # The server ends the process at its time; on a busy machine its end may be told later.
        until = time.monotonic() + limits.seconds + 0.5
        own.settimeout(limits.seconds)
        with suppress(BrokenPipeError, ConnectionResetError):
            own.sendall(content)
        own.shutdown(socket.SHUT_WR)
        while size <= limits.result + STATUS.size:
            own.settimeout(max(0.001, until - time.monotonic()))
            part = own.recv(1 << 18)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
    except TimeoutError:
        return None
    except OSError:
        return b""
    return None


_SERVER = _Server()
atexit.register(_SERVER.stop)
