"""Functions in limited processes: their result, their limits, and that nothing they do harms the caller."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from majlis.kernel import limited_process
from majlis.kernel.fork_server import STARTED
from majlis.kernel.limited_process import (
    MIB,
    Limits,
    ReadersBusy,
    UnreadableFile,
    run_limited,
)
from tests.kernel import limited_functions as functions

LIMITS = Limits("test", 2, 1, 2.0, 128 * MIB, MIB, patience=0.1)
TOO_SLOW, TOO_LARGE, DAMAGED = (
    "The file takes too long to process.",
    "The file needs too much memory to be processed.",
    "The file could not be processed. It may be damaged.",
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MAJLIS_FILES = tmp_path


def test_the_result_comes_back() -> None:
    assert run_limited(functions.double, LIMITS, number=21) == 42


def test_the_process_is_clean_and_forked_by_one_server(monkeypatch: pytest.MonkeyPatch) -> None:
    limited_process._SERVER.stop()
    monkeypatch.setenv("MAJLIS_SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "a secret")
    first, second = (run_limited(functions.surroundings, LIMITS) for _n in range(2))
    assert isinstance(first, dict) and isinstance(second, dict)
    assert first["parent"] == second["parent"] != os.getpid()
    assert (first["threads"], first["django"]) == (1, False)
    assert set(first["environment"]) <= {*limited_process.ENVIRONMENT, "PYTHONPATH", "LC_CTYPE"}
    # The standard ones, that of its caller, the wake-up sockets (closed), and that of the listing.
    assert len(first["files"]) <= 6


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (functions.spin, {}, TOO_SLOW),
        (functions.allocate, {"size": 256 * MIB}, TOO_LARGE),
        (functions.crash, {}, DAMAGED),
        (functions.end_quietly, {}, DAMAGED),
        (functions.fail, {}, DAMAGED),
        (functions.write, {}, DAMAGED),
    ],
)
def test_whatever_goes_wrong_is_a_fault_of_the_file(
    function: object, arguments: dict[str, object], message: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(UnreadableFile) as raised:
        run_limited(function, LIMITS, **arguments)  # type: ignore[arg-type]
    assert str(raised.value.what) == message
    assert "only the passage" in str(raised.value.mend)
    assert raised.value.status == 422
    assert "Words of the file" not in caplog.text and "ended without a result" in caplog.text
    assert run_limited(functions.double, LIMITS, number=1) == 2


def test_what_waits_is_ended_by_the_clock() -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match="too long"):
        run_limited(functions.sleep, replace(LIMITS, seconds=0.3))
    assert time.monotonic() - start < 5


def test_a_long_answer_is_not_taken() -> None:
    assert run_limited(functions.answer, LIMITS, size=MIB // 2) == "x" * (MIB // 2)
    with pytest.raises(UnreadableFile):
        run_limited(functions.answer, LIMITS, size=3 * MIB)
    assert run_limited(functions.nest, LIMITS)


def test_how_a_process_ended_is_told_when_its_caller_reads_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pair_of_small_sockets() -> tuple[socket.socket, socket.socket]:
        own, others = socketpair()
        others.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        return own, others

    def read_late(own: socket.socket, content: bytes, limits: Limits) -> bytes:
        own.settimeout(5)
        assert own.recv(1) == STARTED
        own.sendall(content)
        own.shutdown(socket.SHUT_WR)
        time.sleep(0.3)  # the process has ended, and its result fills the socket
        return b"".join(iter(lambda: own.recv(MIB), b""))

    assert run_limited(functions.double, LIMITS, number=1) == 2  # its server is started
    socketpair = socket.socketpair
    monkeypatch.setattr(socket, "socketpair", pair_of_small_sockets)
    monkeypatch.setattr(limited_process, "_exchange", read_late)
    assert run_limited(functions.answer, LIMITS, size=3_000) == "x" * 3_000


def test_few_run_at_once_and_others_are_told_to_come_back() -> None:
    taken = [limited_process._free_place(LIMITS) for _n in range(2)]
    try:
        assert None not in taken
        with pytest.raises(ReadersBusy) as raised:
            run_limited(functions.double, LIMITS, number=1)
        assert (raised.value.status, raised.value.retry_after) == (503, 10)
        # Places of another name are not theirs.
        assert run_limited(functions.double, replace(LIMITS, name="other"), number=1) == 2
    finally:
        for place in taken:
            os.close(place or 0)
    assert run_limited(functions.double, LIMITS, number=1) == 2


def test_a_command_of_root_makes_nothing_in_a_folder_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert run_limited(functions.double, LIMITS, number=1) == 2
    assert list(tmp_path.iterdir()) == []


def test_visitors_and_members_have_places_of_their_own() -> None:
    limits = (
        limited_process.VISITOR,
        limited_process.DRAFT,
        limited_process.MEMBER,
        limited_process.BACKGROUND,
    )
    assert len({each.name for each in limits}) == len(limits)
    assert limited_process.VISITOR.at_once == 2
    assert limited_process.VISITOR.seconds + limited_process.VISITOR.patience < 5


def test_two_run_beside_each_other() -> None:
    results: list[object] = []

    def call(number: int) -> None:
        results.append(run_limited(functions.double, replace(LIMITS, patience=5), number=number))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == sorted(str(2 * number) for number in range(6))


def test_a_server_that_was_ended_is_started_again() -> None:
    assert run_limited(functions.double, LIMITS, number=1) == 2
    server = limited_process._SERVER.process
    assert server is not None
    server.kill()
    server.wait()
    assert run_limited(functions.double, LIMITS, number=2) == 4


PARENT = """
import os, sys
from django.conf import settings
settings.configure(MAJLIS_FILES=sys.argv[1])
from majlis.kernel import limited_process
from majlis.kernel.fork_server import STARTED
from tests.kernel import limited_functions
limited_process.run_limited(limited_functions.double, limited_process.VISITOR, number=1)
print(limited_process._SERVER.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_the_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path},
        check=False,
    )
    server = Path(f"/proc/{int(done.stdout)}")
    until = time.monotonic() + 5
    while server.exists() and "Z" not in (server / "stat").read_text().split()[2]:
        assert time.monotonic() < until
        time.sleep(0.05)
