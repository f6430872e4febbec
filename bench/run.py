"""Runs the measurements: ``python bench/run.py [ROOM]`` (``make bench``, ``make bench ROOM=textkit``).

A measurement is a module ``bench/<room>_<what>.py`` with ``measure() -> list[dict]``; a row holds
``name``, ``value``, ``unit``, ``yardstick`` (the same unit, measured in the same run) and ``ratio``.
Each module runs in a process of its own, because Django can be set up on one database only.
The rows of a room are printed as a table and written to ``bench/out/<room>.json``.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
KEYS = ("name", "value", "unit", "yardstick", "ratio")

type Row = dict[str, Any]


def modules(room: str | None) -> dict[str, list[str]]:
    """The measuring modules of each room, or of one. Exits where the room has none."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(BENCH.glob("*_*.py")):
        found[path.stem.split("_")[0]].append(path.stem)
    if room is None:
        return dict(found)
    if room not in found:
        raise SystemExit(f"There is nothing to measure in {room!r}. Rooms: {', '.join(found)}.")
    return {room: found[room]}


def machine() -> str:
    """The machine on which figures are measured, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}, load average {os.getloadavg()[0]:.1f}"
    )


def measure(module: str) -> list[Row]:
    """The rows of one module, with the keys of the contract and no others."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure_here, module).result()


def measure_here(module: str) -> list[Row]:
    """The rows of one module, measured in this process."""
    rows = importlib.import_module(module).measure()
    return [{key: row[key] for key in KEYS} for row in rows]


def number(value: float | None) -> str:
    """A number for a person: three digits that count, thousands set apart."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def show(rows: list[Row]) -> None:
    """Print rows as a table."""
    shown = [
        (
            row["name"],
            number(row["value"]),
            row["unit"],
            number(row["yardstick"]),
            number(row["ratio"]),
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(KEYS, *shown, strict=True)]
    for line in (KEYS, tuple("-" * width for width in widths), *shown):
        cells = [
            cell.ljust(width) if place in (0, 2) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip(), flush=True)


def write(room: str, rows: list[Row]) -> None:
    """Write the rows of a room, whole or not at all."""
    target = BENCH / "out" / f"{room}.json"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(draft, target)


def main(room: str | None) -> None:
    """Measure the rooms one after the other."""
    print(machine(), flush=True)
    for name, wanted in modules(room).items():
        rows = [row for module in wanted for row in measure(module)]
        print(f"\n{name}\n")
        show(rows)
        write(name, rows)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
