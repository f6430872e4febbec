"""What bringing many resolutions in and publishing them takes, by one command, on a database of its own.

The texts are invented English resolutions of 10 to 60 provisions. The yardstick is the engine alone that reads the
same files, one after the other in this process, without a database.

``python bench/instruments_import.py 3000`` takes so many texts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from measuring import Row, row
from resolutions import resolutions
from served import database

_ALONE = __name__ == "__main__" and len(sys.argv) == 2
TEXTS = int(sys.argv[1]) if _ALONE else 300
LONGEST = 1500
"""Seconds after which a measurement is given up."""
MAJLIS = [sys.executable, "-c", "import sys; from majlis.cli import main; sys.exit(main())"]


def measure() -> list[Row]:
    """The seconds of the command, with and without publishing, and of the same command once more."""
    with database() as folder:
        return _measured(folder)


def _measured(folder: Path) -> list[Row]:
    texts = folder / "texts"
    texts.mkdir()
    for name, words in resolutions(TEXTS):
        (texts / name).write_text(words, encoding="utf-8")
    alone = _read_alone(texts)
    began, used = time.perf_counter(), _processor(folder)
    lines = _command(texts)
    spent, used = time.perf_counter() - began, _processor(folder) - used
    _all_are_there(lines)
    began = time.perf_counter()
    again = Counter(line["status"] for line in _command(texts))
    known = time.perf_counter() - began
    assert again == {"known": TEXTS}, again
    name = f"{TEXTS:,} resolutions brought in and published by one command"
    return [
        row(name, spent, "s", alone),
        row("  processor time of the command, its readers and the database", used, "s", alone),
        row("  the same command again: all are known", known, "s", alone),
        row("  provisions a second", _provisions() / spent, ""),
        row("processes that wanted a core meanwhile (load average)", os.getloadavg()[0], ""),
    ]


def _read_alone(texts: Path) -> float:
    from majlis.textkit.read import read_file

    paths = sorted(texts.iterdir())
    read_file(str(paths[0]))  # what the engine loads once
    began = time.perf_counter()
    for path in paths:
        read_file(str(path))
    return time.perf_counter() - began


def _processor(folder: Path) -> float:
    """The processor seconds of the commands that have ended and of the database on their behalf."""
    server = psutil.Process(int((folder / "pg/postmaster.pid").read_text().split()[0])).cpu_times()
    ours = psutil.Process().cpu_times()
    spent = (ours.children_user, ours.children_system, server.children_user, server.children_system)
    return float(sum(spent))


def _command(texts: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*MAJLIS, "import", "--publish", "--state", "adopted", "--quiet", str(texts)],
        stdout=subprocess.PIPE,
        check=True,
        timeout=LONGEST,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _all_are_there(lines: list[dict[str, Any]]) -> None:
    """Nothing is lost and nothing is there twice; a figure for less would be none."""
    from majlis.instruments.models import Instrument, Version

    assert Counter(line["status"] for line in lines) == {"published": TEXTS}
    assert len({address for line in lines for address in line["versions"]}) == TEXTS
    assert Instrument.objects.filter(held=True).count() == TEXTS
    assert Version.objects.filter(state="adopted").count() == TEXTS


def _provisions() -> int:
    from majlis.instruments.models import Provision

    return Provision.objects.count()


if __name__ == "__main__":
    for each in measure():
        print(each)
