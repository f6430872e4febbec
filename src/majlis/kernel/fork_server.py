"""A small process that forks one process with limits for each call: see ``limited_process``, which starts it.

It knows nothing of Django and of the site: its environment holds no secrets, and it has one thread, so that a fork
is safe whatever the threads of the process that started it do. Modules that it has imported once are in each process
that it forks, so that a call costs some milliseconds. It ends when the process that started it ends, or after
``IDLE_SECONDS`` without a call.

Each call is one message with one end of a socket. The forked process reads its call from that socket, writes its
result to it and ends; the server adds the status of its end (``STATUS``) and closes the socket.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys
import time
from contextlib import suppress

IDLE_SECONDS = 60.0
MESSAGE_SIZE = 1024
"""Bytes of the message of a call, which is filled up with spaces."""
STARTED = b"+"
"""The first byte that a caller reads: the module is imported, and the process is forked now."""
STATUS = struct.Struct("!i")
"""The end of what a caller reads: the wait status of the process."""
PR_SET_PDEATHSIG = 1
NICENESS = 5
"""By how much these processes give way to those that serve pages."""
MAX_OPEN_FILES = 64


class Running:
    """A forked process: the socket of its caller, and when it is killed (``time.monotonic``).

    ``status``: its wait status, which the caller has not been told yet; None while it runs.
    """

    def __init__(self, caller: socket.socket, deadline: float) -> None:
        self.caller = caller
        self.deadline = deadline
        self.status: int | None = None

    def fileno(self) -> int:
        """The descriptor of its caller's socket."""
        return self.caller.fileno()


def serve(control: socket.socket) -> None:
    """Fork a process for each call from the socket, until its other end is closed or nothing comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A signal handler of Python wakes select() by this socket when a forked process has ended.
    wake, woken = socket.socketpair()
    for each in (wake, woken):
        each.setblocking(False)
    signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    running: dict[int, Running] = {}
    ended: list[Running] = []
    while True:
        now = time.monotonic()
        for pid, process in running.items():
            if process.deadline <= now:
                os.kill(pid, signal.SIGKILL)
        ended = [one for one in ended if not _tell(one, now)]
        deadlines = [max(0.001, one.deadline - now) for one in (*running.values(), *ended)]
        ready = select.select([control, wake], ended, [], min(deadlines, default=IDLE_SECONDS))[0]
        if wake in ready:
            with suppress(BlockingIOError):
                while wake.recv(4096):
                    pass
        ended += _reap(running)
        if control in ready:
            message, received, _flags, _address = socket.recv_fds(control, MESSAGE_SIZE, 1)
            if not message:
                break
            call = json.loads(message)
            caller = socket.socket(fileno=received[0])
            _import(call["module"])
            with suppress(OSError):  # from here on the caller counts its time
                caller.send(STARTED)
            pid = os.fork()
            if pid == 0:
                # The sockets of other calls are none of its business.
                others = (one.caller for one in (*running.values(), *ended))
                for other in (control, wake, woken, *others):
                    other.close()
                _run_call(caller, call, libc)
            running[pid] = Running(caller, time.monotonic() + call["seconds"])
        elif not ready and not running and not ended:
            break
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _import(module: str) -> None:
    """Import the module of a call, so that this and later processes have it."""
    if module not in sys.modules:
        # What is wrong with it, the forked process finds and tells.
        with suppress(Exception):
            warm_up = getattr(importlib.import_module(module), "warm_up", None)
            if warm_up is not None:
                warm_up()
        gc.collect()
        gc.freeze()  # pages that a forked process does not write to are shared with it


def _reap(running: dict[int, Running]) -> list[Running]:
    """The processes that have ended, with their status."""
    ended = []
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            break
        process = running.pop(pid)
        process.status = status
        ended.append(process)
    return ended


def _tell(process: Running, now: float) -> bool:
    """Tell the caller how its process ended; False while its socket is full of the result, until the deadline."""
    with suppress(OSError):  # the caller is gone
        try:
            process.caller.send(STATUS.pack(process.status), socket.MSG_DONTWAIT)
        except BlockingIOError:
            if now < process.deadline:
                return False
    process.caller.close()
    return True


def _run_call(caller: socket.socket, call: dict[str, int | str], libc: ctypes.CDLL | None) -> None:
    """Set the limits, do the call and end this process."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        _set_limits(int(call["cpu_seconds"]), int(call["memory"]))
        caller.setblocking(True)
        with caller.makefile("rb") as stream:
            args, kwargs = pickle.load(stream)  # from our own caller
        caller.sendall(_result(str(call["module"]), str(call["function"]), args, kwargs))
        status = 0
    finally:
        os._exit(status)


def _result(
    module: str, function: str, args: tuple[object, ...], kwargs: dict[str, object]
) -> bytes:
    """The result of a call as JSON: ``["done", value]``, ``["memory"]``, or ``["failed", type and place]``."""
    try:
        value = getattr(importlib.import_module(module), function)(*args, **kwargs)
        return json.dumps(["done", value], ensure_ascii=True).encode()
    except MemoryError:
        return b'["memory"]'
    except Exception as defect:  # noqa: BLE001 - the caller tells it
        return json.dumps(["failed", _describe(defect)]).encode()


def _describe(defect: Exception) -> str:
    """The type and the last places of an exception, without its message, which may quote the file."""
    places, frame = [], defect.__traceback__
    while frame is not None:
        places.append(f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}")
        frame = frame.tb_next
    return " < ".join([type(defect).__name__, *reversed(places[-8:])])


def _set_limits(cpu_seconds: int, memory: int) -> None:
    os.nice(NICENESS)
    limits = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,  # it has no file to write
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
    }
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    # What a library prints of a crafted file is not for the log of the site.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


if __name__ == "__main__":
    os.umask(0o077)
    serve(socket.socket(fileno=int(sys.argv[1])))
