"""Crafted files of 2 MB sent to a running site by visitors: the time of the answer, memory, and the register meanwhile.

The yardstick of an answer is a short draft, of the register the same page before anything was sent. Memory is the
largest resident size of one process, sampled: of those that read files, and of those that serve pages; its yardstick is that
before anything was sent.
"""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from measuring import Row, row
from site_start import _end, _environment, _up

SIZE = 2_000_000
AT_ONCE = 4
"""Visitors who send a file at the same time: twice as many as are read at once."""
READER, SERVER = "majlis.kernel.fork_server", "majlis.site.server"
CHECK, REGISTER = "/en/mandates/check/", "/en/mandates/"
SHORT = ("short.txt", b"1. Requests the Keeper to report to the Council at its next session.")
PAIR = b"Requests the Secretary-General, and, and, "
FILES = {
    "quotes.md": b"> ",
    "brackets.md": b"[",
    "items.txt": b"1. a\n",
    "requests.txt": PAIR,
    "capitals.txt": b"ANNEX\n",
    "chinese.txt": "请秘书长报告".encode(),
    "paragraphs.html": b"<p>a",
    "provisions.xml": b"<p>a</p>",
}


@dataclass
class Watch:
    """What is sampled: seconds of pages of the register, and bytes of the largest process of each kind."""

    register: list[float] = field(default_factory=list)
    largest: dict[str, int] = field(default_factory=lambda: {READER: 0, SERVER: 0})


def measure() -> list[Row]:
    """Each file, sent by several visitors at once."""
    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-"))
    folder.chmod(0o755)
    # Visitors behind a trusted proxy, which have addresses of their own.
    environment = _environment(folder) | {"MAJLIS_PROXIES": "127.0.0.1"}
    try:
        process, _seconds = _up(environment)
        try:
            return _measure(process.pid, int(environment["MAJLIS_PORT"]))
        finally:
            _end(process, signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(supervisor: int, port: int) -> list[Row]:
    _post(port, *SHORT, visitor=250)  # compiles templates, starts the server of limited processes
    short, status = _post(port, *SHORT, visitor=251)
    assert status == 200, status
    with watching(supervisor, port) as before:
        time.sleep(5)
    rows = []
    slowest, statuses = 0.0, set()
    with watching(supervisor, port) as during:
        for place, (name, piece) in enumerate(FILES.items()):
            data = _content(name, piece)
            answers: list[tuple[float, int]] = []

            def send(visitor: int) -> None:
                answers.append(_post(port, name, data, visitor))  # noqa: B023 - joined below

            senders = [
                threading.Thread(target=send, args=(place * AT_ONCE + n,)) for n in range(AT_ONCE)
            ]
            for each in senders:
                each.start()
            for each in senders:
                each.join()
            longest = max(seconds for seconds, _status in answers)
            told = sorted({status for _seconds, status in answers})
            statuses.update(told)
            rows.append(row(f"{AT_ONCE} × {name}, answers {told}", longest, "s", short))
            slowest = max(slowest, longest)
    assert max(statuses) < 600 and 500 not in statuses, statuses
    return [
        *rows,
        row("the slowest answer", slowest, "s", short),
        row("largest process that reads a file", mb(during, READER), "MB", mb(before, READER)),
        row("largest process that serves pages", mb(during, SERVER), "MB", mb(before, SERVER)),
        row("register, p95", _p95(during.register), "ms", _p95(before.register)),
    ]


def _content(name: str, piece: bytes) -> bytes:
    data = piece * (SIZE // len(piece))
    if name.endswith(".xml"):
        return b"<akomaNtoso><doc name='a'><mainBody>" + data + b"</mainBody></doc></akomaNtoso>"
    return data


def mb(watch: Watch, kind: str) -> float:
    """Megabytes of the largest process of a kind."""
    return watch.largest[kind] / 1e6


def _p95(seconds: list[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


def own_processes(supervisor: int) -> Iterator[tuple[str, psutil.Process]]:
    """The processes that read files, and the others below the server."""
    for child in psutil.Process(supervisor).children():
        try:
            if SERVER not in child.cmdline():
                continue
            for process in (child, *child.children(recursive=True)):
                yield READER if READER in process.cmdline() else SERVER, process
        except psutil.Error:  # it has ended
            continue


@contextmanager
def watching(supervisor: int, port: int) -> Iterator[Watch]:
    """Open the register ten times a second, and look at the processes of the site, meanwhile."""
    watch, ends = Watch(), threading.Event()

    def open_register() -> None:
        while not ends.wait(0.1):
            start = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", REGISTER)
            assert connection.getresponse().read()
            watch.register.append(time.perf_counter() - start)
            connection.close()

    def look_at_processes() -> None:
        while not ends.wait(0.05):
            for kind, process in own_processes(supervisor):
                try:
                    size = process.memory_info().rss
                except psutil.Error:  # it has ended
                    continue
                watch.largest[kind] = max(watch.largest[kind], size)

    threads = [threading.Thread(target=each) for each in (open_register, look_at_processes)]
    for thread in threads:
        thread.start()
    try:
        yield watch
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def _post(port: int, name: str, data: bytes, visitor: int) -> tuple[float, int]:
    """Send a file to the check of drafts from an address of its own; the seconds and the status."""
    headers = {"X-Forwarded-For": f"203.0.113.{visitor}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", CHECK, headers=headers)
    response = connection.getresponse()
    page = response.read().decode()
    cookie = (response.headers["Set-Cookie"] or "").partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    boundary = "majlis-bench"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{token[1]}\r\n--{boundary}\r\nContent-Disposition: form-data; "
        f'name="file"; filename="{name}"\r\n\r\n'
    ).encode() + data + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
    headers |= {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    start = time.perf_counter()
    connection.request("POST", CHECK, body, headers)
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds, response.status
