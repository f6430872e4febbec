"""Child processes that end when their parent process ends for any reason."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from majlis.site.system_account import SystemAccount

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
# Loaded before any fork, because a forked child must do very little before exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(number: signal.Signals = signal.SIGKILL) -> None:
    """Send this process the signal when its parent ends."""
    parent = os.getppid()
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    else:
        threading.Thread(target=_watch_parent, args=(parent, number), daemon=True).start()
    if os.getppid() != parent:  # it ended in the meantime
        os.kill(os.getpid(), number)


def forbid_reading() -> None:
    """Forbid other processes of the same user to read the memory and the environment of this one (on Linux)."""
    if _libc is not None:
        _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def preexec_function(number: signal.Signals) -> Callable[[], None]:
    """A function for a child between fork and exec, by which it gets the signal when this process ends.

    It does nothing on systems without prctl, where the child must call ``end_with_parent``.
    """
    starter = os.getpid()

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != starter:
                os._exit(1)

    return tie


def start_process(
    command: Sequence[str | Path], number: signal.Signals, account: SystemAccount, **more: Any
) -> subprocess.Popen[Any]:
    """Start a program as an account, in its own session, with a signal when this process ends.

    In its own session it gets no Ctrl-C from the terminal; this process ends the others in order.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Safe here, because this process has one thread, and _libc is loaded.
        preexec_fn=preexec_function(number),  # noqa: PLW1509
        **account.to_run_as(),
        **more,
    )


def _watch_parent(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), number)
