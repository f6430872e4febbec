"""How the CPU time of reading a crafted file grows with its size: ``majlis text read`` on each family.

``python bench/textkit_readers.py [WORDS …]`` measures the families whose names begin with one of the
words, and lists those over a limit; ``--profile NAME`` prints where the time of one goes. Each
measured call is a process of its own.
"""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
import tempfile
from pathlib import Path

from craftedfiles import crafted_file, families
from measuring import Row, row

SMALL, LARGE = 250_000, 1_000_000
MOST_SECONDS = 8.0
MOST_RATIO = 1.5
MOST_MEGABYTES = 300
RUNS = 3
"""A family over a limit is measured so often, and the best run counts."""
CALL = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
if not os.fork():
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from majlis.cli import main
    sys.exit(main())
_, status, used = os.wait3(0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""

SHARE = 30
"""Of so many families, ``make bench`` measures one."""


def measure() -> list[Row]:
    """The rows of some families: the seconds of CPU at 1 MB beside four times those at 250 kB. All take an hour."""
    return [
        row(f"crafted: {name} (yardstick: 4 × a quarter of it)", large, "s", 4 * small)
        for name in list(families())[::SHARE]
        for small, large, _ in [measure_family(name)]
    ]


def measure_family(name: str, *command: str) -> tuple[float, float, float]:
    """Seconds of CPU at the small and the large size, and megabytes of memory at the large one."""
    best = (float("inf"), float("inf"), float("inf"))
    for _ in range(RUNS):
        small, _memory = measure_call(name, SMALL, *command)
        large, memory = measure_call(name, LARGE, *command)
        best = min(best[0], small), min(best[1], large), min(best[2], memory)
        if not over(*best):
            break
    return best


def over(small: float, large: float, memory: float) -> bool:
    """Whether a family passes a limit."""
    return large > MOST_SECONDS or large > 4 * MOST_RATIO * small or memory > MOST_MEGABYTES


def measure_call(name: str, size: int, *command: str) -> tuple[float, float]:
    """Seconds of CPU and megabytes of memory of one call of the command, imports included."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_file(name, size, folder)
        arguments = [sys.executable, "-c", CALL, "text", *(command or ("read",)), str(path)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    seconds, memory, status = map(float, done.stdout.split())
    if status:
        print(f"{name}, {size:,} bytes: exit status {status:.0f} {done.stderr[-300:]}", flush=True)
    return seconds, memory / (2**20 if sys.platform == "darwin" else 2**10)


def write_file(name: str, size: int, folder: str) -> Path:
    """Write the crafted file of a family into a folder."""
    suffix, data = crafted_file(name, size)
    path = Path(folder, f"crafted{suffix}")
    path.write_bytes(data)
    return path


def profile_family(name: str, size: int = SMALL) -> None:
    """Print where the time of reading a file of a family goes."""
    from majlis.textkit.read import read_file

    with tempfile.TemporaryDirectory() as folder:
        path = write_file(name, size, folder)
        profile = cProfile.Profile()
        profile.runcall(read_file, path)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def main(words: list[str]) -> None:
    """Measure the families named, and list those over a limit."""
    if words[:1] == ["--profile"]:
        profile_family(words[1], *map(int, words[2:3]))
        return
    command = words[1].split() if words[:1] == ["--command"] else ()
    chosen = tuple(words[2:] if command else words) or ("",)
    late = []
    print(f"{'family':44} {'250 kB, s':>9} {'1 MB, s':>9} {'ratio/4':>8} {'MB':>6}", flush=True)
    for name in families():
        if not name.startswith(chosen):
            continue
        small, large, memory = measure_family(name, *command)
        mark = " over" if over(small, large, memory) else ""
        late += [name] if mark else []
        ratio = large / small / 4
        print(f"{name:44} {small:9.2f} {large:9.2f} {ratio:8.2f} {memory:6.0f}{mark}", flush=True)
    print(f"\nOver a limit: {len(late)}", *late, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
