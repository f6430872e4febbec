"""What pages of texts take among many provisions, at 20 requests a second.

The server is the site's own, on this machine's loopback; its pages are asked for at their due times whether or not
the one before is done: a page that waits is measured with its waiting. The yardstick is the sign-in page, which asks
next to nothing of the database, among the others in the same run.

``python bench/instruments_load.py 2400 60`` takes so many texts (more than 100,000 provisions) and asks for so many
seconds; a run of all rooms takes fewer. Two cores keep up with 20 pages a second as long as a page takes less than 100 ms
of a processor.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from measuring import Row, row
from served import database
from shelves import fill, pages

_ALONE = __name__ == "__main__" and len(sys.argv) == 3
TEXTS = int(sys.argv[1]) if _ALONE else 400
SECONDS = int(sys.argv[2]) if _ALONE else 20
RATE = 20
THREADS = 12
YARDSTICK = "sign-in"


def measure() -> list[Row]:
    """The p95 of all pages and of each kind, beside that of the sign-in page."""
    with database() as folder:
        fill(TEXTS)
        rng = random.Random(5)
        # Each kind some times first: templates, catalogues and comparisons are made once.
        warm, asked = list(pages(rng, 84)), list(pages(rng, RATE * SECONDS))
        with server() as (port, process):
            at_their_times(port, [address for _kind, address in warm], RATE / 4)
            load = os.getloadavg()[0]
            began = processor(folder, process)
            times = at_their_times(port, [address for _kind, address in asked], RATE)
            spent = (processor(folder, process) - began) / len(asked)
        return _rows([kind for kind, _address in asked], times, load, spent)


def processor(folder: Path, server: int) -> float:
    """The processor seconds of the server and of the database until now."""
    database = int((folder / "pg/postmaster.pid").read_text().split()[0])
    spent = 0.0
    for each in (psutil.Process(server), psutil.Process(database)):
        for one in (each, *each.children(recursive=True)):
            with suppress(psutil.Error):
                used = one.cpu_times()
                spent += used.user + used.system
    return spent


def _rows(kinds: Sequence[str], times: Sequence[float], load: float, spent: float) -> list[Row]:
    from majlis.instruments.models import Provision

    there = by_kind(kinds, times)
    bare = part(there.pop(YARDSTICK), 0.95)
    name = f"any page, {Provision.objects.count():,} provisions, {RATE} a second"
    return [
        row(f"{name}: p50", part(times, 0.5), "ms"),
        row("  the same: p95", part(times, 0.95), "ms", bare),
        *(row(f"  {kind}: p95", part(each, 0.95), "ms", bare) for kind, each in there.items()),
        row("  processor time of a page, in server and database", 1000 * spent, "ms"),
        row("processes that wanted a core before (load average)", load, ""),
    ]


def by_kind(kinds: Sequence[str], times: Sequence[float]) -> dict[str, list[float]]:
    """The times of each kind of page."""
    found: dict[str, list[float]] = defaultdict(list)
    for kind, waited in zip(kinds, times, strict=True):
        found[kind].append(waited)
    return dict(found)


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """The site's server on a port of its own; gives the port and the process."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = int(tried.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "majlis.site.server"],
        env=os.environ | {"MAJLIS_PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                _ask(http.client.HTTPConnection("127.0.0.1", port), "/en/")
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _ask(line: http.client.HTTPConnection, address: str) -> None:
    line.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {address}")


def at_their_times(port: int, addresses: Sequence[str], rate: float) -> list[float]:
    """Ask for each page at its time; the seconds from that time until each was there."""
    start = time.perf_counter() + 0.5
    lines = threading.local()

    def timed(number: int) -> float:
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(lines, "line"):
            lines.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        _ask(lines.line, addresses[number])
        return time.perf_counter() - due

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(timed, range(len(addresses))))


def part(times: Sequence[float], share: float) -> float:
    """The milliseconds within which a share of the times lies."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


if __name__ == "__main__":
    for each in measure():
        print(each)
