"""Child processes that end when the process that started them ends, for whatever reason."""

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

PR_SET_PDEATHSIG = 1
# Loaded before any fork: a forked child must do next to nothing before it becomes another program.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(number: signal.Signals = signal.SIGKILL) -> None:
    """From now on this process gets the signal when its parent ends."""
    parent = os.getppid()
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    else:
        threading.Thread(target=_watch_parent, args=(parent, number), daemon=True).start()
    if os.getppid() != parent:  # it ended while we were asking
        os.kill(os.getpid(), number)


def preexec_function(number: signal.Signals) -> Callable[[], None]:
    """What a child runs between fork and exec so that it gets the signal when this process ends.

    It does nothing where the kernel cannot send it: such a child has to watch for itself.
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
    """Start a program as an account, in a session of its own, tied to this process by a signal.

    The terminal's Ctrl-C so reaches this process only, which then ends the others in order.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Safe here: the process that starts others has one thread, and _libc is loaded.
        preexec_fn=preexec_function(number),  # noqa: PLW1509
        **account.to_run_as(),
        **more,
    )


def _watch_parent(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), number)
