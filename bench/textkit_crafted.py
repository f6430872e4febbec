"""What texts cost that are crafted to cost much: CPU time of ``majlis text`` at two sizes.

``python bench/textkit_crafted.py [NAME ...]`` measures the families whose names hold one of some words (all
of them without any), with both commands; ``--command read`` or ``--command mandates`` only with one. It prints
each figure as it comes, and at the end those that grow faster than the text, or take too long. Each call runs
in a process of its own, which ends when it has used too much time. ``measure`` is for ``bench/run.py``: some
families, once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crafted import FAMILIES
from measuring import Row, row

SMALL, LARGE = 250_000, 1_000_000
"""Bytes of the two texts of a family."""
STEEPEST = 1.5
"""How much faster than the text the time may grow."""
SECONDS = 8.0
"""CPU time that the larger text may take."""
LIMIT = 60
"""CPU time after which a call is ended."""
COMMANDS = ("read", "mandates")
PROGRAM = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({LIMIT}, {LIMIT}))
from majlis.cli import main
sys.exit(main())
"""
# What bench/run.py measures: one family of each kind; all of them take half a day.
CHOSEN = (
    "lines: 1. a",
    "operative lines: 1. a",
    "lines: capital lines",
    "en annex lines",
    "en requests in a paragraph",
    "request: and,",
    "request: Spanish y",
    "paragraph: Chinese without stops",
    "paragraph: letters",
    "looks back: pronouns",
    "looks back: dates and citations",
    "looks back: items in one line",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one command on the smaller and the larger text of a family; None where it was ended."""

    family: str
    command: str
    small: float | None
    large: float | None
    refused: bool

    @property
    def steepness(self) -> float | None:
        """How much faster the time grows than the text: 1 is as fast, 4 with its square."""
        if self.small is None or self.large is None:
            return None
        return self.large / self.small / (LARGE / SMALL)

    @property
    def is_over(self) -> bool:
        """Whether the family costs more than it may."""
        return self.large is None or self.large > SECONDS or (self.steepness or 0.0) > STEEPEST


def measure() -> list[Row]:
    """The rows of this module: CPU time at 1 MB, beside four times that at 250 kB."""
    return [
        row(
            f"crafted, {cost.command}: {cost.family} (yardstick: four times 250 kB)",
            cost.large if cost.large is not None else float(LIMIT),
            "s",
            (cost.small or LIMIT) * LARGE / SMALL,
        )
        for cost in costs(CHOSEN, ("mandates",), 1)
    ]


def costs(names: Sequence[str], commands: Sequence[str], runs: int) -> Iterator[Cost]:
    """What each family costs with each command, the best of some runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text.txt")
        for name in names:
            family = FAMILIES[name]
            found: dict[tuple[str, int], tuple[float | None, bool]] = {}
            for size in (SMALL, LARGE):
                path.write_text(family.text(size), encoding="utf-8", newline="")
                for command in commands:
                    found[command, size] = best(command, path, family.language, runs)
            for command in commands:
                (small, _), (large, refused) = (found[command, size] for size in (SMALL, LARGE))
                yield Cost(name, command, small, large, refused)


def best(command: str, path: Path, language: str, runs: int) -> tuple[float | None, bool]:
    """The least CPU time of some calls, None where one was ended; and whether the text was refused."""
    every = [call(command, path, language) for _ in range(runs)]
    seconds = [used for used, _ in every if used is not None]
    return (min(seconds) if len(seconds) == len(every) else None), every[0][1]


def call(command: str, path: Path, language: str) -> tuple[float | None, bool]:
    """CPU time of one call in a process of its own, None where it was ended; and whether it was refused."""
    arguments = ["text", command, str(path), "--language", language]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode < 0:
        return None, False
    return used.ru_utime + used.ru_stime, process.returncode != 0


def show(cost: Cost) -> None:
    """Print one figure."""
    cells = [
        "   ended" if value is None else f"{value:8.2f}"
        for value in (cost.small, cost.large, cost.steepness)
    ]
    marks = ("  over" if cost.is_over else "") + ("  refused" if cost.refused else "")
    print(*cells, f"{cost.command:9}", f"{cost.family}{marks}", flush=True)


def main() -> None:
    """Measure the families that are asked for, and list those that cost too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", metavar="NAME")
    parser.add_argument("--command", choices=COMMANDS, action="append")
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args()
    names = [
        name
        for name in FAMILIES
        if not chosen.words or any(word.lower() in name.lower() for word in chosen.words)
    ]
    print(f"  250 kB     1 MB   growth  command   family (of {len(names)})", flush=True)
    over: list[Cost] = []
    for cost in costs(names, chosen.command or COMMANDS, chosen.runs):
        show(cost)
        if cost.is_over:
            over.append(cost)
    print(f"\nOver {STEEPEST} times linear, or over {SECONDS:.0f} s: {len(over)}")
    for cost in over:
        show(cost)


if __name__ == "__main__":
    main()
