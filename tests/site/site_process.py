"""A site that runs as its users run it: ``majlis up`` in a process of its own, on a folder and a port of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import pwd
import queue
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]
MAX_START = 400.0
"""Seconds: a busy machine takes a minute and more for a first start. Only a test that fails waits so long."""


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives away while a site is down."""
    while True:
        port = random.randrange(15_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as tried:
            tried.bind(("127.0.0.1", port))
            return port


def unprivileged_user() -> dict[str, Any]:
    """What Popen takes so that a process has no rights; nothing where we have none ourselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def new_folder(user: dict[str, Any]) -> Path:
    """A new folder that this user may use; paths of pytest are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="majlis-up-"))
    if user:
        os.chown(folder, user["user"], user["group"])
    return folder


class Site:
    """One data folder and one port, and the supervisor that runs on them; ``root`` is the folder of its code."""

    def __init__(
        self, data: Path, user: dict[str, Any] | None = None, root: Path = ROOT, **settings: str
    ) -> None:
        self.data = data
        self.root = root
        self.patience = MAX_START
        self.user = user or {}
        self.port = free_port()
        self.settings = settings
        self.process: subprocess.Popen[str] | None = None
        self.lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []

    @property
    def address(self) -> str:
        """What is printed when the site answers."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def folder(self) -> Path:
        """The folder of this kind of site."""
        return self.data / ("real" if self.settings.get("MAJLIS_DEMO") == "0" else "demo")

    def environment(self) -> dict[str, str]:
        """A clean environment with the settings of this site."""
        kept = ("PATH", "LANG", "TMPDIR", "VIRTUAL_ENV")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment |= {"PYTHONPATH": f"{self.root / 'src'}:{self.root}", "HOME": str(self.data)}
        environment |= {"MAJLIS_DATA": str(self.data), "MAJLIS_PORT": str(self.port)}
        return environment | self.settings

    def command(self, *arguments: str) -> list[str]:
        """A command of majlis."""
        program = "import sys; from majlis.cli import main; sys.exit(main())"
        return [sys.executable, "-c", program, *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=MAX_START,
            **self.user,
        )

    def start(self, *arguments: str, command: list[str] | None = None) -> None:
        """Start and wait until the address was printed."""
        self.said = []
        self.process = subprocess.Popen(
            command or self.command("up", *arguments),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            cwd=self.root,
            **self.user,
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        self.wait_for(self.address)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.put(line.rstrip("\n"))
        process.stdout.close()

    def wait_for(self, words: str) -> str:
        """Wait for a line that holds the words; give it."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            try:
                line = self.lines.get(timeout=0.2)
            except queue.Empty:
                if self.process is not None and self.process.poll() is not None:
                    break
                continue
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"never said {words!r}, but: {self.said} {self.logs()}")

    def logs(self) -> str:
        """The ends of all logs, for a message that tells."""
        ends = [
            f"{path.name}: {path.read_text(errors='replace')[-800:]}"
            for path in self.folder.glob("log/*.log")
        ]
        return "\n".join(ends)

    def status(self, path: str = "") -> int:
        """The status of a page; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (OSError, http.client.HTTPException):
            return 0

    def answers_again(self) -> bool:
        """Whether the site answers, now or soon."""
        return becomes_true(lambda: self.status() not in (0, 500, 502, 503))

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask the supervisor to end; its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(MAX_START)
        self.process = None
        return status

    def supervisor(self) -> psutil.Process:
        """The process that runs the others."""
        assert self.process is not None
        found = psutil.Process(self.process.pid)
        ours = [found, *found.children(recursive=True)]
        return next(
            each for each in ours if "up" in _command_line(each) and "make" not in each.name()
        )

    def children(self, words: str) -> list[psutil.Process]:
        """The children of the supervisor whose command line holds the words; none once it has ended."""
        try:
            below = self.supervisor().children()
        except (psutil.Error, StopIteration):
            return []
        return [each for each in below if any(words in part for part in _command_line(each))]

    def child(self, words: str) -> psutil.Process:
        """The child of the supervisor whose command line holds the words, once it is there."""
        found: list[psutil.Process] = []

        def there() -> bool:
            found[:] = self.children(words)
            return bool(found)

        assert becomes_true(there), f"there is no {words}"
        return found[0]

    def processes(self) -> list[psutil.Process]:
        """Every process of this data folder, whoever its parent is; its name and owners lie in ``info``.

        They are read here, as a process may end before a test asks it.
        """
        found = []
        for each in psutil.process_iter(["name", "uids"]):
            try:
                ours = each.environ().get("MAJLIS_DATA") == str(self.data)
                ours = ours or str(self.folder) in " ".join(each.cmdline())
                ours = ours or each.cwd().startswith(str(self.data))
                if ours and each.status() != psutil.STATUS_ZOMBIE:
                    found.append(each)
            except psutil.Error:
                continue
        return found

    def nothing_is_left(self) -> bool:
        """Whether all processes have ended, now or soon."""
        return becomes_true(lambda: not self.processes())

    def end(self) -> None:
        """Kill whatever runs, at once: what a failed test left, or all of a site."""
        found = self.processes()
        for do in ("suspend", "kill"):  # all stand still first, so that none can end in order
            for each in found:
                with contextlib.suppress(psutil.Error):
                    getattr(each, do)()
        if self.process is not None:
            self.process.wait(MAX_START)
            self.process = None


def copy_data(source: Path, target: Path) -> None:
    """Copy a data folder whole: with owners, rights and links."""
    part = target.with_suffix(".part")
    subprocess.run(["cp", "-a", "--reflink=auto", source, part], check=True)
    if target.exists():
        target.rmdir()
    part.rename(target)


def share_compiled(source: Site, target: Site) -> None:
    """Give a site that is started for the first time what Python compiled for another, as links."""
    target.folder.mkdir(parents=True, exist_ok=True)
    owner = source.folder.stat()
    os.chown(target.folder, owner.st_uid, owner.st_gid)
    subprocess.run(["cp", "-al", source.folder / "pycache", target.folder / "pycache"], check=True)


def becomes_true(holds: Any, patience: float = 120.0) -> bool:
    """Whether something holds now, or within the patience."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


def _command_line(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:
        words = []
    return words
