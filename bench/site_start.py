"""What a start of the demonstration takes: from nothing, again, after everything was killed; and its end.

The yardstick of the starts is a fresh interpreter that loads Django and every application, in the same run:
no server of Django's answers sooner. That of a stop, a backup and a restoring is the second start.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import Row, row

RUNS = 3
MAJLIS = [sys.executable, "-c", "import sys; from majlis.cli import main; sys.exit(main())"]


def measure() -> list[Row]:
    """The rows of all starts."""
    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-"))
    folder.chmod(0o755)
    try:
        return _measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> list[Row]:
    environment = _environment(folder)
    first, stopping = _up(environment), []
    stopping.append(_end(first[0], signal.SIGINT))
    bare = statistics.median(_bare(environment) for _ in range(RUNS))
    again, killed = [], []
    for _ in range(RUNS):
        process, seconds = _up(environment)
        again.append(seconds)
        stopping.append(_end(process, signal.SIGINT))
    for _ in range(RUNS):
        _end(_up(environment)[0], signal.SIGKILL)
        process, seconds = _up(environment)
        killed.append(seconds)
        _end(process, signal.SIGINT)
    second = statistics.median(again)
    kept = _timed([*MAJLIS, "backup", str(folder / "backup")], environment)
    target = str(folder / "restored")
    restored = _timed([*MAJLIS, "restore", str(folder / "backup"), "--into", target], environment)
    return [
        row("first start, packages there", first[1], "s", bare),
        row("second start", second, "s", bare),
        row("start after kill -9", statistics.median(killed), "s", bare),
        row("stop", statistics.median(stopping), "s", second),
        row("backup of a site that is not running", kept, "s", second),
        row("restoring it", restored, "s", second),
    ]


def _environment(folder: Path) -> dict[str, str]:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    ours = ("MAJLIS_", "DATABASE_", "DJANGO_", "EMAIL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"MAJLIS_DATA": str(folder / "data"), "MAJLIS_PORT": str(port)}


def _up(environment: dict[str, str]) -> tuple[subprocess.Popen[str], float]:
    """Start; the process, and the seconds until it printed the address."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*MAJLIS, "up"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("http://"):
        raise RuntimeError("the site did not start")
    return process, time.perf_counter() - began


def _end(process: subprocess.Popen[str], number: signal.Signals) -> float:
    began = time.perf_counter()
    process.send_signal(number)
    process.communicate()
    return time.perf_counter() - began


def _bare(environment: dict[str, str]) -> float:
    """The seconds that Django and the applications take to load, with their compiled code kept."""
    command = [sys.executable, "-c", "import django; django.setup(); import majlis.site.urls"]
    cache = str(Path(environment["MAJLIS_DATA"]) / "demo/pycache")
    return _timed(
        command,
        {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        | {"DJANGO_SETTINGS_MODULE": "majlis.site.settings", "PYTHONPYCACHEPREFIX": cache},
    )


def _timed(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began
